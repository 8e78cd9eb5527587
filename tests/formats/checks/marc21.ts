import { childrenOf, type XmlElement } from '../../support/xml-tree.ts';
import type { FormatCheck } from './format-check.ts';

/** The indicators and subfields that MARC 21 defines for each field that we write; `#` for a blank, `!` after a code that may stand only once. */
const definitions: Readonly<Record<string, readonly [ind1: string, ind2: string, subfields: string]>> = {
  '020': ['#', '#', 'a!'],
  '022': ['#', '#', 'a!'],
  '024': ['78', '#', 'a!2!q'],
  '041': ['#', '#7', 'a2!'],
  '050': ['#', '4', 'a'],
  '080': ['#', '#', 'a!'],
  '082': ['0', '4', 'a'],
  '084': ['#', '#', 'a2!'],
  '100': ['01', '#', 'a!eu!014'],
  '110': ['2', '#', 'a!eu!014'],
  '245': ['01', '0123456789', 'a!b!'],
  '246': ['3', '#1', 'a!'],
  '251': ['#', '#', 'a'],
  '264': ['#', '14', 'bc'],
  '300': ['#', '#', 'a'],
  '336': ['#', '#', 'ab2!'],
  '337': ['#', '#', 'ab2!'],
  '338': ['#', '#', 'ab2!'],
  '347': ['#', '#', 'b'],
  '490': ['0', '#', 'axv'],
  '500': ['#', '#', 'a!'],
  '502': ['#', '#', 'a!b!c!d!g'],
  '505': ['0', '#', 'a!'],
  '506': ['01', '#', 'a!fg2!'],
  '520': ['3', '#', 'a!'],
  '536': ['#', '#', 'a!cd'],
  '538': ['#', '#', 'a!'],
  '540': ['#', '#', 'a!u'],
  '546': ['#', '#', 'a!'],
  '567': ['#', '#', 'a!'],
  '650': ['#', '027', 'a!02!'],
  '653': ['#', '#45', 'a'],
  '655': ['#', '47', 'a!2!'],
  '700': ['01', '#', 'a!eu!014'],
  '710': ['2', '#', 'a!beu!014'],
  '720': ['#', '#', 'a!e4'],
  '765': ['0', '#', 'ox!z'],
  '767': ['0', '#', 'ox!z'],
  '770': ['0', '#', 'ox!z'],
  '772': ['0', '#', 'ox!z'],
  '773': ['0', '#', '7!t!b!gq!x!zo'],
  '774': ['0', '#', 'ox!z'],
  '780': ['0', '0', 'ox!z'],
  '785': ['0', '0', 'ox!z'],
  '787': ['0', '#8', 'iox!z'],
  '856': ['4', '0', 'uqsyz7!'],
};

export const marc21Check: FormatCheck = { driver: 'marcxml', listFaults };

/** The schema knows the shape of a field and nothing of MARC. */
function listFaults(root: XmlElement): string[] {
  return [...listFixedFaults(root), ...listOrderFaults(root), ...childrenOf(root, 'datafield').flatMap(listFieldFaults)];
}

function listFixedFaults(root: XmlElement): string[] {
  const leader = childrenOf(root, 'leader')[0]?.text ?? '';
  const fixed = new Map(childrenOf(root, 'controlfield').map(({ text, attributes }) => [attributes.get('tag'), text]));
  const data = fixed.get('008') ?? '';
  const faults: string[] = [];
  if (!/^00000n[agikmpr][abcms] a22000003u 4500$/.test(leader)) faults.push(`leader: ${leader}`);
  if (!/^ {6}(?:nuuuuuuuu|b {8}|s\d{4} {4})xx [a-z\d |]{17}[a-z]{3} d$/.test(data)) faults.push(`008: "${data}"`);
  if (data.length !== 40) faults.push(`008 has ${data.length} positions`);
  if (!fixed.has('001')) faults.push('no control number');
  const online = fixed.get('007');
  if (online !== undefined && (online.length !== 14 || !online.startsWith('cr '))) faults.push(`007: "${online}"`);
  return faults;
}

function listOrderFaults(root: XmlElement): string[] {
  const faults: string[] = [];
  const tags = root.children.flatMap(({ attributes }) => attributes.get('tag') ?? []);
  const sorted = [...tags].sort();
  if (tags.join() !== sorted.join()) faults.push(`the fields are not by tag: ${tags.join(' ')}`);
  const mains = tags.filter((tag) => tag.startsWith('1'));
  if (mains.length > 1) faults.push('two main entries');
  for (const tag of ['001', '008', '245', '300', '502']) {
    const count = tags.filter((other) => other === tag).length;
    if (count > 1 || (count === 0 && /^(?:001|008|245)$/.test(tag))) faults.push(`${count} fields ${tag}`);
  }
  const title = childrenOf(root, 'datafield').find(({ attributes }) => attributes.get('tag') === '245');
  if ((title?.attributes.get('ind1') === '1') !== (mains.length === 1)) faults.push('the title does not know of the main entry');
  return faults;
}

function listFieldFaults({ attributes, children }: XmlElement): string[] {
  const tag = attributes.get('tag') ?? '';
  const definition = definitions[tag];
  if (definition === undefined) return [`${tag} is not known`];
  const faults: string[] = [];
  const indicators = [attributes.get('ind1') ?? '', attributes.get('ind2') ?? ''];
  for (const [index, value] of indicators.entries()) {
    if (!definition[index]?.includes(value.replace(' ', '#'))) faults.push(`${tag} has indicator ${index + 1} "${value}"`);
  }
  const codes = children.map((child) => child.attributes.get('code') ?? '');
  for (const code of new Set(codes)) {
    const place = definition[2].indexOf(code);
    if (place === -1) faults.push(`${tag} has no subfield ${code}`);
    if (definition[2][place + 1] === '!' && codes.filter((other) => other === code).length > 1)
      faults.push(`${tag} has two ${code}`);
  }
  const needsSource = /^(?:024|041|650|655)$/.test(tag) && indicators.includes('7');
  if (needsSource !== codes.includes('2') && !/^(?:084|336|337|338|506)$/.test(tag))
    faults.push(`${tag} has a source or needs one`);
  if (/^[17][0-2]0$/.test(tag) && !(codes.includes('a') && codes.includes('4'))) faults.push(`${tag} without a name or a role`);
  for (const { text } of children) if (text.trim() === '') faults.push(`${tag} has an empty subfield`);
  return faults;
}

import { childrenOf, descendantsOf, type XmlElement } from '../../support/xml-tree.ts';
import type { FormatCheck } from './format-check.ts';

const relators = new Set('aut cre ctb dgg dst dtm edt fnd his pdr pro res spn ths trl'.split(' '));
const typesOfResource = new Set([
  'text',
  'sound recording',
  'still image',
  'moving image',
  'three dimensional object',
  'software, multimedia',
  'mixed material',
]);
const relatedTypes = new Set(
  'preceding succeeding host constituent series otherVersion isReferencedBy references reviewOf'.split(' '),
);
const w3cDate = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;
const dateElements = new Set('dateIssued dateCreated dateModified dateValid copyrightDate dateOther'.split(' '));

export const modsCheck: FormatCheck = { driver: 'mods', listFaults: listModsFaults };

/** What the schema does not see: it takes nearly any element anywhere, any text for a code, and empty containers. */
export function listModsFaults(root: XmlElement): string[] {
  return [
    ...listShapeFaults(root),
    ...descendantsOf(root).flatMap((element) => [
      ...listElementFaults(element),
      ...listAttributeFaults(element),
      ...listDateFaults(element),
    ]),
  ];
}

function listShapeFaults(root: XmlElement): string[] {
  const faults: string[] = [];
  const all = descendantsOf(root);
  const count = (test: (element: XmlElement) => boolean) => all.filter(test).length;
  if (root.attributes.get('version') !== '3.7') faults.push('the version is not 3.7');
  const primary = childrenOf(root, 'titleInfo').filter((title) => title.attributes.get('usage') === 'primary');
  if (primary.length !== 1) faults.push(`${primary.length} primary titles`);
  if (primary[0]?.attributes.has('type')) faults.push('the primary title has a type');
  if (count(({ local, attributes }) => local === 'name' && attributes.get('usage') === 'primary') > 1)
    faults.push('two primary names');
  if (count(({ attributes }) => attributes.get('keyDate') === 'yes') > 1) faults.push('two key dates');
  if (childrenOf(root, 'recordInfo').length !== 1) faults.push('no record identifier');
  for (const name of ['originInfo', 'physicalDescription', 'typeOfResource']) {
    if (childrenOf(root, name).length > 1) faults.push(`more than one ${name}`);
  }
  return faults;
}

const containers = new Set(
  'titleInfo name role originInfo language physicalDescription subject relatedItem part detail location'.split(' '),
);

function listElementFaults({ local, name, text, children, attributes }: XmlElement): string[] {
  const faults: string[] = [];
  if (containers.has(local) && children.length === 0) faults.push(`${name} holds nothing`);
  if (children.length === 0 && text.trim() === '') faults.push(`${name} is empty`);
  if (local === 'name' && !children.some((child) => child.local === 'namePart')) faults.push('a name without a name');
  if (local === 'name' && !children.some((child) => child.local === 'role')) faults.push('a name without a role');
  if (local === 'roleTerm' && attributes.get('type') === 'code' && !relators.has(text)) faults.push(`no relator: ${text}`);
  if (local === 'languageTerm' && attributes.get('authority') === 'iso639-2b' && !/^[a-z]{3}$/.test(text)) {
    faults.push(`no code of ISO 639-2: ${text}`);
  }
  if (local === 'typeOfResource' && !typesOfResource.has(text)) faults.push(`no type of resource: ${text}`);
  if (local === 'url' && !URL.canParse(text)) faults.push(`no address: ${text}`);
  return faults;
}

function listAttributeFaults({ local, name, attributes }: XmlElement): string[] {
  const faults: string[] = [];
  const lang = attributes.get('lang');
  if (lang !== undefined && !/^[a-z]{3}$/.test(lang)) faults.push(`${name} in no language of ISO 639-2: ${lang}`);
  if (attributes.has('xml:lang')) faults.push(`${name} has xml:lang, which MODS 3.7 does not know`);
  if (/^(?:identifier|accessCondition)$/.test(local) && !attributes.has('type')) faults.push(`${name} without a type`);
  if (local === 'relatedItem') {
    const type = attributes.get('type');
    if (type !== undefined && !relatedTypes.has(type)) faults.push(`no type of relation: ${type}`);
    if (type !== undefined && attributes.has('otherType')) faults.push('a relation of two types');
  }
  for (const key of ['authorityURI', 'valueURI', 'xlink:href']) {
    const value = attributes.get(key);
    if (value !== undefined && !/^https?:\/\/[^\s<>"]+$/.test(value)) faults.push(`${name}/@${key} is no address: ${value}`);
  }
  return faults;
}

function listDateFaults({ local, name, text, attributes }: XmlElement): string[] {
  const encoding = attributes.get('encoding');
  const faults: string[] = [];
  if (dateElements.has(local) && encoding === undefined) faults.push(`${name} without an encoding`);
  if (encoding === 'w3cdtf' && !w3cDate.test(text)) faults.push(`${name} is not in W3C's form: ${text}`);
  if (encoding !== undefined && text.includes('/')) faults.push(`${name} is a range in one element: ${text}`);
  return faults;
}

import { childrenOf, descendantsOf, type XmlElement } from '../../support/xml-tree.ts';
import type { FormatCheck } from './format-check.ts';
import { listModsFaults } from './mods.ts';

const modsNamespace = 'http://www.loc.gov/mods/v3';

export const metsCheck: FormatCheck = { driver: 'mets', listFaults };

/** The schema looks neither into the MODS nor at what an ID points to, and takes a METS whose files are in no structure. */
function listFaults(root: XmlElement): string[] {
  return [...listPointerFaults(root), ...listFileFaults(root), ...listModsInside(root)];
}

function listPointerFaults(root: XmlElement): string[] {
  const faults: string[] = [];
  const elements = descendantsOf(root);
  const named = new Map<string, XmlElement>();
  for (const element of elements) {
    const id = element.attributes.get('ID');
    if (id === undefined) continue;
    if (named.has(id)) faults.push(`two elements are ${id}`);
    if (!/^[A-Za-z_][\w.-]*$/.test(id)) faults.push(`${id} is no NCName`);
    named.set(id, element);
  }
  const targets = { DMDID: 'dmdSec', ADMID: 'rightsMD', FILEID: 'file' };
  for (const element of elements) {
    for (const [name, local] of Object.entries(targets)) {
      const id = element.attributes.get(name);
      if (id !== undefined && named.get(id)?.local !== local)
        faults.push(`${element.name}/@${name} points to no ${local}: ${id}`);
    }
  }
  return faults;
}

function listFileFaults(root: XmlElement): string[] {
  const faults: string[] = [];
  const elements = descendantsOf(root);
  const pointed = elements.filter(({ local }) => local === 'fptr').map(({ attributes }) => attributes.get('FILEID'));
  const files = elements.filter(({ local }) => local === 'file').map(({ attributes }) => attributes.get('ID'));
  if (pointed.join() !== files.join()) faults.push('the structure does not have each file once and in order');
  for (const { local, attributes } of elements) {
    if (local === 'FLocat' && !URL.canParse(attributes.get('xlink:href') ?? '')) faults.push('a file without an address');
  }
  if (childrenOf(root, 'structMap').length !== 1) faults.push('there is not one structure');
  if (!root.attributes.has('OBJID') || !root.attributes.has('LABEL')) faults.push('the object has no identifier or no title');
  return faults;
}

/** One description; under the rights only statements on access and use. */
function listModsInside(root: XmlElement): string[] {
  const faults: string[] = [];
  const wraps = descendantsOf(root).filter(({ local }) => local === 'mdWrap');
  for (const wrap of wraps) {
    const mods = wrap.children[0]?.children[0];
    if (mods?.uri !== modsNamespace || mods.local !== 'mods') faults.push('a wrapper without MODS');
  }
  const [description, rights, ...others] = wraps.map((wrap) => wrap.children[0]?.children[0] as XmlElement);
  if (description !== undefined) faults.push(...listModsFaults(description));
  if (rights?.children.some(({ local }) => local !== 'accessCondition')) faults.push('rights that are none');
  if (others.length > 0) faults.push('more than one description and one statement of rights');
  return faults;
}

import type { XmlElement } from '../../support/xml-tree.ts';
import type { FormatCheck } from './format-check.ts';

/**
 * The published schema takes no second dc:relation where it compiles at all, and contradicts the profile's text; so the rules are
 * those of the text, which the schema's own annotations repeat.
 */
export const rioxxCheck: FormatCheck = {
  needs: { url: 'https://repository.example.org/17', accepted: '2020-01-15' },
  listFaults,
};

const occurrences: Readonly<Record<string, readonly [least: number, most: number]>> = {
  'dc:coverage': [0, Infinity],
  'dc:description': [0, Infinity],
  'dc:identifier': [1, 1],
  'dc:language': [1, Infinity],
  'dc:relation': [0, Infinity],
  'dc:source': [0, 1],
  'dc:subject': [0, Infinity],
  'dc:title': [1, 1],
  'dc:type': [1, Infinity],
  'dcterms:dateAccepted': [1, 1],
  'rioxxterms:contributor': [0, Infinity],
  'rioxxterms:creator': [1, Infinity],
  'rioxxterms:ext_relation': [0, Infinity],
  'rioxxterms:grant': [0, Infinity],
  'rioxxterms:project': [0, Infinity],
  'rioxxterms:publication_date': [0, 1],
  'rioxxterms:publisher': [0, Infinity],
};

const namespaces: Readonly<Record<string, string>> = {
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  rioxxterms: 'http://www.rioxx.net/schema/v3.0/rioxxterms/',
};

const address = /^https?:\/\/[^\s/?#]\S*$/i;
const day = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;
const coarType = /^http:\/\/purl\.org\/coar\/resource_type\/c_[\da-z]+$/;

/** What the text of each element has to look like. */
const texts: Readonly<Record<string, RegExp>> = {
  'dc:identifier': address,
  'dc:language': /^[a-z]{2,3}$/,
  'dc:relation': /^(https?:\/\/[^\s/?#]\S*|urn:[a-z\d][a-z\d-]+:\S+|ark:\S+)$/i,
  'dc:type': coarType,
  'dcterms:dateAccepted': day,
  'rioxxterms:ext_relation': address,
  'rioxxterms:project': address,
  'rioxxterms:publication_date': day,
};

/** What each attribute has to look like, by the element that it stands on. */
const attributeForms: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  'dc:relation': {
    rel: /^(item|cite-as)$/,
    type: /^[\w.+-]+\/[\w.+-]+/,
    coar_type: coarType,
    coar_version: /^http:\/\/purl\.org\/coar\/version\/c_[\da-f]{16}$/,
    resource_exposed_date: day,
    access_rights: /^http:\/\/purl\.org\/coar\/access_right\/c_(abf2|f1cf|16ec|14cb)$/,
    license_ref: address,
  },
  'rioxxterms:creator': { 'first-named-author': /^true$/ },
  'rioxxterms:ext_relation': { rel: /^cite-as$/, coar_type: coarType },
  'rioxxterms:grant': { funder_name: /\S/, funder_id: address },
};

function listFaults(root: XmlElement): string[] {
  const faults = root.name === 'rioxx:rioxx' ? [] : [`the root is ${root.name}`];
  const names = root.children.map(({ name }) => name);
  for (const [name, [least, most]] of Object.entries(occurrences)) {
    const count = names.filter((other) => other === name).length;
    if (count < least || count > most) faults.push(`${name} stands ${count} times`);
  }
  const first = root.children.filter(({ attributes }) => attributes.has('first-named-author'));
  const creators = root.children.filter(({ name }) => name === 'rioxxterms:creator');
  const isUnknown = creators.length === 1 && creators[0]?.children[0]?.text === 'unknown';
  if (first.length !== 1 && !isUnknown) faults.push(`${first.length} first authors`);
  if (first.length > 0 && first[0] !== creators[0]) faults.push('the first author is not the first');
  return [...faults, ...root.children.flatMap(listElementFaults)];
}

function listElementFaults({ name, prefix, uri, text, attributes, children }: XmlElement): string[] {
  const faults: string[] = [];
  if (!(name in occurrences)) faults.push(`${name} is not of the profile`);
  if (uri !== namespaces[prefix]) faults.push(`${name} is in ${uri}`);
  if (texts[name]?.test(text) === false) faults.push(`${name} is ${text}`);
  for (const [key, value] of attributes) {
    const form = key === 'xml:lang' ? /^[a-z]{2,3}(-[a-z\d]+)*$/i : attributeForms[name]?.[key];
    if (form?.test(value) !== true) faults.push(`${name}/@${key} is ${value}`);
  }
  const isItem = attributes.get('rel') === 'item';
  if (isItem && !attributes.has('access_rights')) faults.push('a file that does not say who may read it');
  if (name === 'dc:relation' && !attributes.has('rel')) faults.push('a relation of no kind');
  if (name === 'rioxxterms:ext_relation' && attributes.size !== 2) faults.push('an external relation without rel and type');
  if (name === 'rioxxterms:grant' && !attributes.has('funder_name')) faults.push('a grant of nobody');
  if (!/^rioxxterms:(creator|contributor|publisher)$/.test(name))
    return children.length === 0 ? faults : [...faults, `${name} has children`];
  const [own, ...ids] = children;
  if (own?.name !== 'rioxxterms:name') faults.push(`${name} without name`);
  if (ids.some((id) => id.name !== 'rioxxterms:id' || !address.test(id.text)))
    faults.push(`${name} with an identifier that is no address`);
  return faults;
}

import type { XmlElement } from '../../support/xml-tree.ts';
import type { FormatCheck } from './format-check.ts';

const namespaces: Readonly<Record<string, string>> = {
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  uketdterms: 'http://naca.central.cranfield.ac.uk/ethos-oai/terms/',
};

const w3cDate = /^\d{4}(-\d\d(-\d\d)?)?$/;
const isoDate = /^[-\d:T.Z+/]+$/;
const webAddress = /^https?:\/\/\S+$/i;

/** Each element of the profile: how often it may stand, what its text has to be, and which types it may have. */
const elements: Readonly<Record<string, { least?: number; most?: number; text?: RegExp; types?: readonly string[] }>> = {
  'dc:title': { least: 1, most: 1 },
  'dcterms:alternative': {},
  'dc:creator': {},
  'uketdterms:authoridentifier': { text: /^\d{15}[\dX]$/, types: ['uketdterms:ORCID', 'uketdterms:ISNI'] },
  'uketdterms:advisor': {},
  'dc:contributor': {},
  'dcterms:abstract': {},
  'dc:description': {},
  'uketdterms:institution': { most: 1 },
  'uketdterms:department': { most: 1 },
  'uketdterms:commercial': { most: 1 },
  'dcterms:issued': { most: 1, text: w3cDate },
  'dcterms:dateAccepted': { text: isoDate },
  'dcterms:available': { text: isoDate },
  'dcterms:dateCopyrighted': { text: isoDate },
  'dcterms:created': { text: isoDate },
  'dcterms:dateSubmitted': { text: isoDate },
  'dcterms:modified': { text: isoDate },
  'dcterms:valid': { text: isoDate },
  'dc:date': { text: isoDate },
  'dc:type': { least: 1 },
  'uketdterms:qualificationlevel': { most: 1 },
  'uketdterms:qualificationname': { most: 1 },
  'dc:language': { types: ['', 'dcterms:ISO639-2'] },
  'uketdterms:sponsor': {},
  'uketdterms:grantnumber': {},
  'dcterms:isReferencedBy': { most: 1, text: webAddress, types: ['dcterms:URI'] },
  'dc:identifier': { types: ['', 'dcterms:URI', 'dcterms:DOI'] },
  'uketdterms:embargodate': { most: 1, text: w3cDate },
  'dcterms:accessRights': { most: 1, text: /^(?:open|embargoed|restricted|metadata only) access$/ },
  'dc:rights': {},
  'dc:subject': { types: ['', 'dcterms:DDC', 'dcterms:LCC', 'dcterms:LCSH', 'dcterms:MESH', 'dcterms:UDC'] },
  'dc:format': {},
  'dcterms:extent': {},
  'dc:coverage': {},
  'dc:source': { most: 1 },
  'dc:relation': {},
};

/** What a type demands of the text, wherever it stands. */
const types: Readonly<Record<string, RegExp>> = {
  'dcterms:URI': webAddress,
  'dcterms:DOI': /^10\.\d{4,9}[^/]*\/\S+$/,
  'dcterms:ISO639-2': /^[a-z]{3}$/,
};

function listElementFaults(element: XmlElement): string[] {
  const { name, prefix, uri, text, attributes, children } = element;
  const rule = elements[name];
  if (rule === undefined) return [`${name} is not in the profile`];
  const type = attributes.get('xsi:type') ?? '';
  const faults: string[] = [];
  if (namespaces[prefix] !== uri) faults.push(`${name} is in ${uri}`);
  if (children.length > 0) faults.push(`${name} has elements in it`);
  if (rule.text?.test(text) === false) faults.push(`${name} is "${text}"`);
  if (!(rule.types ?? ['']).includes(type)) faults.push(`${name} has the type "${type}"`);
  if (types[type]?.test(text) === false) faults.push(`${name} of ${type} is "${text}"`);
  for (const attribute of attributes.keys()) {
    if (attribute !== 'xsi:type' && attribute !== 'xml:lang') faults.push(`${name} has the attribute ${attribute}`);
  }
  if (type !== '' && attributes.has('xml:lang')) faults.push(`${name} has both a language and the type ${type}`);
  return faults;
}

/** The schema of this format is nowhere to be had, so that its application profile is what is checked. */
export const uketdDcCheck: FormatCheck = {
  listFaults: (root) => {
    const faults = root.children.flatMap(listElementFaults);
    if (root.name !== 'uketd_dc:uketddc') faults.push(`the root is ${root.name}`);
    for (const [name, { least = 0, most = Number.POSITIVE_INFINITY }] of Object.entries(elements)) {
      const count = root.children.filter((child) => child.name === name).length;
      if (count < least || count > most) faults.push(`${count} of ${name}`);
    }
    return faults;
  },
};

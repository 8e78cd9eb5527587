import type { ArticleRecord, Person } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { toLocalizedText } from './localized-text.ts';
import { toOrganization } from './rdf-value.ts';
import { findUri } from './uri.ts';

type ContributorType = ArticleRecord['contributors'][number]['contributorType'];

/** The roles that have a property; MARC's relators are what EPrints uses too. */
const roleProperties: Partial<Readonly<Record<ContributorType, string>>> = {
  Distributor: 'bibo:distributor',
  Editor: 'bibo:editor',
  Producer: 'bibo:producer',
  RightsHolder: 'dcterms:rightsHolder',
  Sponsor: 'marcrel:spn',
  Supervisor: 'marcrel:ths',
  Translator: 'bibo:translator',
};

/** Creators and contributors, each with what is known of them, and lists that keep the order of authors and editors. */
export function addAgents(elements: XmlElement[], { creators, contributors }: ArticleRecord): void {
  const authors: XmlElement[] = [];
  for (const [index, person] of creators.entries()) {
    const identity = identify(person, `creator-${index + 1}`);
    elements.push(element('dcterms:creator', undefined, toAgent(person, identity)));
    authors.push({ name: 'rdf:Description', attributes: identity, children: [] });
  }
  addList(elements, 'bibo:authorList', authors);
  const editors: XmlElement[] = [];
  for (const [index, person] of contributors.entries()) {
    const identity = identify(person, `contributor-${index + 1}`);
    const property = roleProperties[person.contributorType] ?? 'dcterms:contributor';
    elements.push(element(property, undefined, toAgent(person, identity)));
    if (person.contributorType === 'Editor') editors.push({ name: 'rdf:Description', attributes: identity, children: [] });
  }
  addList(elements, 'bibo:editorList', editors);
}

function addList(elements: XmlElement[], property: string, children: readonly XmlElement[]): void {
  if (children.length > 0) elements.push({ name: property, attributes: { 'rdf:parseType': 'Collection' }, children });
}

/** An ORCID iD or another address names the same person everywhere; a blank node's name is known in this document only. */
function identify({ nameIdentifiers }: Person, nodeId: string): Readonly<Record<string, string>> {
  for (const { nameIdentifier } of nameIdentifiers) {
    const uri = findUri(nameIdentifier);
    if (uri !== null) return { 'rdf:about': uri };
  }
  return { 'rdf:nodeID': nodeId };
}

function toAgent(person: Person, identity: Readonly<Record<string, string>>): XmlElement {
  const { nameType, givenName, familyName, nameIdentifiers, affiliation, lang } = person;
  const children = [toLocalizedText('foaf:name', toNaturalName(person), lang)];
  const isPerson = nameType === 'Personal' || (nameType === undefined && (givenName ?? familyName) !== undefined);
  if (isPerson && givenName !== undefined) children.push(toLocalizedText('foaf:givenName', givenName, lang));
  if (isPerson && familyName !== undefined) children.push(toLocalizedText('foaf:familyName', familyName, lang));
  for (const { nameIdentifier } of nameIdentifiers) {
    const isUsed = identity['rdf:about'] !== undefined && findUri(nameIdentifier) === identity['rdf:about'];
    if (!isUsed) children.push(element('dcterms:identifier', undefined, nameIdentifier));
  }
  for (const { name, affiliationIdentifier } of affiliation) {
    children.push(element('org:memberOf', undefined, toOrganization(name, affiliationIdentifier)));
  }
  const type = isPerson ? 'foaf:Person' : nameType === 'Organizational' ? 'foaf:Organization' : 'foaf:Agent';
  return { name: type, attributes: identity, children };
}

/** FOAF's name is the one that is spoken, with the given name first. */
function toNaturalName({ name, givenName, familyName }: Person): string {
  return givenName !== undefined && familyName !== undefined ? `${givenName} ${familyName}` : name;
}

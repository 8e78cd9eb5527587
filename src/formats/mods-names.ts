import type { ArticleRecord, Person } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { findBibliographicCode } from './bibliographic-language.ts';
import { funderRole, getContributorRole, getCreatorRole, grantorRole, type Role } from './relator.ts';

/** Creators, contributors, who grants the degree and who pays, each as `mods:name`. The first creator is the primary name. */
export function listModsNames(record: ArticleRecord): XmlElement[] {
  const { creators, contributors, thesis } = record;
  const elements: XmlElement[] = [];
  const creatorRoles = toRoles(getCreatorRole(record));
  for (const creator of creators) elements.push(toName(creator, creatorRoles, creator === creators[0]));
  for (const contributor of contributors) {
    elements.push(toName(contributor, toRoles(getContributorRole(contributor.contributorType)), false));
  }
  const grantor = [thesis?.institution, thesis?.department].filter((part) => part !== undefined);
  if (grantor.length > 0) elements.push(toCorporateName(grantor.map(makePart), grantorRole));
  return elements.concat(listFunders(record));
}

/** Each funder once, however many awards it gave. */
function listFunders({ fundingReferences }: ArticleRecord): XmlElement[] {
  const funders = new Map<string, XmlElement>();
  for (const { funderName, funderIdentifier, funderIdentifierType } of fundingReferences) {
    if (funders.has(funderName)) continue;
    const identifier = funderIdentifier === undefined ? [] : [toNameIdentifier(funderIdentifier, funderIdentifierType)];
    funders.set(funderName, toCorporateName([makePart(funderName), ...identifier], funderRole));
  }
  return [...funders.values()];
}

function toCorporateName(parts: readonly XmlElement[], role: Role): XmlElement {
  return element('mods:name', { type: 'corporate' }, ...parts, ...toRoles(role));
}

/** A name without parts is no person's for certain, so it has no type unless the record says which. */
function toName(person: Person, roles: readonly XmlElement[], isPrimary: boolean): XmlElement {
  const { nameType, familyName, givenName, lang } = person;
  const hasParts = familyName !== undefined || givenName !== undefined;
  const attributes: Record<string, string> = {};
  if (nameType === 'Organizational') attributes.type = 'corporate';
  else if (hasParts || nameType === 'Personal') attributes.type = 'personal';
  if (isPrimary) attributes.usage = 'primary';
  const code = lang === undefined ? null : findBibliographicCode(lang);
  if (code !== null) attributes.lang = code;
  const children = attributes.type === 'personal' && hasParts ? toNameParts(person) : [makePart(person.name)];
  for (const { nameIdentifier, nameIdentifierScheme } of person.nameIdentifiers) {
    children.push(toNameIdentifier(nameIdentifier, nameIdentifierScheme));
  }
  for (const { name } of person.affiliation) children.push(element('mods:affiliation', undefined, name));
  for (const role of roles) children.push(role);
  return { name: 'mods:name', attributes, children };
}

function toNameParts({ familyName, givenName }: Person): XmlElement[] {
  const parts: XmlElement[] = [];
  if (familyName !== undefined) parts.push(element('mods:namePart', familyPart, familyName));
  if (givenName !== undefined) parts.push(element('mods:namePart', givenPart, givenName));
  return parts;
}

const familyPart = { type: 'family' };
const givenPart = { type: 'given' };

function makePart(name: string): XmlElement {
  return element('mods:namePart', undefined, name);
}

function toNameIdentifier(identifier: string, scheme: string | undefined): XmlElement {
  return element('mods:nameIdentifier', scheme === undefined ? undefined : { type: scheme.toLowerCase() }, identifier);
}

const codeAttributes = { type: 'code', authority: 'marcrelator' };
const textAttributes = { type: 'text', authority: 'marcrelator' };
const wordAttributes = { type: 'text' };

function toRoles({ relator, word }: Role): XmlElement[] {
  const terms = [element('mods:roleTerm', codeAttributes, relator.code), element('mods:roleTerm', textAttributes, relator.term)];
  const role = element('mods:role', undefined, ...terms);
  if (word === undefined) return [role];
  return [role, element('mods:role', undefined, element('mods:roleTerm', wordAttributes, word))];
}

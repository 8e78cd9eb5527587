import { type JsonObject, toTerm } from './json-value.ts';
import { languageNames } from './parts.ts';
import { parseNameList, parsePersonName } from './person-name.ts';
import { makeShape, toPart, toParts } from './shape.ts';
import { contributorTypeTable, nameTypeTable } from './vocabulary.ts';

/* The parts of a record that name somebody: creators, contributors, their identifiers and affiliations, and funders. */

const fields = [
  'name',
  'nameType',
  'givenName',
  'familyName',
  'nameIdentifiers',
  'affiliation',
  'lang',
  'contributorType',
] as const;
const person = makeShape([...fields], {
  ...languageNames,
  value: 'name',
  literal: 'name',
  fullName: 'name',
  creatorName: 'name',
  given: 'givenName',
  first: 'givenName',
  firstName: 'givenName',
  forename: 'givenName',
  family: 'familyName',
  last: 'familyName',
  lastName: 'familyName',
  surname: 'familyName',
  affiliations: 'affiliation',
  nameIdentifier: 'nameIdentifiers',
  identifier: 'nameIdentifiers',
  orcid: 'nameIdentifiers',
  type: 'nameType',
  role: 'contributorType',
});
const nameIdentifier = makeShape(['nameIdentifier', 'nameIdentifierScheme', 'schemeUri'], {
  identifier: 'nameIdentifier',
  id: 'nameIdentifier',
  scheme: 'nameIdentifierScheme',
});
const affiliation = makeShape(['name', 'affiliationIdentifier', 'affiliationIdentifierScheme', 'schemeUri'], {
  affiliation: 'name',
  id: 'affiliationIdentifier',
  identifier: 'affiliationIdentifier',
  ror: 'affiliationIdentifier',
  scheme: 'affiliationIdentifierScheme',
});
const funding = makeShape(
  ['funderName', 'funderIdentifier', 'funderIdentifierType', 'fundingStream', 'awardNumber', 'awardUri', 'awardTitle'],
  {
    name: 'funderName',
    funder: 'funderName',
    id: 'funderIdentifier',
    award: 'awardNumber',
    awardId: 'awardNumber',
    grant: 'awardNumber',
    grantNumber: 'awardNumber',
    programme: 'fundingStream',
    program: 'fundingStream',
    awardUrl: 'awardUri',
    title: 'awardTitle',
  },
  ['awardNumber'],
);

/** Creators or contributors in full form; `contributorType` is for those that name none. */
export function toPeople(value: unknown, contributorType?: string): JsonObject[] {
  const values = typeof value === 'string' ? parseNameList(value) : value;
  const people = toParts(values, person);
  for (const part of people) completePerson(part, contributorType);
  return people;
}

/** Funding in full form. */
export function toFunding(value: unknown): JsonObject[] {
  return toParts(value, funding);
}

function completePerson(part: JsonObject, contributorType: string | undefined): void {
  const { familyName, givenName } = part;
  if (part.name === undefined && typeof (familyName ?? givenName) === 'string') {
    part.name = familyName === undefined || givenName === undefined ? (familyName ?? givenName) : `${familyName}, ${givenName}`;
  }
  if (part.nameType !== undefined) part.nameType = toTerm(part.nameType, nameTypeTable);
  if (
    typeof part.name === 'string' &&
    familyName === undefined &&
    givenName === undefined &&
    part.nameType !== 'Organizational'
  ) {
    Object.assign(part, parsePersonName(part.name));
  }
  if (part.contributorType !== undefined) part.contributorType = toTerm(part.contributorType, contributorTypeTable);
  else if (contributorType !== undefined) part.contributorType = contributorType;
  if (part.nameIdentifiers !== undefined) part.nameIdentifiers = toNameIdentifiers(part.nameIdentifiers);
  if (part.affiliation !== undefined) part.affiliation = toParts(part.affiliation, affiliation);
}

function toNameIdentifiers(value: unknown): JsonObject[] {
  const parts = (Array.isArray(value) ? value : [value]).map((item) => toPart(item, nameIdentifier));
  for (const part of parts) {
    const text = part.nameIdentifier;
    if (typeof text !== 'string') continue;
    const orcid = /^(?:(?:https?:\/\/)?(?:www\.)?orcid\.org\/|orcid:\s*)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\/?$/i.exec(text);
    if (orcid?.[1] === undefined || !(part.nameIdentifierScheme ?? 'ORCID').toString().match(/^orcid$/i)) continue;
    part.nameIdentifier = `https://orcid.org/${orcid[1].toUpperCase()}`;
    part.nameIdentifierScheme = 'ORCID';
  }
  return parts;
}

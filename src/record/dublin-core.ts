import { isDate, toIsoDate } from './date.ts';
import { isWebAddress, parseIdentifier, type TypedIdentifier } from './identifier.ts';
import { foldName, isJsonObject, type JsonObject } from './json-value.ts';
import { toTypes } from './matter.ts';
import { toStatements } from './parts.ts';
import { parsePersonName } from './person-name.ts';
import { type ArticleRecord, type DublinCore, dublinCoreElements } from './record.ts';
import { findAccessLevel, findCreativeCommons } from './rights.ts';

type Statement = NonNullable<DublinCore['title']>[number];

const elementNames: ReadonlyMap<string, string> = new Map(dublinCoreElements.map((name) => [foldName(name), name]));

/** Plain Dublin Core in full form: a list of statements for each element. What is not an element keeps its name, to be reported. */
export function toDublinCore(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  const elements: [string, unknown][] = Object.keys(value).map((key) => {
    const element = elementNames.get(foldName(key.replace(/^dc:/i, '')));
    return element === undefined ? [key, value[key]] : [element, toStatements(value[key])];
  });
  // fromEntries defines `__proto__` as a field like any other.
  return Object.fromEntries(elements) as JsonObject;
}

/**
 * Fills the fields that a record given as plain Dublin Core left empty from its statements, for the formats and pages that
 * cannot show the statements themselves. Only what is certain is taken: a date that is one, an identifier that shows its kind.
 */
export function fillFromDublinCore(record: ArticleRecord): ArticleRecord {
  if (record.dc === undefined) return record;
  const { dc, ...fields } = record;
  const kept = Object.entries(fields).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  const filled = {
    ...fields,
    ...fromTexts(dc),
    ...fromAgents(dc),
    ...fromFacts(dc),
    ...fromIdentifiers(dc),
    ...Object.fromEntries(kept),
  };
  // Statements without a title are no record by themselves: they only add to the fields.
  return dc.title === undefined ? filled : { ...filled, dc };
}

function fromTexts(dc: DublinCore) {
  const [language, ...otherLanguages] = (dc.language ?? []).map(({ value }) => value);
  return {
    titles: (dc.title ?? []).map(({ value, ...rest }, index) => ({
      title: value,
      ...rest,
      ...(index === 0 ? {} : { titleType: 'AlternativeTitle' as const }),
    })),
    subjects: (dc.subject ?? []).map(({ value, ...rest }) => ({ subject: value, ...rest })),
    // Dublin Core does not say which description is the abstract; the first one is, in every export we have seen.
    descriptions: (dc.description ?? []).map(({ value, ...rest }, index) => ({
      description: value,
      ...rest,
      descriptionType: index === 0 ? ('Abstract' as const) : ('Other' as const),
    })),
    coverage: (dc.coverage ?? []).map(({ value, ...rest }) => ({ coverage: value, ...rest })),
    formats: (dc.format ?? []).map(({ value }) => value),
    ...(language === undefined ? {} : { language }),
    otherLanguages,
  };
}

function fromAgents(dc: DublinCore) {
  const person = ({ value, ...rest }: Statement) => ({
    ...parsePersonName(value),
    ...rest,
    nameIdentifiers: [],
    affiliation: [],
  });
  const [publisher] = dc.publisher ?? [];
  return {
    creators: (dc.creator ?? []).map(person),
    contributors: (dc.contributor ?? []).map((statement) => ({ ...person(statement), contributorType: 'Other' as const })),
    ...(publisher === undefined ? {} : { publisher: { name: publisher.value } }),
  };
}

function fromFacts(dc: DublinCore) {
  const dates = (dc.date ?? []).map(({ value }) => value);
  const [issued, ...others] = dates.map(toIsoDate).filter(isDate);
  const embargo = dates.map((date) => /^info:eu-repo\/date\/embargoEnd\/(.+)$/.exec(date)?.[1] ?? '').find(isDate);
  const levels = (dc.rights ?? []).map(({ value }) => findAccessLevel(value));
  const accessRights = levels.find((level) => level !== null);
  return {
    dates: [
      ...(issued === undefined ? [] : [{ date: issued, dateType: 'Issued' as const }]),
      ...others.map((date) => ({ date, dateType: 'Other' as const })),
    ],
    rightsList: (dc.rights ?? []).filter((_, index) => levels[index] === null).map(toRightsFields),
    ...(accessRights === undefined ? {} : { accessRights }),
    ...(embargo === undefined ? {} : { embargoEndDate: embargo }),
    ...(dc.type === undefined
      ? {}
      : { types: toTypes(dc.type.map(({ value }) => value)) as NonNullable<ArticleRecord['types']> }),
  };
}

function toRightsFields({ value, ...rest }: Statement): ArticleRecord['rightsList'][number] {
  const licence = findCreativeCommons(value);
  const text = /^https?:\/\/\S+$/i.test(value) ? { rightsUri: value } : { rights: value };
  return licence === null
    ? { ...text, ...rest }
    : { rightsUri: licence.uri, rightsIdentifier: licence.identifier, ...text, ...rest };
}

function fromIdentifiers(dc: DublinCore) {
  const identifiers = (dc.identifier ?? []).map(({ value }) => parseIdentifier(value));
  const doi = identifiers.find(({ identifierType }) => identifierType === 'DOI');
  const url = identifiers.find(({ identifierType, identifier }) => identifierType === 'URL' && isWebAddress(identifier));
  // An ISSN among an article's identifiers is its journal's.
  const issn = identifiers.find(({ identifierType }) => identifierType === 'ISSN');
  const source = dc.source?.find(({ value }) => parseIdentifier(value).identifierType === undefined);
  const related = (dc.relation ?? []).map(({ value }) => parseIdentifier(value));
  return {
    identifiers: identifiers.filter((item) => item !== doi && item !== url && item !== issn),
    ...(doi === undefined ? {} : { doi: doi.identifier }),
    ...(url === undefined ? {} : { url: url.identifier }),
    ...(source === undefined && issn === undefined ? {} : { container: toJournal(source?.value, issn?.identifier) }),
    relatedIdentifiers: related.filter(isTyped).map(({ identifier, identifierType }) => ({
      relatedIdentifier: identifier,
      relatedIdentifierType: identifierType,
    })),
  };
}

function toJournal(title: string | undefined, issn: string | undefined): NonNullable<ArticleRecord['container']> {
  return {
    ...(title === undefined ? {} : { title }),
    ...(issn === undefined ? {} : { identifier: issn, identifierType: 'ISSN' }),
  };
}

function isTyped(item: TypedIdentifier): item is Required<TypedIdentifier> {
  return item.identifierType !== undefined;
}

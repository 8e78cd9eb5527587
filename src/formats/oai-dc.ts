import {
  type ArticleRecord,
  type DublinCore,
  type DublinCoreElement,
  dublinCoreElements,
  type Person,
} from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { toCitation } from './citation.ts';
import { findGrant, findTypeTerm, findVersionTerm, toAccessTerm, toEmbargoDate } from './eu-repo.ts';
import type { Format } from './format.ts';
import { toInvertedName } from './inverted-name.ts';
import { findLanguageTag, toLanguageCode } from './language.ts';
import { toDoiUrl, toLink } from './links.ts';

const namespace = 'http://www.openarchives.org/OAI/2.0/oai_dc/';
const schema = 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd';

/** On the root itself, since harvesters cut the subtree out of the response and keep only it. */
const rootAttributes = {
  'xmlns:oai_dc': namespace,
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} ${schema}`,
};

/** Unqualified Dublin Core, which every repository must offer (§2.5) and every harvester reads; docs/formats.md has the mapping. */
export const oaiDc: Format = {
  prefix: 'oai_dc',
  schema,
  namespace,
  version: 1,
  // Not spread into `element`: a collaboration of 150,000 names would be more arguments than a call can have.
  toElement: (record) => ({
    name: 'oai_dc:dc',
    attributes: rootAttributes,
    children: toElements(record.dc ?? toDublinCore(record)),
  }),
};

function toElements(dc: DublinCore): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const name of dublinCoreElements) {
    for (const { value, lang } of dc[name] ?? []) {
      const tag = lang === undefined ? null : findLanguageTag(lang);
      elements.push(element(`dc:${name}`, tag === null ? undefined : { 'xml:lang': tag }, value));
    }
  }
  return elements;
}

type Statement = NonNullable<DublinCore['title']>[number];

function toDublinCore(record: ArticleRecord): Record<DublinCoreElement, Statement[]> {
  const { thesis, container } = record;
  return {
    title: record.titles.map(({ title, lang }) => toStatement(title, lang)),
    creator: record.creators.map(toPersonStatement),
    subject: record.subjects.flatMap(toSubjectStatements),
    description: toDescriptionStatements(record),
    publisher: toStatements([record.publisher?.name ?? thesis?.institution]),
    contributor: record.contributors.map(toPersonStatement),
    date: toStatements(listDates(record)),
    type: toStatements(listTypes(record)),
    format: toStatements([...record.formats, ...record.files.map(({ mimeType }) => mimeType), ...record.sizes]),
    identifier: toStatements(listIdentifiers(record)),
    source: toStatements([container === undefined ? undefined : toCitation(container)]),
    language: toStatements([record.language, ...record.otherLanguages].map((text) => text && toLanguageCode(text))),
    relation: toStatements(listRelations(record)),
    coverage: toCoverageStatements(record),
    rights: toRightsStatements(record),
  };
}

function toStatement(value: string, lang?: string): Statement {
  return lang === undefined ? { value } : { value, lang };
}

/** The values that there are, each once. */
function toStatements(values: readonly (string | undefined)[]): Statement[] {
  const distinct = new Set(values);
  const statements: Statement[] = [];
  for (const value of distinct) if (value) statements.push({ value });
  return statements;
}

export function toPersonStatement(person: Person): Statement {
  return toStatement(toInvertedName(person), person.lang);
}

function toSubjectStatements({
  subject,
  subjectScheme,
  classificationCode,
  lang,
}: ArticleRecord['subjects'][number]): Statement[] {
  const statement = toStatement(subject, lang);
  if (subjectScheme === undefined || classificationCode === undefined) return [statement];
  // OpenAIRE reads a classification in this form, with the scheme in small letters.
  const scheme = subjectScheme.toLowerCase().replace(/\s+/g, '');
  return [statement, toStatement(`info:eu-repo/classification/${scheme}/${classificationCode}`)];
}

/** The abstract first: aggregators show one description and take the first. */
function toDescriptionStatements({ descriptions }: ArticleRecord): Statement[] {
  const abstracts = descriptions.filter(({ descriptionType }) => descriptionType === 'Abstract');
  const others = descriptions.filter(({ descriptionType }) => descriptionType !== 'Abstract');
  return [...abstracts, ...others].map(({ description, lang }) => toStatement(description, lang));
}

/** The date of issue first: aggregators take the first for the article's [T-33]. Dates of what it is about are coverage. */
function listDates({ dates, publicationYear, accessRights, embargoEndDate }: ArticleRecord): (string | undefined)[] {
  const issued = dates.filter(({ dateType }) => dateType === 'Issued');
  const others = dates.filter(({ dateType }) => dateType !== 'Issued' && dateType !== 'Coverage');
  const year = publicationYear === undefined || issued.length > 0 ? undefined : toYear(publicationYear);
  const embargo = accessRights === 'embargoed' && embargoEndDate !== undefined ? toEmbargoDate(embargoEndDate) : undefined;
  return [year, ...issued.map(({ date }) => date), ...others.map(({ date }) => date), embargo];
}

/** A year in four digits, as ISO 8601 and XML schemas write it. */
export function toYear(year: number): string {
  return `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}`;
}

/** OpenAIRE wants the publication type first; "Text" keeps it from taking a record without any type for a dataset [T-33]. */
export function listTypes(record: ArticleRecord): (string | undefined)[] {
  const { types, version, peerReviewed } = record;
  const term = findTypeTerm(record) ?? undefined;
  const word = types?.resourceType ?? (term === undefined ? types?.resourceTypeGeneral : undefined);
  const review = peerReviewed === undefined ? undefined : peerReviewed ? 'PeerReviewed' : 'NonPeerReviewed';
  const versionTerm = version === undefined ? undefined : (findVersionTerm(version) ?? undefined);
  return [term ?? (word === undefined ? 'Text' : undefined), word, versionTerm, review];
}

/** The landing page first, or else the DOI: BASE takes the first address; CORE looks for one that leads to the file [T-32, U-07]. */
export function listIdentifiers({ url, doi, identifiers, files, accessRights }: ArticleRecord): (string | undefined)[] {
  const readable = accessRights === undefined || accessRights === 'open' ? files.map((file) => file.url) : [];
  const others = identifiers.map(({ identifier, identifierType }) => toLink(identifier, identifierType));
  return [url, doi === undefined ? undefined : toDoiUrl(doi), ...readable, ...others];
}

function toCoverageStatements({ coverage, dates }: ArticleRecord): Statement[] {
  const periods = dates.filter(({ dateType }) => dateType === 'Coverage');
  return [...coverage.map((place) => toStatement(place.coverage, place.lang)), ...periods.map(({ date }) => toStatement(date))];
}

function listRelations({ relatedIdentifiers, fundingReferences }: ArticleRecord): (string | undefined)[] {
  const related = relatedIdentifiers.map((item) => toLink(item.relatedIdentifier, item.relatedIdentifierType));
  return [...related, ...fundingReferences.map((funding) => findGrant(funding) ?? undefined)];
}

/** Who may read comes first, since some look at the first statement only; then each licence by its address [T-33]. */
function toRightsStatements({ accessRights, rightsList }: ArticleRecord): Statement[] {
  const statements = accessRights === undefined ? [] : [toStatement(toAccessTerm(accessRights))];
  for (const { rights, rightsUri, rightsIdentifier, lang } of rightsList) {
    if (rightsUri !== undefined) statements.push(toStatement(rightsUri));
    if (rights !== undefined) statements.push(toStatement(rights, lang));
    else if (rightsUri === undefined && rightsIdentifier !== undefined) statements.push(toStatement(rightsIdentifier));
  }
  return statements;
}

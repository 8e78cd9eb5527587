import {
  type ArticleRecord,
  type DublinCore,
  type DublinCoreElement,
  dublinCoreElements,
  type Person,
} from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { toCitation } from './citation.ts';
import type { DublinCoreWording } from './dublin-core-wording.ts';
import type { Format } from './format.ts';
import { toInvertedName } from './inverted-name.ts';
import { findLanguageTag, toLanguageCode } from './language.ts';
import { toDoiUrl, toLink } from './links.ts';
import { openaireWording } from './openaire-wording.ts';
import { plainWording } from './plain-wording.ts';

const namespace = 'http://www.openarchives.org/OAI/2.0/oai_dc/';
const schema = 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd';

/** On the root itself, since harvesters cut the subtree out of the response and keep only it. */
const rootAttributes = {
  'xmlns:oai_dc': namespace,
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} ${schema}`,
};

/** What is open to choice in oai_dc. */
export interface OaiDcOptions {
  /** Whether types, versions, access, embargoes, grants and identifiers are given in the terms of OpenAIRE's guidelines, version 3, or in plain words. */
  readonly openaireTerms: boolean;
}

/** Makes unqualified Dublin Core, which every repository must offer (§2.5) and every harvester reads; docs/formats.md has the mapping. */
export function makeOaiDc({ openaireTerms }: OaiDcOptions): Format {
  const wording = openaireTerms ? openaireWording : plainWording;
  return {
    prefix: 'oai_dc',
    schema,
    namespace,
    version: 3,
    // Not spread into `element`: a collaboration of 150,000 names would be more arguments than a call can have.
    toElement: (record) => ({
      name: 'oai_dc:dc',
      attributes: rootAttributes,
      children: toElements(record.dc ?? toDublinCore(record, wording)),
    }),
  };
}

/** Unqualified Dublin Core in the terms of OpenAIRE. */
export const oaiDc: Format = makeOaiDc({ openaireTerms: true });

const elementNames = dublinCoreElements.map((name) => [name, `dc:${name}`] as const);

function toElements(dc: DublinCore): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const [name, elementName] of elementNames) {
    for (const { value, lang } of dc[name] ?? []) {
      const tag = lang === undefined ? null : findLanguageTag(lang);
      elements.push(element(elementName, tag === null ? undefined : { 'xml:lang': tag }, value));
    }
  }
  return elements;
}

type Statement = NonNullable<DublinCore['title']>[number];

function toDublinCore(record: ArticleRecord, wording: DublinCoreWording): Record<DublinCoreElement, Statement[]> {
  const { thesis, container } = record;
  const identifiers = toStatements(listIdentifiers(record));
  return {
    title: record.titles.map(({ title, lang }) => toStatement(title, lang)),
    creator: record.creators.map(toPersonStatement),
    subject: record.subjects.flatMap((subject) => toSubjectStatements(subject, wording)),
    description: [...toDescriptionStatements(record), ...toStatements(wording.listDescriptions(record))],
    publisher: toStatements([record.publisher?.name ?? thesis?.institution]),
    contributor: record.contributors.map(toPersonStatement),
    date: toStatements([...listDates(record), ...wording.listDates(record)]),
    type: toStatements([...wording.listTypes(record), findReviewWord(record)]),
    format: toStatements([...record.formats, ...record.files.map(({ mimeType }) => mimeType), ...record.sizes]),
    identifier: identifiers,
    source: toStatements([container === undefined ? undefined : toCitation(container)]),
    language: toStatements([record.language, ...record.otherLanguages].map((text) => text && toLanguageCode(text))),
    relation: toStatements([...listRelatedLinks(record), ...wording.listRelations(record, identifiers[0]?.value)]),
    coverage: toCoverageStatements(record),
    rights: [...toStatements(wording.listRights(record)), ...toRightsStatements(record)],
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

function toSubjectStatements(
  { subject, subjectScheme, classificationCode, lang }: ArticleRecord['subjects'][number],
  { toClassification }: DublinCoreWording,
): Statement[] {
  const statement = toStatement(subject, lang);
  if (subjectScheme === undefined || classificationCode === undefined) return [statement];
  return [statement, toStatement(toClassification(subjectScheme, classificationCode))];
}

/** The abstract first: aggregators show one description and take the first. */
function toDescriptionStatements({ descriptions }: ArticleRecord): Statement[] {
  const abstracts = descriptions.filter(({ descriptionType }) => descriptionType === 'Abstract');
  const others = descriptions.filter(({ descriptionType }) => descriptionType !== 'Abstract');
  return [...abstracts, ...others].map(({ description, lang }) => toStatement(description, lang));
}

/** The date of issue first: aggregators take the first for the article's [T-33]. Dates of what it is about are coverage. */
function listDates({ dates, publicationYear }: ArticleRecord): (string | undefined)[] {
  const issued = dates.filter(({ dateType }) => dateType === 'Issued');
  const others = dates.filter(({ dateType }) => dateType !== 'Issued' && dateType !== 'Coverage');
  const year = publicationYear === undefined || issued.length > 0 ? undefined : toYear(publicationYear);
  return [year, ...issued.map(({ date }) => date), ...others.map(({ date }) => date)];
}

/** A year in four digits, as ISO 8601 and XML schemas write it. */
export function toYear(year: number): string {
  return `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}`;
}

/** What kind of thing it is, and which version, in the terms of OpenAIRE and the record's own word. */
export function listTypes(record: ArticleRecord): (string | undefined)[] {
  return [...openaireWording.listTypes(record), findReviewWord(record)];
}

function findReviewWord({ peerReviewed }: ArticleRecord): string | undefined {
  return peerReviewed === undefined ? undefined : peerReviewed ? 'PeerReviewed' : 'NonPeerReviewed';
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

function listRelatedLinks({ relatedIdentifiers }: ArticleRecord): string[] {
  return relatedIdentifiers.map((item) => toLink(item.relatedIdentifier, item.relatedIdentifierType));
}

/** Each licence by its address and in words; who may read has come before. */
function toRightsStatements({ rightsList }: ArticleRecord): Statement[] {
  const statements: Statement[] = [];
  for (const { rights, rightsUri, rightsIdentifier, lang } of rightsList) {
    if (rightsUri !== undefined) statements.push(toStatement(rightsUri));
    if (rights !== undefined) statements.push(toStatement(rights, lang));
    else if (rightsUri === undefined && rightsIdentifier !== undefined) statements.push(toStatement(rightsIdentifier));
  }
  return statements;
}

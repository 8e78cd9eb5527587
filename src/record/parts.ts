import { toIsoDate } from './date.ts';
import { findDoi, parseIdentifier } from './identifier.ts';
import { type JsonObject, splitText, toTerm } from './json-value.ts';
import { makeShape, type Shape, toPart, toParts } from './shape.ts';
import { dateTypeTable, descriptionTypeTable, relationTypeTable, resourceTypeTable, titleTypeTable } from './vocabulary.ts';

/*
 * The parts of a record that are a text with a language or a type. Each function brings what a person may have written to the
 * full form, and leaves what it does not understand as it is, for the schema to judge.
 */

/** How JSON made from XML or JSON-LD spells a text and its language. */
export const languageNames = { 'xml:lang': 'lang', '@xml:lang': 'lang', '@lang': 'lang', '@language': 'lang', language: 'lang' };

function makeTextShape(
  fields: readonly [string, ...string[]],
  aliases: Readonly<Record<string, string>> = {},
  numeric?: string[],
) {
  const [primary] = fields;
  const texts = { value: primary, '@value': primary, '#text': primary, $: primary, text: primary };
  return makeShape(fields, { ...texts, ...languageNames, ...aliases }, numeric);
}

const title = makeTextShape(['title', 'lang', 'titleType'], { type: 'titleType' });
const date = makeTextShape(['date', 'dateType', 'dateInformation'], { type: 'dateType' }, ['date']);
const subject = makeTextShape(['subject', 'subjectScheme', 'schemeUri', 'valueUri', 'classificationCode', 'lang'], {
  keyword: 'subject',
  term: 'subject',
  scheme: 'subjectScheme',
  code: 'classificationCode',
});
const description = makeTextShape(['description', 'descriptionType', 'lang'], {
  abstract: 'description',
  type: 'descriptionType',
});
const coverage = makeTextShape(['coverage', 'lang'], { geoLocationPlace: 'coverage', place: 'coverage' }, ['coverage']);
const publisher = makeTextShape(['name', 'publisherIdentifier', 'publisherIdentifierScheme', 'schemeUri', 'lang'], {
  publisher: 'name',
});
const identifier = makeTextShape(
  ['identifier', 'identifierType'],
  { alternateIdentifier: 'identifier', alternateIdentifierType: 'identifierType', type: 'identifierType' },
  ['identifier'],
);
const related = makeTextShape(
  ['relatedIdentifier', 'relatedIdentifierType', 'relationType', 'resourceTypeGeneral'],
  { identifier: 'relatedIdentifier', type: 'relatedIdentifierType', relation: 'relationType' },
  ['relatedIdentifier'],
);
const statement = makeTextShape(['value', 'lang'], { _: 'value' }, ['value']);

/** Titles in full form; `titleType` is for those that name none. */
export function toTitles(value: unknown, titleType?: string): JsonObject[] {
  return withTerm(toParts(value, title), 'titleType', titleTypeTable, titleType);
}

/** Subjects in full form. */
export function toSubjects(value: unknown): JsonObject[] {
  return toParts(value, subject);
}

/** Keywords in full form; one text holds several, separated by semicolons or else by commas. */
export function toKeywords(value: unknown): JsonObject[] {
  if (typeof value !== 'string' || /&#?\w+;/.test(value)) return toSubjects(value);
  return toSubjects(splitText(value.replace(/\.$/, ''), value.includes(';') ? ';' : ','));
}

/** Descriptions in full form. */
export function toDescriptions(value: unknown): JsonObject[] {
  return withTerm(toParts(value, description), 'descriptionType', descriptionTypeTable);
}

/** Dates in full form and in ISO 8601 where the text is clear; `dateType` is for those that name none. */
export function toDates(value: unknown, dateType?: string): JsonObject[] {
  const parts = withTerm(toParts(value, date), 'dateType', dateTypeTable, dateType);
  for (const part of parts) part.date = toDate(part.date);
  return parts;
}

/** One date as text in ISO 8601 where it is clear what was meant. */
export function toDate(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? toIsoDate(value) : value;
}

/** Places and periods in full form. */
export function toCoverage(value: unknown): JsonObject[] {
  return toParts(value, coverage);
}

/** The publisher in full form. */
export function toPublisher(value: unknown): JsonObject {
  return toPart(Array.isArray(value) && value.length === 1 ? value[0] : value, publisher);
}

/** Plain Dublin Core statements of one element in full form. */
export function toStatements(value: unknown): JsonObject[] {
  return toParts(value, statement);
}

/** Identifiers of the article in full form; the type is read off the text where none is named. */
export function toIdentifiers(value: unknown, identifierType?: string): JsonObject[] {
  return withIdentifierType(toParts(value, identifier), identifier, 'identifierType', identifierType);
}

/** Related identifiers in full form; the type is read off the text where none is named. */
export function toRelatedIdentifiers(value: unknown): JsonObject[] {
  const parts = withIdentifierType(toParts(value, related), related, 'relatedIdentifierType');
  for (const part of parts) {
    if (part.resourceTypeGeneral !== undefined) part.resourceTypeGeneral = toTerm(part.resourceTypeGeneral, resourceTypeTable);
  }
  return withTerm(parts, 'relationType', relationTypeTable);
}

function withTerm(parts: JsonObject[], field: string, table: ReadonlyMap<string, string>, otherwise?: string): JsonObject[] {
  for (const part of parts) {
    if (part[field] !== undefined) part[field] = toTerm(part[field], table);
    else if (otherwise !== undefined) part[field] = otherwise;
  }
  return parts;
}

function withIdentifierType(parts: JsonObject[], { primary }: Shape, typeField: string, otherwise?: string): JsonObject[] {
  for (const part of parts) {
    const text = part[primary];
    if (typeof text !== 'string') continue;
    const parsed = parseIdentifier(text);
    if (part[typeField] === undefined) part[typeField] = parsed.identifierType ?? otherwise;
    if (part[typeField] === undefined) delete part[typeField];
    const doi = part[typeField] === 'DOI' ? findDoi(text) : null;
    if (doi !== null) part[primary] = doi;
    else if (part[typeField] === parsed.identifierType) part[primary] = parsed.identifier;
  }
  return parts;
}

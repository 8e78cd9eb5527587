import { toContainer } from './container.ts';
import { toDublinCore } from './dublin-core.ts';
import { findDoi } from './identifier.ts';
import { foldName, isJsonObject, type JsonObject, toList } from './json-value.ts';
import { toFiles, toThesis, toTypes } from './matter.ts';
import {
  toCoverage,
  toDate,
  toDates,
  toDescriptions,
  toIdentifiers,
  toKeywords,
  toPublisher,
  toRelatedIdentifiers,
  toSubjects,
  toTitles,
} from './parts.ts';
import { toFunding, toPeople } from './people.ts';
import type { ArticleRecord } from './record.ts';
import { toAccessRights, toRights } from './rights.ts';

/** Puts what one field of the input says into the full form of the record. */
type Apply = (draft: JsonObject, value: unknown) => void;

/** What to do with one kind of statement: the field of the record that it is for, and every name the input may give it. */
interface Row {
  readonly field: keyof ArticleRecord;
  readonly names: readonly string[];
  readonly apply: Apply;
}

/** A row whose values join a list. */
function list(field: keyof ArticleRecord, toItems: (value: unknown) => readonly unknown[], ...names: string[]): Row {
  return { field, names, apply: (draft, value) => add(draft, field, toItems(value)) };
}

/** A row whose first value counts. */
function one(field: keyof ArticleRecord, toValue: (value: unknown) => unknown, ...names: string[]): Row {
  return { field, names, apply: (draft, value) => set(draft, field, toValue(value)) };
}

/** A row that does something of its own. */
function own(field: keyof ArticleRecord, apply: Apply, ...names: string[]): Row {
  return { field, names, apply };
}

/** A row that says one thing about the container. */
function inContainer(name: string, ...names: string[]): Row {
  return own('container', (draft, value) => mergeContainer(draft, { [name]: value }), name, ...names);
}

/**
 * Every field that `parseRecord` understands at the top of a record, in the order in which they are applied: where two say the
 * same thing, the earlier one wins, or comes first in the list. Names are compared without case, `_`, `-` and blanks.
 */
const rows: readonly Row[] = [
  list('titles', toTitles, 'titles', 'title'),
  list('titles', (value) => toTitles(value, 'Subtitle'), 'subtitle'),
  list('titles', (value) => toTitles(value, 'AlternativeTitle'), 'alternativeTitle'),
  list('titles', (value) => toTitles(value, 'TranslatedTitle'), 'translatedTitle'),
  list('creators', toPeople, 'creators', 'creator', 'authors', 'author'),
  list('contributors', toPeople, 'contributors', 'contributor'),
  list('contributors', (value) => toPeople(value, 'Editor'), 'editors', 'editor'),
  list('contributors', (value) => toPeople(value, 'Supervisor'), 'supervisors', 'supervisor', 'advisors', 'advisor'),
  list('contributors', (value) => toPeople(value, 'Translator'), 'translators', 'translator'),
  one('publisher', toPublisher, 'publisher'),
  one('publicationYear', toNumber, 'publicationYear', 'year'),
  own('dates', addDates, 'dates', 'date'),
  list('dates', (value) => toDates(value, 'Issued'), 'issued', 'published', 'publicationDate', 'datePublished', 'dateIssued'),
  list('dates', (value) => toDates(value, 'Accepted'), 'accepted', 'dateAccepted'),
  list('dates', (value) => toDates(value, 'Submitted'), 'submitted', 'dateSubmitted'),
  list('dates', (value) => toDates(value, 'Available'), 'available', 'dateAvailable'),
  list('subjects', toSubjects, 'subjects', 'subject'),
  list('subjects', toKeywords, 'keywords', 'keyword'),
  list('descriptions', toDescriptions, 'descriptions', 'description', 'abstracts', 'abstract', 'summary'),
  own('language', addLanguages, 'language', 'languages'),
  list('otherLanguages', toList, 'otherLanguages'),
  one('types', toTypes, 'types', 'type', 'resourceType', 'itemType'),
  one('doi', toDoi, 'doi'),
  one('url', toOnly, 'url', 'landingPage', 'link'),
  own(
    'identifiers',
    (draft, value) => addIdentifiers(draft, value),
    'identifiers',
    'identifier',
    'alternateIdentifiers',
    'alternateIdentifier',
  ),
  own('identifiers', (draft, value) => addIdentifiers(draft, value, 'PMID'), 'pmid'),
  own('identifiers', (draft, value) => addIdentifiers(draft, value, 'PMCID'), 'pmcid'),
  own('identifiers', (draft, value) => addIdentifiers(draft, value, 'arXiv'), 'arxiv'),
  own('identifiers', (draft, value) => addIdentifiers(draft, value, 'Handle'), 'handle'),
  own('identifiers', (draft, value) => addIdentifiers(draft, value, 'ISBN'), 'isbn'),
  own('identifiers', (draft, value) => addIdentifiers(draft, value, 'URN'), 'urn'),
  own('container', mergeContainer, 'container', 'journal', 'containerTitle', 'publishedIn', 'source'),
  inContainer('volume'),
  inContainer('issue', 'number'),
  inContainer('pages', 'page'),
  inContainer('firstPage'),
  inContainer('lastPage'),
  inContainer('articleNumber'),
  inContainer('issn', 'eissn'),
  list('relatedIdentifiers', toRelatedIdentifiers, 'relatedIdentifiers', 'relatedIdentifier', 'relations', 'relation'),
  list('fundingReferences', toFunding, 'fundingReferences', 'funding', 'funders', 'funder'),
  one('accessRights', toAccessRights, 'accessRights', 'access'),
  own('rightsList', addRights, 'rightsList', 'rights', 'licenses', 'license', 'licences', 'licence'),
  one('metadataRights', toOnly, 'metadataRights', 'metadataLicense', 'metadataLicence'),
  one('embargoEndDate', toDate, 'embargoEndDate', 'embargoDate', 'embargo'),
  one('version', numberToText, 'version'),
  one('peerReviewed', toBoolean, 'peerReviewed', 'refereed'),
  list('formats', toList, 'formats', 'format', 'mimeType'),
  list('sizes', (value) => toList(value).map(numberToText), 'sizes', 'size', 'extent'),
  list('coverage', toCoverage, 'coverage', 'geoLocations', 'spatial', 'temporal'),
  list('files', toFiles, 'files', 'file', 'fullText', 'pdf'),
  one('thesis', toThesis, 'thesis'),
  one('dc', toDublinCore, 'dc'),
];

/** Every name that is understood at the top of a record, with the field that it is for. */
export const fieldNames: ReadonlyMap<string, keyof ArticleRecord> = new Map(
  rows.flatMap(({ field, names }) => names.map((name) => [name, field] as const)),
);

const ranks: ReadonlyMap<string, number> = new Map(
  // As spelt, which needs no folding, and folded.
  rows.flatMap(({ names }, rank) => names.flatMap((name) => [[name, rank] as const, [foldName(name), rank] as const])),
);

/**
 * Rewrites a record with shorthands to the full form. What is not understood inside a field stays in it, for the schema to
 * judge; names that are not understood at all are listed.
 */
export function expandShorthands(input: JsonObject): { draft: JsonObject; unknownFields: string[] } {
  const found: { rank: number; key: string }[] = [];
  const unknownFields: string[] = [];
  for (const key of Object.keys(input)) {
    const rank = ranks.get(key) ?? (key.length < 40 ? ranks.get(foldName(key)) : undefined);
    if (rank === undefined) unknownFields.push(key);
    else found.push({ rank, key });
  }
  // jsonb keeps its own order of keys, so the order of the input means nothing. Sorting is stable.
  found.sort((a, b) => a.rank - b.rank);
  const draft: JsonObject = {};
  for (const { rank, key } of found) rows[rank]?.apply(draft, input[key]);
  return { draft, unknownFields };
}

function add(draft: JsonObject, field: string, items: readonly unknown[]): void {
  const list = draft[field];
  draft[field] = Array.isArray(list) ? [...list, ...items] : items;
}

function set(draft: JsonObject, field: string, value: unknown): void {
  if (draft[field] === undefined) draft[field] = value;
}

/** A date that does not say what it is of is the date of issue, if that is not known yet. */
function addDates(draft: JsonObject, value: unknown): void {
  const dates = toDates(value);
  const untyped = dates.find((date) => date.dateType === undefined);
  if (untyped !== undefined && !dates.some((date) => date.dateType === 'Issued')) untyped.dateType = 'Issued';
  add(draft, 'dates', dates);
}

function addLanguages(draft: JsonObject, value: unknown): void {
  const [first, ...others] = toList(value);
  set(draft, 'language', first);
  if (others.length > 0) add(draft, 'otherLanguages', others);
}

/** A DOI among the identifiers is the article's own, and so is a bare address, where it has none under its own name. */
function addIdentifiers(draft: JsonObject, value: unknown, identifierType?: string): void {
  const written = toList(value);
  const others = toIdentifiers(value, identifierType).filter(({ identifier, identifierType }, index) => {
    const field = identifierType === 'DOI' ? 'doi' : 'url';
    const own =
      field === 'doi' ? findDoi(String(identifier)) !== null : identifierType === 'URL' && typeof written[index] === 'string';
    if (!own || draft[field] !== undefined) return identifier === undefined || draft[field] !== identifier;
    draft[field] = identifier;
    return false;
  });
  if (others.length > 0) add(draft, 'identifiers', others);
}

function mergeContainer(draft: JsonObject, value: unknown): void {
  const { container, otherIssns } = toContainer(value);
  draft.container = isJsonObject(draft.container) ? { ...container, ...draft.container } : container;
  if (otherIssns.length === 0) return;
  const related = otherIssns.map((issn) => ({
    relatedIdentifier: issn,
    relatedIdentifierType: 'ISSN',
    relationType: 'IsPublishedIn',
  }));
  add(draft, 'relatedIdentifiers', related);
}

function addRights(draft: JsonObject, value: unknown): void {
  const { rightsList, accessRights } = toRights(value);
  if (accessRights !== null) set(draft, 'accessRights', accessRights);
  if (rightsList.length > 0) add(draft, 'rightsList', rightsList);
}

/** A list of one where one is expected is that one. */
function toOnly(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

function toDoi(value: unknown): unknown {
  const text = toOnly(value);
  return typeof text === 'string' ? (findDoi(text) ?? text) : text;
}

function toNumber(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,4}$/.test(value) ? Number(value) : value;
}

function numberToText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

function toBoolean(value: unknown): unknown {
  if (value === 1 || (typeof value === 'string' && /^(?:true|yes|1|peer[ -]?reviewed)$/i.test(value))) return true;
  if (value === 0 || (typeof value === 'string' && /^(?:false|no|0|non[ -]?peer[ -]?reviewed)$/i.test(value))) return false;
  return value;
}

import { toIssn } from './identifier.ts';
import { isJsonObject, type JsonObject, toList } from './json-value.ts';
import { languageNames } from './parts.ts';
import { makeShape, toPart } from './shape.ts';

const numeric = ['volume', 'issue', 'edition', 'firstPage', 'lastPage', 'articleNumber', 'identifier', 'issn', 'pages'];
const shape = makeShape(
  [
    'title',
    'type',
    'volume',
    'issue',
    'edition',
    'firstPage',
    'lastPage',
    'articleNumber',
    'identifier',
    'identifierType',
    // The two that follow are not fields of the record: they are taken apart below.
    'issn',
    'pages',
  ],
  {
    ...languageNames,
    name: 'title',
    journal: 'title',
    containerTitle: 'title',
    number: 'issue',
    vol: 'volume',
    page: 'pages',
    pageRange: 'pages',
    startPage: 'firstPage',
    endPage: 'lastPage',
    eLocator: 'articleNumber',
    eissn: 'issn',
    isbn: 'identifier',
  },
  numeric,
);

/** A container in full form, with the ISSNs beyond the first, for which it has no place. */
export function toContainer(value: unknown): { container: JsonObject; otherIssns: string[] } {
  const { issn, pages, ...container } = toPart(Array.isArray(value) && value.length === 1 ? value[0] : value, shape);
  if (isJsonObject(value) && 'isbn' in value && container.identifierType === undefined) container.identifierType = 'ISBN';
  if (pages !== undefined) Object.assign(container, toPages(pages), definedPages(container));
  return { container, otherIssns: issn === undefined ? [] : takeIssns(issn, container) };
}

/** First and last page of a range such as "158-178" or "158–178"; one page is the first. */
function toPages(value: unknown): JsonObject {
  const range =
    typeof value === 'string' ? /^(?:pp?\.\s*)?([^\s\p{C}\p{Pd}]+)\s*\p{Pd}+\s*([^\s\p{C}\p{Pd}]+)$/u.exec(value) : null;
  if (range === null) return { firstPage: typeof value === 'string' ? value.replace(/^pp?\.\s*/, '') : value };
  return { firstPage: range[1], lastPage: range[2] };
}

function definedPages({ firstPage, lastPage }: JsonObject): JsonObject {
  return { ...(firstPage === undefined ? {} : { firstPage }), ...(lastPage === undefined ? {} : { lastPage }) };
}

function takeIssns(value: unknown, container: JsonObject): string[] {
  const issns = toList(value).map((item) => (typeof item === 'number' ? String(item).padStart(8, '0') : item));
  const [first, ...others] = issns.map((item) => (typeof item === 'string' ? toIssn(item) : item));
  if (container.identifier !== undefined)
    return [first, ...others].filter(isText).filter((issn) => issn !== container.identifier);
  container.identifier = first;
  container.identifierType = 'ISSN';
  return others.filter(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

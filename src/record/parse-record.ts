import { fillFromDublinCore } from './dublin-core.ts';
import { dropEmptyParts } from './empty-parts.ts';
import { dropBlanks, isJsonObject } from './json-value.ts';
import { describeFound, toPath, toProblem } from './problems.ts';
import { type ArticleRecord, recordSchema } from './record.ts';
import { expandShorthands } from './shorthands.ts';
import { listUnknownFields } from './unknown-fields.ts';

/** What became of a record's metadata: the record, or why it is none. */
export type ParsedRecord =
  | {
      readonly ok: true;
      readonly record: ArticleRecord;
      /** Paths of fields that no format reads and of parts that say nothing, at most 20: a misspelt name is found this way. */
      readonly unknownFields: readonly string[];
    }
  | {
      readonly ok: false;
      /** Sentences for the manager of the repository, at most 10. */
      readonly problems: readonly string[];
    };

const mostProblems = 10;
const mostUnknownFields = 20;

/**
 * Reads the metadata of one record as its owner wrote it: the full form of docs/record.schema.json, any of its shorthands, or
 * plain Dublin Core under `dc`. Takes any JSON value whatever and never throws. Blank values count as absent; fields that are
 * not known are left out and reported, and so are parts of lists that say nothing, such as a title that is a language and no text.
 *
 * @param tellsUnknown false where nobody would read which fields are not known: finding them is a tenth of the work
 */
export function parseRecord(metadata: unknown, { tellsUnknown = true } = {}): ParsedRecord {
  const input = dropBlanks(metadata);
  if (input !== undefined && !isJsonObject(input)) {
    return { ok: false, problems: [`the record: expected an object with named fields, found ${describeFound(input)}`] };
  }
  const { draft, unknownFields } = expandShorthands(input ?? {});
  const emptyParts = dropEmptyParts(draft);
  const result = recordSchema.safeParse(draft);
  const problems = result.success ? [] : result.error.issues.slice(0, mostProblems).map((issue) => toProblem(issue, draft));
  if (!hasTitle(draft)) problems.unshift('a record needs a title');
  if (!result.success || problems.length > 0) return { ok: false, problems: problems.slice(0, mostProblems) };
  const unknown = tellsUnknown
    ? listUnknown([...unknownFields.map((name) => toPath([name])), ...emptyParts], draft, result.data)
    : [];
  // Mended in place: the schema made it for nobody else, and a copy of something of thirty fields costs as much as half the parsing.
  dropHollows(result.data);
  const record = fillFromDublinCore(result.data);
  fillYear(record);
  fillAccess(record);
  return { ok: true, record, unknownFields: unknown };
}

function listUnknown(found: readonly string[], draft: object, record: ArticleRecord): string[] {
  const atTop = found.slice(0, mostUnknownFields);
  return [...atTop, ...listUnknownFields(draft, record, mostUnknownFields - atTop.length)];
}

/** Blank titles are gone by now, so any title will do. */
function hasTitle({ titles, dc }: { titles?: unknown; dc?: unknown }): boolean {
  return titles !== undefined || (isJsonObject(dc) && dc.title !== undefined);
}

/** Parts all of whose fields are optional can end up with none, when only unknown ones were given. */
function dropHollows(record: ArticleRecord): void {
  for (const field of ['types', 'container', 'thesis'] as const) {
    const part = record[field];
    if (part !== undefined && isHollow(part)) delete record[field];
  }
  if (record.rightsList.some(isHollow)) record.rightsList = record.rightsList.filter((rights) => !isHollow(rights));
}

function isHollow(part: object): boolean {
  for (const _ in part) return false;
  return true;
}

/** Whoever tells when an embargo ends has one; with nothing said of access, some formats would link to its files and others would not. */
function fillAccess(record: ArticleRecord): void {
  if (record.accessRights === undefined && record.embargoEndDate !== undefined) record.accessRights = 'embargoed';
}

/** The year of issue is a fact of its own in DataCite, BibTeX and the citation of an article. */
function fillYear(record: ArticleRecord): void {
  if (record.publicationYear !== undefined) return;
  const issued = record.dates.find(({ dateType }) => dateType === 'Issued')?.date;
  const year = issued === undefined ? null : /^-?\d{4}/.exec(issued);
  if (year !== null) record.publicationYear = Number(year[0]);
}

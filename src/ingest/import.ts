import { isRowFault } from '../storage/database-fault.ts';
import { type CheckedEntry, checkEntry } from './check-entry.ts';
import type { Entry } from './reader.ts';
import type { RecordWriter, Written } from './record-writer.ts';
import { makeSeenIds } from './seen-ids.ts';

/** What is said about one line. */
export interface LineNote {
  readonly line: number;
  /** Null where none could be read. */
  readonly id: string | null;
  readonly reason: string;
}

/** What became of an import. `records` is the sum of what became of them, where they were written. */
export interface ImportResult extends Written {
  /** Lines that were good. */
  readonly records: number;
  /** Good lines that were not written because a later one of the same id came before that. */
  readonly repeated: number;
  /** Deletions of what was not there. */
  readonly notThere: number;
  readonly badLines: number;
  readonly warnings: number;
  /** The last line that is dealt with; what comes after it was not read when the import was stopped. */
  readonly lastLine: number;
  readonly stopped: boolean;
}

export interface ImportInput {
  readonly entries: AsyncIterable<Entry>;
  /** The formats in which ready XML is offered. */
  readonly readyXmlPrefixes: readonly string[];
  /** Null checks everything and writes nothing. */
  readonly writer: RecordWriter | null;
  readonly onBadLine: (note: LineNote) => void;
  readonly onWarning: (note: LineNote) => void;
  /** Called after each line with the number of lines so far. */
  readonly onProgress?: (lines: number) => void;
  /** Stops between two lines; what was read before is written. */
  readonly signal?: AbortSignal;
}

/** A batch is written when it has so many rows or so many characters of metadata and ready XML. */
const batchRows = 1000;
const batchCharacters = 4 * 2 ** 20;

type Good = Exclude<CheckedEntry, { kind: 'bad' }> & { readonly line: number };

type Tally = { -readonly [Key in keyof Omit<ImportResult, 'lastLine' | 'stopped'>]: number };

/**
 * Imports entries in their order, in batches; the last line of an id wins. Bad lines are told and left out, good ones go in.
 * One batch is written while the next is read; memory does not grow with the file.
 *
 * @throws what the writer throws when the fault is not a row's; the batches before it are written
 */
export async function importRecords(input: ImportInput): Promise<ImportResult> {
  const none = { inserted: 0, changed: 0, unchanged: 0, deleted: 0 };
  const tally: Tally = { records: 0, badLines: 0, warnings: 0, ...none, repeated: 0, notThere: 0 };
  const take = makeLineChecker(input, tally);
  let batch = new Map<string, Good>();
  let characters = 0;
  let lastLine = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await writing;
    writing = writeBatch(input, tally, [...batch.values()]);
    // It is awaited later; a rejection in between must not count as unhandled.
    writing.catch(() => {});
    batch = new Map();
    characters = 0;
  };
  for await (const entry of input.entries) {
    if (input.signal?.aborted === true) break;
    const good = take(entry);
    lastLine = entry.line;
    if (good !== null) {
      if (batch.has(good.id)) tally.repeated += 1;
      batch.set(good.id, good);
      characters += good.kind === 'upsert' ? good.row.metadata.length + good.row.readyXml.length : 0;
    }
    if (batch.size >= batchRows || characters >= batchCharacters) await flush();
    input.onProgress?.(lastLine);
  }
  await flush();
  await writing;
  return { ...tally, lastLine, stopped: input.signal?.aborted === true };
}

function makeLineChecker(input: ImportInput, tally: Tally): (entry: Entry) => Good | null {
  const seen = makeSeenIds();
  const warn = (line: number, id: string, reason: string): void => {
    tally.warnings += 1;
    input.onWarning({ line, id, reason });
  };
  return (entry) => {
    const { line } = entry;
    const checked: CheckedEntry =
      'fault' in entry ? { kind: 'bad', id: null, reason: entry.fault } : checkEntry(entry.value, input.readyXmlPrefixes);
    if (checked.kind === 'bad') {
      tally.badLines += 1;
      input.onBadLine({ line, id: checked.id, reason: checked.reason });
      return null;
    }
    tally.records += 1;
    for (const warning of checked.warnings) warn(line, checked.id, warning);
    if (seen.add(checked.id)) warn(line, checked.id, 'the id was in this file before; the last line with it counts');
    return { ...checked, line };
  };
}

async function writeBatch(input: ImportInput, tally: Tally, batch: readonly Good[]): Promise<void> {
  if (input.writer === null || batch.length === 0) return;
  const rows = batch.flatMap((good) => (good.kind === 'upsert' ? [good.row] : []));
  const deletes = batch.flatMap((good) => (good.kind === 'delete' ? [good.id] : []));
  try {
    const written = await input.writer.write({ rows, deletes });
    for (const key of ['inserted', 'changed', 'unchanged', 'deleted'] as const) tally[key] += written[key];
    tally.notThere += deletes.length - written.deleted;
  } catch (error) {
    if (!isRowFault(error)) throw error;
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) {
      tally.records -= 1;
      tally.badLines += 1;
      input.onBadLine({ line: only.line, id: only.id, reason: `the database refused it: ${error.message}` });
      return;
    }
    const middle = Math.ceil(batch.length / 2);
    await writeBatch(input, tally, batch.slice(0, middle));
    await writeBatch(input, tally, batch.slice(middle));
  }
}

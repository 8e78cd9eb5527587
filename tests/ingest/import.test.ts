import { describe, expect, test } from 'vitest';
import { type ImportResult, importRecords, type LineNote } from '../../src/ingest/import.ts';
import type { Entry } from '../../src/ingest/reader.ts';
import type { Batch, RecordWriter } from '../../src/ingest/record-writer.ts';

interface Recorded {
  readonly result: ImportResult;
  readonly batches: readonly Batch[];
  readonly bad: readonly LineNote[];
  readonly warnings: readonly LineNote[];
  readonly stored: ReadonlyMap<string, string>;
}

/** A writer into a map; `refuse` makes it behave like a database that refuses a whole batch for one row. */
function makeMemoryWriter(refuse: (id: string) => Error | null = () => null) {
  const stored = new Map<string, string>();
  const batches: Batch[] = [];
  const writer: RecordWriter = {
    write: async (batch) => {
      // As slow as a database: reading goes on meanwhile.
      await new Promise(setImmediate);
      for (const { id } of batch.rows) {
        const error = refuse(id);
        if (error !== null) throw error;
      }
      batches.push(batch);
      const written = { inserted: 0, changed: 0, unchanged: 0, deleted: 0 };
      for (const { id, metadata } of batch.rows) {
        const before = stored.get(id);
        written[before === undefined ? 'inserted' : before === metadata ? 'unchanged' : 'changed'] += 1;
        stored.set(id, metadata);
      }
      for (const id of batch.deletes) if (stored.delete(id)) written.deleted += 1;
      return written;
    },
  };
  return { writer, stored, batches };
}

async function* toEntries(values: Iterable<unknown>): AsyncGenerator<Entry> {
  let line = 0;
  for (const value of values) yield { line: ++line, value };
}

async function run(values: Iterable<unknown>, refuse?: (id: string) => Error | null): Promise<Recorded> {
  const { writer, stored, batches } = makeMemoryWriter(refuse);
  const bad: LineNote[] = [];
  const warnings: LineNote[] = [];
  const entries = toEntries(values);
  const result = await importRecords({
    readyXmlPrefixes: [],
    entries,
    writer,
    onBadLine: (note) => bad.push(note),
    onWarning: (note) => warnings.push(note),
  });
  return { result, batches, bad, warnings, stored };
}

const record = (id: string, title = `Title of ${id}`) => ({ id, metadata: { title } });
const rowFault = (message: string) => Object.assign(new Error(message), { code: '23514' });

test('records are written in batches of at most 1000, in the order of the file', async () => {
  const values = Array.from({ length: 2201 }, (_, index) => record(String(index)));
  const { result, batches } = await run(values);
  expect(batches.map(({ rows }) => rows.length)).toEqual([1000, 1000, 201]);
  expect(batches.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(values.map(({ id }) => id));
  expect(result).toMatchObject({ records: 2201, inserted: 2201, badLines: 0, lastLine: 2201, stopped: false });
});

test('large records make smaller batches', async () => {
  const { batches } = await run(Array.from({ length: 10 }, (_, index) => record(String(index), 'x'.repeat(2 ** 20))));
  expect(batches.map(({ rows }) => rows.length)).toEqual([4, 4, 2]);
});

test('bad lines are told with line and id, and the good ones go in', async () => {
  const { result, bad, stored } = await run([record('a'), { id: 'b' }, 5, record('c')]);
  expect([...stored.keys()]).toEqual(['a', 'c']);
  expect(bad).toEqual([
    { line: 2, id: 'b', reason: 'metadata is missing' },
    { line: 3, id: null, reason: 'not an object' },
  ]);
  expect(result).toMatchObject({ records: 2, badLines: 2, inserted: 2 });
});

describe('lines of the same id', () => {
  test('the last one counts, and that is a warning', async () => {
    const { result, stored, warnings } = await run([record('a', 'one'), record('b'), record('a', 'two')]);
    expect(stored.get('a')).toBe('{"title":"two"}');
    expect(warnings).toEqual([{ line: 3, id: 'a', reason: 'the id was in this file before; the last line with it counts' }]);
    expect(result).toMatchObject({ records: 3, inserted: 2, repeated: 1, warnings: 1 });
  });

  test('a deletion after a record deletes, a record after a deletion stays', async () => {
    const { stored, batches } = await run([record('a'), { id: 'a', deleted: true }, { id: 'b', deleted: true }, record('b')]);
    expect([...stored.keys()]).toEqual(['b']);
    expect(batches[0]!.rows.map(({ id }) => id)).toEqual(['b']);
    expect(batches[0]!.deletes).toEqual(['a']);
  });

  test('keep their order across batches', async () => {
    const between = Array.from({ length: 1200 }, (_, index) => record(String(index)));
    const { stored, result } = await run([record('a'), ...between, { id: 'a', deleted: true }]);
    expect(stored.has('a')).toBe(false);
    expect(result).toMatchObject({ inserted: 1201, deleted: 1 });
  });
});

test('what became of the records adds up to them, whichever batch a line is in', async () => {
  const between = Array.from({ length: 1200 }, (_, index) => record(String(index)));
  const never = { id: 'never', deleted: true };
  const { result } = await run([record('a'), record('a', 'two'), never, ...between, record('a', 'three'), record('b'), never]);
  const { records, inserted, changed, unchanged, deleted, repeated, notThere } = result;
  expect(result).toMatchObject({ records: 1206, inserted: 1202, changed: 1, unchanged: 0, deleted: 0, repeated: 1, notThere: 2 });
  expect(inserted + changed + unchanged + deleted + repeated + notThere).toBe(records);
});

describe('what the database refuses', () => {
  test('one row is found and left out, the rest of its batch goes in', async () => {
    const values = Array.from({ length: 1700 }, (_, index) => record(String(index)));
    const { result, bad, stored } = await run(values, (id) => (id === '17' || id === '18' ? rowFault('no') : null));
    expect(bad).toEqual([
      { line: 18, id: '17', reason: 'the database refused it: no' },
      { line: 19, id: '18', reason: 'the database refused it: no' },
    ]);
    expect(stored.size).toBe(1698);
    expect(result).toMatchObject({ records: 1698, badLines: 2, inserted: 1698 });
  });

  test('a fault that is not a row ends the import, and what was written before stays', async () => {
    const { writer, stored } = makeMemoryWriter((id) => (id === '1900' ? new Error('connection lost') : null));
    const entries = toEntries(Array.from({ length: 2000 }, (_, index) => record(String(index))));
    const importing = importRecords({ readyXmlPrefixes: [], entries, writer, onBadLine: () => {}, onWarning: () => {} });
    await expect(importing).rejects.toThrow('connection lost');
    expect(stored.size).toBe(1000);
  });
});

test('without a writer everything is checked and nothing is written', async () => {
  const bad: LineNote[] = [];
  const entries = toEntries([record('a'), { id: 'b' }]);
  const result = await importRecords({
    readyXmlPrefixes: [],
    entries,
    writer: null,
    onBadLine: (note) => bad.push(note),
    onWarning: () => {},
  });
  expect(result).toMatchObject({ records: 1, badLines: 1, inserted: 0 });
  expect(bad).toHaveLength(1);
});

test('a stop is heeded between lines: what was read is written, and the result says where it ended', async () => {
  const { writer, stored } = makeMemoryWriter();
  const stopping = new AbortController();
  const onProgress = (lines: number) => lines === 700 && stopping.abort();
  const entries = toEntries(Array.from({ length: 2000 }, (_, index) => record(String(index))));
  const result = await importRecords({
    readyXmlPrefixes: [],
    entries,
    writer,
    onBadLine: () => {},
    onWarning: () => {},
    onProgress,
    signal: stopping.signal,
  });
  expect(result).toMatchObject({ records: 700, lastLine: 700, stopped: true });
  expect(stored.size).toBe(700);
});

test('reading never runs further ahead of writing than one batch', async () => {
  let read = 0;
  let written = 0;
  let furthest = 0;
  const writer: RecordWriter = {
    write: async ({ rows }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      written += rows.length;
      return { inserted: rows.length, changed: 0, unchanged: 0, deleted: 0 };
    },
  };
  const values = function* () {
    for (; read < 5000; read += 1) {
      furthest = Math.max(furthest, read - written);
      yield record(String(read));
    }
  };
  await importRecords({ readyXmlPrefixes: [], entries: toEntries(values()), writer, onBadLine: () => {}, onWarning: () => {} });
  expect(furthest).toBeLessThanOrEqual(2001);
});

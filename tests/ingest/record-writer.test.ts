import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { importRecords, type LineNote } from '../../src/ingest/import.ts';
import { readJsonLines } from '../../src/ingest/readers/json-lines.ts';
import { makeRecordWriter } from '../../src/ingest/record-writer.ts';
import { isRowFault } from '../../src/storage/database-fault.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase();
  await database.db.query({
    name: '',
    text: `create function refuse_forbidden() returns trigger language plpgsql as $$
      begin raise exception 'forbidden here'; end $$`,
  });
  await database.db.query({
    name: '',
    text: `create trigger refuse before insert or update on records for each row
      when (new.metadata ->> 'title' = 'forbidden') execute function refuse_forbidden()`,
  });
});
afterAll(() => database.drop());
beforeEach(() => database.db.query({ name: '', text: 'delete from records' }));

async function importText(text: string) {
  const bad: LineNote[] = [];
  const chunks = (async function* () {
    yield Buffer.from(text);
  })();
  const writer = makeRecordWriter(database.db);
  const result = await importRecords({
    readyXmlPrefixes: [],
    entries: readJsonLines(chunks),
    writer,
    onBadLine: (note) => bad.push(note),
    onWarning: () => {},
  });
  return { result, bad };
}

const line = (id: string, title: string, more: object = {}) => `${JSON.stringify({ id, metadata: { title }, ...more })}\n`;

const listRows = () =>
  database.db.query<{ id: string; title: string; sets: string[]; visibility: string }>({
    name: '',
    text: `select id, metadata ->> 'title' as title, sets, visibility from records order by id`,
  });

test('what was imported stands in the table as it was written', async () => {
  const { result } = await importText(
    line('a', '<A> & 𝒳 \\u0000', { sets: ['b', 'a:c'], visibility: 'withdrawn' }) + line('b', 'B'),
  );
  expect(result).toMatchObject({ inserted: 2, changed: 0, unchanged: 0, deleted: 0 });
  expect(await listRows()).toEqual([
    { id: 'a', title: '<A> & 𝒳 \\u0000', sets: ['b', 'a:c'], visibility: 'withdrawn' },
    { id: 'b', title: 'B', sets: [], visibility: 'public' },
  ]);
});

test('importing the same file again changes nothing, and a changed line changes one row', async () => {
  await importText(line('a', 'A') + line('b', 'B'));
  expect((await importText(line('a', 'A') + line('b', 'B'))).result).toMatchObject({ inserted: 0, changed: 0, unchanged: 2 });
  expect((await importText(line('a', 'A', { sets: ['x'] }) + line('b', 'B'))).result).toMatchObject({
    inserted: 0,
    changed: 1,
    unchanged: 1,
  });
});

test('provenance and ready XML go into columns of their own, and a line without them takes them away', async () => {
  const provenance = {
    baseURL: 'https://a.example/oai',
    identifier: 'oai:a.example:1',
    datestamp: '2026-01-02',
    metadataNamespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
    harvestDate: '2026-01-03T00:00:00Z',
    altered: false,
  };
  const readyXml = { ddi: '<codeBook a="\'b\'">\\n 𝒳 &amp;</codeBook>' };
  const read = () => database.db.query({ name: '', text: 'select provenance, ready_xml as "readyXml" from records order by id' });
  const full = line('a', 'A', { provenance, readyXml }) + line('b', 'B');
  await importText(full);
  const none = { provenance: null, readyXml: {} };
  expect(await read()).toEqual([{ provenance, readyXml }, none]);
  expect((await importText(full)).result).toMatchObject({ changed: 0, unchanged: 2 });
  expect((await importText(line('a', 'A', { provenance }) + line('b', 'B', { readyXml }))).result).toMatchObject({ changed: 2 });
  expect(await read()).toEqual([
    { provenance, readyXml: {} },
    { provenance: null, readyXml },
  ]);
  await importText(line('a', 'A') + line('b', 'B'));
  expect(await read()).toEqual([none, none]);
  // Not a null of JSON.
  const text = 'select id from records where provenance is null order by id';
  expect(await database.db.query({ name: '', text })).toEqual([{ id: 'a' }, { id: 'b' }]);
});

test('a deletion counts only where there was something to delete', async () => {
  await importText(line('a', 'A'));
  const { result } = await importText('{"id":"a","deleted":true}\n{"id":"never","deleted":true}\n');
  expect(result).toMatchObject({ records: 2, deleted: 1, notThere: 1 });
  expect(await listRows()).toEqual([]);
});

test('a row that a trigger of the user refuses is a bad line, and the others of its batch go in', async () => {
  const { result, bad } = await importText(line('a', 'A') + line('b', 'forbidden') + line('c', 'C'));
  expect(bad).toEqual([{ line: 2, id: 'b', reason: 'the database refused it: forbidden here' }]);
  expect(result).toMatchObject({ records: 2, badLines: 1, inserted: 2 });
  expect((await listRows()).map(({ id }) => id)).toEqual(['a', 'c']);
});

test('characters that jsonb refuses do not make the database refuse the record', async () => {
  const { result, bad } = await importText('{"id":"a","metadata":{"title":"x\\u0000y\\ud800z"}}\n');
  expect(bad).toEqual([]);
  expect(result).toMatchObject({ inserted: 1, warnings: 1 });
  expect((await listRows())[0]!.title).toBe('x\uFFFDy\uFFFDz');
});

test('the longest id the check lets through is one the table takes', async () => {
  const { result, bad } = await importText(line('𝒳'.repeat(512), 'A'));
  expect([bad, result.inserted]).toEqual([[], 1]);
});

test('a lost connection is not the fault of a row', () => {
  expect(isRowFault(Object.assign(new Error('x'), { code: '57P01' }))).toBe(false);
  expect(isRowFault(Object.assign(new Error('x'), { code: 'ECONNRESET' }))).toBe(false);
  expect(isRowFault('x')).toBe(false);
  expect(isRowFault(Object.assign(new Error('x'), { code: '22P05' }))).toBe(true);
});

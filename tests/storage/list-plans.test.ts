import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeByteStoreMaker } from '../../src/storage/byte-store.ts';
import type { Queryable } from '../../src/storage/database.ts';
import { countRest } from '../../src/storage/list-length.ts';
import { getPublishState } from '../../src/storage/publish-clock.ts';
import { findPublished, listPublished, type PublishedStretchQuery } from '../../src/storage/published.ts';
import { listPublishedInFormat } from '../../src/storage/published-in-format.ts';
import { listSets } from '../../src/storage/published-sets.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { explain, type PlanStep } from './explain.ts';

const total = 20_000;
const limit = 100;

// A quarter of the records is in the set "quarter", the rest elsewhere; a hundred have the same datestamp.
const fill = `
  with filled as (
    insert into published (id, identifier, datestamp, deleted, sets, record_xml, record_bytes, header_length, digest)
    select 'r-' || lpad(n::text, 6, '0'), 'oai:an.example.org:r-' || n, '2020-01-01T00:00:00Z'::timestamptz + n / 100 * interval '1 minute',
      false, array[case when n % 4 = 0 then 'quarter' else 'rest:of' || n % 7 end], '<record><header></header>' || repeat('x', 1500) || '</record>', 1534, 17, '\\x01'
    from generate_series(0, ${total} - 1) n
    returning id, datestamp, sets
  ), lineage as (select id, datestamp, unnest(case when sets = '{quarter}' then sets else array['rest', sets[1]] end) as set_spec from filled)
  insert into published_sets (set_spec, datestamp, id) select set_spec, datestamp, id from lineage`;

const whole: PublishedStretchQuery = {
  from: null,
  until: null,
  set: null,
  after: null,
  limit,
  maxBytes: 1_048_576,
  headersOnly: false,
  granularity: 'YYYY-MM-DDThh:mm:ssZ',
};
const mods = { prefix: 'mods', version: 'v', carries: 'each' } as const;
const middle = { datestamp: '2020-01-01T01:40:00Z', id: 'r-010050' };
const last = { datestamp: '2020-01-01T03:19:00Z', id: 'r-019949' };
const range = { from: '2020-01-01T01:00:00Z', until: '2020-01-01T03:00:00Z' };

const stretches: [string, Partial<PublishedStretchQuery>, number][] = [
  ['the first page of the whole list', {}, limit],
  ['a page in its middle', { after: middle }, limit],
  ['its last page', { after: last }, 50],
  ['a page of headers', { headersOnly: true, after: middle }, limit],
  ['the first page of a range', range, limit],
  ['a later page of a range', { ...range, after: middle }, limit],
  ['the first page of a set', { set: 'quarter' }, limit],
  ['a page in the middle of a set', { set: 'quarter', after: middle }, limit],
  ['the last page of a set', { set: 'quarter', after: { ...last, id: 'r-019900' } }, 24],
  ['a page of a range of a set', { ...range, set: 'rest', after: middle }, limit],
  ['a page of a set that is not there', { set: 'nothing' }, 0],
];

const run = (db: Queryable, text: string) => db.query({ name: '', text });

/** A stretch costs what it holds: it is read from the index in order, and nothing but it is sorted or thrown away. */
function expectFlat(steps: readonly PlanStep[]): void {
  const most = limit + 1;
  expect(steps.filter(({ kind, reads }) => kind === 'Seq Scan' && reads.startsWith('published'))).toEqual([]);
  expect(steps.filter(({ rows, discarded }) => rows > most || discarded > most)).toEqual([]);
}

describe('The queries of the read side, on 20,000 records', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await makeTestDatabase();
    await run(database.db, fill);
    await run(database.db, `update publish_clock set record_count = ${total}, published_through = '2021-01-01T00:00:00Z'`);
    await run(database.db, 'analyze');
  });

  afterAll(async () => {
    await database.drop();
  });

  for (const [name, query, expected] of stretches) {
    for (const generic of [false, true]) {
      test(`${name} is read from the index, no row more than it has (${generic ? 'generic' : 'custom'} plan) [G7] [R-13]`, async () => {
        const ask = (db: Queryable) => listPublished(db, { ...whole, ...query }, makeByteStoreMaker());
        expect((await ask(database.db)).count).toBe(expected);
        expectFlat(await explain(database.db, ask, generic));
      });
    }
  }

  test('one record is found by its key [G7]', async () => {
    const steps = await explain(database.db, (db) => findPublished(db, 'r-000100', whole.granularity));
    expect(steps.filter(({ reads }) => reads === 'published_pkey').length).toBe(1);
    expectFlat(steps);
  });

  test('what is left of the whole list is known from the clock, and no more is counted than a page has [G7]', async () => {
    const list = { format: null, from: null, until: '2021-01-01T00:00:00Z', set: null };
    const page = await listPublished(database.db, whole, makeByteStoreMaker());
    const ask = (db: Queryable) => countRest(db, list, page.last!, 10_000);
    expect(await ask(database.db)).toBe(total - page.count);
    const steps = await explain(database.db, ask);
    expect(Math.max(...steps.filter(({ reads }) => reads.startsWith('published')).map(({ rows }) => rows))).toBeLessThanOrEqual(
      page.count,
    );
  });

  test('the length of a set or a range, once for each list, is counted in an index alone [G7]', async () => {
    const ask = (db: Queryable) =>
      countRest(db, { ...range, format: null, set: 'quarter' }, { datestamp: range.from, id: '' }, 10_000);
    expect(await ask(database.db)).toBe(121 * 25);
    const steps = await explain(database.db, ask);
    expect(steps.filter(({ kind, reads }) => kind === 'Seq Scan' && reads.startsWith('published'))).toEqual([]);
  });

  test('the sets in use are found without reading their records [G7]', async () => {
    const ask = (db: Queryable) => listSets(db, null, 50, null);
    expect((await ask(database.db)).sets.length).toBe(9);
    const steps = await explain(database.db, ask);
    expect(Math.max(...steps.filter(({ reads }) => reads.startsWith('published')).map(({ rows }) => rows))).toBeLessThan(30);
  });

  test('the publish time is one row, however many records there are [G7]', async () => {
    expectFlat(await explain(database.db, getPublishState));
  });
});

describe('A stretch of a list in the first minutes of a repository, when the small tables were never analyzed', () => {
  let database: TestDatabase;
  // What PostgreSQL compiles before it runs it, by its own default: that takes ten times as long as reading the stretch.
  const jitAboveCost = 100_000;
  const query = { ...whole, limit: 250 };

  beforeAll(async () => {
    database = await makeTestDatabase();
    await run(database.db, fill);
    await run(database.db, `insert into published_formats (prefix, version, since) values ('mods', 'v', '2020-01-01T00:00:00Z')`);
    await run(database.db, 'analyze published, published_sets');
  });

  afterAll(async () => {
    await database.drop();
  });

  test.each([
    ['oai_dc', (db: Queryable) => listPublished(db, query, makeByteStoreMaker())],
    ['a format', (db: Queryable) => listPublishedInFormat(db, mods, query, makeByteStoreMaker())],
    [
      'a format, of a set',
      (db: Queryable) => listPublishedInFormat(db, mods, { ...query, set: 'quarter' }, makeByteStoreMaker()),
    ],
  ])('in %s is not taken for so large that it is compiled [G7]', async (_, ask) => {
    expect((await ask(database.db)).count).toBe(query.limit);
    const [top] = await explain(database.db, ask);
    expect(top!.cost).toBeLessThan(jitAboveCost / 4);
  });
});

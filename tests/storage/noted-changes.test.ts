import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { withClient } from '../support/test-pool.ts';
import { copyIn } from './copy-in.ts';

let database: TestDatabase | undefined;
const run = (text: string) => database!.db.query({ name: '', text });

/** The ids that were noted since the last call, in order; null stands for "any record". */
async function takeNoted(): Promise<(string | null)[]> {
  const rows = await database!.db.query<{ id: string | null }>({
    name: '',
    text: 'with taken as (delete from outbox returning record_id) select record_id as id from taken order by record_id nulls first',
  });
  return rows.map(({ id }) => id);
}

beforeEach(async () => {
  database ??= await makeTestDatabase();
  await run('truncate records');
  await run(
    `insert into records (id, metadata) values ('a', '{"title": "A"}'), ('b', '{"title": "B"}'), ('c', '{"title": "C"}')`,
  );
  await takeNoted();
});

afterAll(async () => {
  await database?.drop();
});

describe('What is noted of a change to records', () => {
  const cases: [string, string, (string | null)[]][] = [
    ['an insert: its id', `insert into records (id, metadata) values ('d', '{}')`, ['d']],
    ['an insert of several rows: each of them', `insert into records (id, metadata) values ('d', '{}'), ('e', '{}')`, ['d', 'e']],
    ['an update: its id', `update records set metadata = '{"title": "X"}' where id = 'b'`, ['b']],
    ['an update of several rows: each of them once', `update records set sets = '{s}'`, ['a', 'b', 'c']],
    ['an update of no row: nothing', `update records set sets = '{s}' where id = 'z'`, []],
    ['a change of visibility: its id', `update records set visibility = 'private' where id = 'a'`, ['a']],
    ['a change of an id: the old one and the new', `update records set id = 'z' where id = 'a'`, ['a', 'z']],
    ['a deletion: its id', `delete from records where id = 'c'`, ['c']],
    ['a deletion of all: each of them', 'delete from records', ['a', 'b', 'c']],
    ['a truncation: that any record may have changed', 'truncate records', [null]],
    [
      'an insert that turns into updates: both kinds',
      `insert into records (id, metadata) values ('a', '{"title": "A2"}'), ('d', '{}') on conflict (id) do update set metadata = excluded.metadata`,
      ['a', 'd'],
    ],
    [
      'an insert that leaves rows as they are: only what it inserts',
      `insert into records (id, metadata) values ('a', '{}'), ('d', '{}') on conflict (id) do nothing`,
      ['d'],
    ],
    [
      'one statement that inserts, updates and deletes: each change',
      `with gone as (delete from records where id = 'a' returning 1), changed as (update records set sets = '{s}' where id = 'b' returning 1)
       insert into records (id, metadata) values ('d', '{}')`,
      ['a', 'b', 'd'],
    ],
    [
      'a row that goes into a statement with quotes and other letters: its id as it is',
      `insert into records (id, metadata) values ('it''s é 𝔸', '{}')`,
      ["it's é 𝔸"],
    ],
  ];

  for (const [name, statement, expected] of cases) {
    test(`${name} [G1]`, async () => {
      await run(statement);
      expect(await takeNoted()).toEqual(expected);
    });
  }

  test('in a transaction that is rolled back: nothing [G1]', async () => {
    await expect(
      database!.db.transaction(async (transaction) => {
        await transaction.query({ name: '', text: `insert into records (id, metadata) values ('d', '{}')` });
        throw new Error('back');
      }),
    ).rejects.toThrow('back');
    expect(await takeNoted()).toEqual([]);
  });

  test('up to a savepoint that is rolled back to: what was before and after it [G1]', async () => {
    await database!.db.transaction(async (transaction) => {
      for (const text of [
        `insert into records (id, metadata) values ('d', '{}')`,
        'savepoint s',
        `insert into records (id, metadata) values ('never', '{}')`,
        'rollback to savepoint s',
        `delete from records where id = 'a'`,
      ]) {
        await transaction.query({ name: '', text });
      }
    });
    expect(await takeNoted()).toEqual(['a', 'd']);
  });
});

needsRealPostgres('What is noted of rows that are copied in (COPY)', () => {
  test('is each of them, at the end of the statement [G1]', async () => {
    await withClient(database!.url, (client) =>
      copyIn(client, 'copy records (id, metadata) from stdin', 'd\t{"title": "D"}\ne\t{"title": "E"}\n'),
    );
    expect(await takeNoted()).toEqual(['d', 'e']);
  });

  test('is nothing when the copy fails at its last row [G1]', async () => {
    const failing = withClient(database!.url, (client) =>
      copyIn(client, 'copy records (id, metadata) from stdin', 'd\t{"title": "D"}\ne\tnot JSON\n'),
    );
    await expect(failing).rejects.toThrow('json');
    expect(await takeNoted()).toEqual([]);
  });
});

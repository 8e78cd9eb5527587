import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { takeOutbox } from '../../src/storage/outbox.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
const run = (text: string) => database.db.query({ name: '', text });
const take = async (limit = 100) => {
  const { entries, ...batch } = await takeOutbox(database.db, limit);
  return { ...batch, taken: entries.length };
};

beforeAll(async () => {
  database = await makeTestDatabase();
});

beforeEach(async () => {
  await run('delete from sets');
  await run('truncate outbox');
});

afterAll(async () => {
  await database.drop();
});

describe('What is taken from the outbox', () => {
  test('names each record once and each set once', async () => {
    await run(`insert into outbox (record_id) values ('a'), ('b'), ('a')`);
    await run(`insert into outbox (set_spec) values ('s'), ('t'), ('s')`);
    const batch = await take();
    expect([[...batch.ids].sort(), [...batch.setSpecs].sort()]).toEqual([
      ['a', 'b'],
      ['s', 't'],
    ]);
    expect(batch).toMatchObject({ everything: false, taken: 6 });
    expect(await take()).toEqual({ ids: [], setSpecs: [], everything: false, taken: 0 });
  });

  test('tells a set, which no record is named with either, from every record [S-08]', async () => {
    await run(`insert into outbox (set_spec) values ('s')`);
    expect(await take()).toEqual({ ids: [], setSpecs: ['s'], everything: false, taken: 1 });
    await run('insert into outbox (record_id) values (null)');
    expect(await take()).toEqual({ ids: [], setSpecs: [], everything: true, taken: 1 });
  });

  test('is no more than asked for, and the oldest first', async () => {
    await run(`insert into outbox (set_spec) values ('s')`);
    await run(`insert into outbox (record_id) values ('a')`);
    expect(await take(1)).toMatchObject({ setSpecs: ['s'], ids: [] });
    expect(await take(1)).toMatchObject({ setSpecs: [], ids: ['a'] });
  });
});

describe('What is noted of a change to sets', () => {
  const noted = async (text: string) => {
    await run(
      `insert into sets (set_spec, name, rule) values ('plain', 'Plain', null), ('ruled', 'Ruled', '$.accessRights == "open"')`,
    );
    await take();
    await run(text);
    const { ids, setSpecs, everything } = await take();
    expect([ids, everything]).toEqual([[], false]);
    return [...setSpecs].sort();
  };

  test.each<[string, string, string[]]>([
    ['a set with a rule: it', `insert into sets (set_spec, name, rule) values ('new', 'New', 'true')`, ['new']],
    ['a set without one: nothing', `insert into sets (set_spec, name) values ('new', 'New')`, []],
    ['a new name or description: nothing', `update sets set name = name || '!', description = 'A text.'`, []],
    ['a rule spelt otherwise: nothing', `update sets set rule = '($."accessRights"=="open")' where set_spec = 'ruled'`, []],
    ['another rule: its set', `update sets set rule = 'exists($.doi)' where set_spec = 'ruled'`, ['ruled']],
    ['a rule where there was none: its set', `update sets set rule = 'true' where set_spec = 'plain'`, ['plain']],
    ['a rule taken away: its set', `update sets set rule = null`, ['ruled']],
    ['another setSpec: the old and the new', `update sets set set_spec = set_spec || 's'`, ['ruled', 'ruleds']],
    ['a deletion: the sets that had a rule', 'delete from sets', ['ruled']],
  ])('%s [S-08]', async (_, text, expected) => {
    expect(await noted(text)).toEqual(expected);
  });
});

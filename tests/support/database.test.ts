import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from './database.ts';

let first: TestDatabase;
let second: TestDatabase;

beforeAll(async () => {
  [first, second] = await Promise.all([makeTestDatabase(), makeTestDatabase()]);
});

afterAll(async () => {
  await first.drop();
  await second.drop();
});

const one = { name: 'one', text: 'select 1 as one' };

describe('a test database', () => {
  test('is migrated', async () => {
    const rows = await first.db.query({ name: 'find', text: "select to_regclass('public.records')::text as records" });
    expect(rows).toEqual([{ records: 'records' }]);
  });

  test('is apart from every other', async () => {
    await first.db.query({ name: 'make', text: 'create table mine (id int)' });
    const rows = await second.db.query({ name: 'find', text: "select to_regclass('public.mine')::text as mine" });
    expect(rows).toEqual([{ mine: null }]);
  });

  test('rolls a transaction back that throws', async () => {
    const broken = second.db.transaction(async (transaction) => {
      await transaction.query({ name: 'make', text: 'create table never (id int)' });
      throw new Error('broken');
    });
    await expect(broken).rejects.toThrow('broken');
    expect(await second.db.query({ name: 'find', text: "select to_regclass('public.never')::text as never" })).toEqual([
      { never: null },
    ]);
  });

  test('is gone when dropped', async () => {
    const third = await makeTestDatabase();
    await third.db.query(one);
    await third.drop();
    await expect(third.db.query(one)).rejects.toThrow();
  });
});

needsRealPostgres('a test database with several sessions', () => {
  test('lets a transaction stay open while others work', async () => {
    await first.db.transaction(async () => {
      expect(await first.db.query(one)).toEqual([{ one: 1 }]);
    });
  });
});

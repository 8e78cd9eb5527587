import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, Queryable } from '../../src/storage/database.ts';
import { keepRenditions, readRendered, upsertRenditions } from '../../src/storage/renditions.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';

const toRendition = (revision: string) => ({ id: 'a', revision, recordXml: Buffer.from(`<record>é ${revision}</record>`) });

describe('Renditions', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await makeTestDatabase();
  });

  afterAll(async () => {
    await database.drop();
  });

  const find = async (db: Queryable, text: string) => (await db.query<{ found: unknown }>({ name: '', text }))[0]?.found;

  test.each([
    ['by the publisher', upsertRenditions],
    ['by a reader', keepRenditions],
  ])('kept %s are there with their bytes counted, until one of a later revision comes', async (_, keep) => {
    const { db } = database;
    const kept = () => find(db, `select record_bytes || ' ' || record_xml as found from renditions where id = 'a'`);
    await db.query({ name: '', text: 'truncate renditions' });
    await keep(db, 1, [toRendition('7')]);
    expect(await kept()).toBe('21 <record>é 7</record>');
    await keep(db, 1, [toRendition('6')]);
    expect(await kept()).toBe('21 <record>é 7</record>');
    await keep(db, 1, [toRendition('8')]);
    expect(await kept()).toBe('21 <record>é 8</record>');
  });

  test('of what a format failed on are there with the reason, and are none, until one of a later revision comes [G4]', async () => {
    const { db } = database;
    const write = (text: string) => db.query({ name: '', text });
    const state = () =>
      find(db, `select concat_ws(' ', fault, failed_at is null, failed_revision) as found from renditions where id = 'a'`);
    await write('truncate renditions');
    await keepRenditions(db, 1, [{ ...toRendition('7'), fault: 'no room' }]);
    expect(await state()).toBe('no room f 7');
    await keepRenditions(db, 1, [toRendition('7')]);
    expect(await readRendered(db, 1, [{ id: 'a', revision: '7' }])).toEqual([]);
    await keepRenditions(db, 1, [toRendition('8')]);
    expect(await state()).toBe('t');
    expect(await readRendered(db, 1, [{ id: 'a', revision: '8' }])).toEqual([{ id: 'a', recordXml: '<record>é 8</record>' }]);
    // By a server of the version before, which knows nothing of faults.
    await keepRenditions(db, 1, [{ ...toRendition('9'), fault: 'no room' }]);
    await write(`update renditions set revision = 10 where id = 'a'`);
    expect(await readRendered(db, 1, [{ id: 'a', revision: '10' }])).toHaveLength(1);
  });

  test('kept by a reader do not wait for the disk; the publisher waits with all that it writes [G1]', async () => {
    const modeAfter = (keep: typeof upsertRenditions) =>
      database.db.transaction(async (transaction) => {
        await transaction.query({ name: '', text: `select set_config('synchronous_commit', 'on', true)` });
        await keep(transaction, 1, [toRendition('9')]);
        return find(transaction, `select current_setting('synchronous_commit') as found`);
      });
    expect(await modeAfter((transaction, ...rest) => keepRenditions(transaction as Database, ...rest))).toBe('off');
    expect(await modeAfter(upsertRenditions)).toBe('on');
  });
});

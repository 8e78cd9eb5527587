import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, Queryable } from '../../src/storage/database.ts';
import { keepRenditions, upsertRenditions } from '../../src/storage/renditions.ts';
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

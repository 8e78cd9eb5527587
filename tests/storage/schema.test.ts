import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { describeSchema } from './describe-schema.ts';

const golden = new URL('../golden/schema.sql', import.meta.url);
const header =
  '-- What the migrations of sql/ make, for reading and for review. A test compares it; UPDATE_GOLDEN=1 rewrites it.\n\n';

describe('The schema', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await makeTestDatabase();
  });

  afterAll(async () => {
    await database.drop();
  });

  test('that the migrations make is the one in tests/golden/schema.sql', async () => {
    const schema = header + (await describeSchema(database.db));
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, schema);
    expect(schema).toBe(readFileSync(golden, 'utf8'));
  });

  test('has a comment on each table', async () => {
    const rows = await database.db.query<{ table: string }>({
      name: '',
      text: `select relname as table from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and obj_description(oid) is null and relname <> 'oai_migrations'`,
    });
    expect(rows).toEqual([]);
  });
});

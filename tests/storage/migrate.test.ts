import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { ProgramError } from '../../src/errors.ts';
import type { Database } from '../../src/storage/database.ts';
import { checkMigrated, type Migration, migrate, readMigrations } from '../../src/storage/migrate.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { openTestPool, toDatabaseUrl, withClient } from '../support/test-pool.ts';
import { describeSchema } from './describe-schema.ts';

const own = readMigrations();
const next = own.length + 1;
const toName = (number: number) => `${String(number).padStart(4, '0')}-test.sql`;

function makeMigration(number: number, text: string): Migration {
  return { number, name: toName(number), text, checksum: createHash('sha256').update(text).digest('hex') };
}

const hasTable = async (db: Database, name: string) =>
  (await db.query<{ found: boolean }>({ name: '', text: 'select to_regclass($1::text) is not null as found' }, [name]))[0]!.found;

async function findCode(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof ProgramError ? error.code : String(error);
}

describe('Migrating', () => {
  const drops: (() => Promise<void>)[] = [];
  const makeMigrated = async (): Promise<TestDatabase> => {
    const database = await makeTestDatabase();
    drops.push(database.drop);
    return database;
  };

  afterEach(async () => {
    for (const drop of drops.splice(0)) await drop();
  });

  test('a migrated database changes nothing', async () => {
    const { db } = await makeMigrated();
    const before = await describeSchema(db);
    expect(await migrate(db)).toEqual({ applied: [] });
    await checkMigrated(db);
    expect(await describeSchema(db)).toBe(before);
  });

  test('applies what is missing, in order, and only that', async () => {
    const { db } = await makeMigrated();
    const more = [
      makeMigration(next, 'create table made (id integer); insert into made values (8)'),
      makeMigration(next + 1, 'drop table made'),
    ];
    expect(await findCode(checkMigrated(db, [...own, ...more]))).toBe('DATABASE_NOT_MIGRATED');
    expect(await migrate(db, { migrations: [...own, more[0]!] })).toEqual({ applied: [toName(next)] });
    expect(await hasTable(db, 'made')).toBe(true);
    expect(await migrate(db, { migrations: [...own, ...more] })).toEqual({ applied: [toName(next + 1)] });
    expect(await hasTable(db, 'made')).toBe(false);
  });

  test('is refused where a migration that was applied reads differently now', async () => {
    const { db } = await makeMigrated();
    const changed = own.map((migration, at) => (at === 0 ? makeMigration(1, `${migration.text}-- edited`) : migration));
    expect(await findCode(migrate(db, { migrations: changed }))).toBe('MIGRATION_CHANGED');
    expect(await findCode(checkMigrated(db, changed))).toBe('MIGRATION_CHANGED');
  });

  test('is refused where the database is newer than the program', async () => {
    const { db } = await makeMigrated();
    await migrate(db, { migrations: [...own, makeMigration(next + 1, 'select 1')] });
    expect(await findCode(migrate(db))).toBe('DATABASE_NEWER');
    expect(await findCode(checkMigrated(db))).toBe('DATABASE_NEWER');
  });

  test('leaves nothing of a migration that fails half-way, and all of those before it', async () => {
    const { db } = await makeMigrated();
    const good = makeMigration(next, 'create table good (id integer)');
    const bad = makeMigration(next + 1, 'create table half (id integer); insert into half values (1); select 1 / 0');
    await expect(migrate(db, { migrations: [...own, good, bad] })).rejects.toThrow('division by zero');
    expect([await hasTable(db, 'good'), await hasTable(db, 'half')]).toEqual([true, false]);
    const mended = makeMigration(next + 1, 'create table half (id integer)');
    expect(await migrate(db, { migrations: [...own, good, mended] })).toEqual({ applied: [toName(next + 1)] });
  });
});

needsRealPostgres('Migrating an empty database', () => {
  const withEmptyDatabase = async (work: (url: string) => Promise<void>) => {
    const server = inject('testServer');
    if (server.kind !== 'postgres') return;
    const name = `oai_test_${randomBytes(6).toString('hex')}`;
    await withClient(server.url, (client) => client.query(`create database ${name} template template0`));
    await work(toDatabaseUrl(server.url, name)).finally(() =>
      withClient(server.url, (client) => client.query(`drop database ${name} with (force)`)),
    );
  };

  test('makes everything, with a row for each migration', async () => {
    await withEmptyDatabase(async (url) => {
      const db = openTestPool(url, 1);
      expect(await findCode(checkMigrated(db))).toBe('DATABASE_NOT_MIGRATED');
      expect((await migrate(db)).applied).toEqual(own.map(({ name }) => name));
      await checkMigrated(db);
      await db.close();
    });
  });

  test('is done once when four servers start at once', async () => {
    await withEmptyDatabase(async (url) => {
      const pools = Array.from({ length: 4 }, () => openTestPool(url, 2));
      const results = await Promise.all(pools.map((db) => migrate(db)));
      expect(results.flatMap(({ applied }) => applied).sort()).toEqual(own.map(({ name }) => name));
      const [{ rows }] = await Promise.all([withClient(url, (client) => client.query('select number from oai_migrations'))]);
      expect(rows.length).toBe(own.length);
      for (const db of pools) await db.close();
    });
  });
});

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { ProgramError } from '../errors.ts';
import type { Database, Queryable } from './database.ts';

/** One file of sql/: forward-only, numbered from 1. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the text, in hex. */
  readonly checksum: string;
}

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

const ownMigrations = new URL('../../sql/', import.meta.url);

// Any number will do as long as nothing else in the database uses it.
const migrateLockKey = 7_240_125;

/** Reads the migrations that come with this program, in order. */
export function readMigrations(folder: URL = ownMigrations): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}-.+\.sql$/.test(file))
    .sort()
    .map((file) => {
      // Whatever line ends a checkout gave them, they are the same migrations.
      const text = readFileSync(new URL(file, folder), 'utf8').replaceAll('\r\n', '\n');
      return { number: Number(file.slice(0, 4)), name: file, text, checksum: createHash('sha256').update(text).digest('hex') };
    });
}

/**
 * Brings the database to this program's version: each missing migration in a transaction of its own under an advisory lock, so that several servers may start at once.
 *
 * @throws ProgramError DATABASE_NEWER when the database has a migration this program does not know; MIGRATION_CHANGED when one that was applied reads differently now
 */
export async function migrate(
  db: Database,
  options: { readonly migrations?: readonly Migration[] } = {},
): Promise<{ applied: string[] }> {
  const migrations = options.migrations ?? readMigrations();
  const applied: string[] = [];
  await db.transaction(async (transaction) => {
    await lockMigrations(transaction);
    await createMigrationsTable(transaction);
  });
  for (const migration of migrations) {
    await db.transaction(
      async (transaction) => {
        await lockMigrations(transaction);
        const done = checkApplied(migrations, await listAppliedMigrations(transaction));
        if (done.has(migration.number)) return;
        // Without values, so that a file may hold several statements.
        await transaction.query({ name: '', text: migration.text });
        await insertMigration(transaction, migration);
        applied.push(migration.name);
      },
      { silenceMs: 0 },
    );
  }
  return { applied };
}

/**
 * Checks without changing anything that the database is at this program's version.
 *
 * @throws ProgramError as migrate, and DATABASE_NOT_MIGRATED when something is missing
 */
export async function checkMigrated(db: Queryable, migrations: readonly Migration[] = readMigrations()): Promise<void> {
  const done = (await hasMigrationsTable(db)) ? checkApplied(migrations, await listAppliedMigrations(db)) : new Set<number>();
  const missing = migrations.filter(({ number }) => !done.has(number));
  if (missing.length > 0) {
    throw new ProgramError('DATABASE_NOT_MIGRATED', `The database lacks ${missing.map(({ name }) => name).join(', ')}.`);
  }
}

function checkApplied(migrations: readonly Migration[], applied: readonly AppliedMigration[]): Set<number> {
  for (const { number, name, checksum } of applied) {
    const own = migrations.find((migration) => migration.number === number);
    if (own === undefined) {
      throw new ProgramError(
        'DATABASE_NEWER',
        `The database has the migration ${name}, which this version of the program does not know.`,
      );
    }
    if (own.checksum !== checksum) {
      throw new ProgramError('MIGRATION_CHANGED', `The migration ${own.name} is not the one that was applied to this database.`);
    }
  }
  return new Set(applied.map(({ number }) => number));
}

async function lockMigrations(db: Queryable): Promise<void> {
  // Another server may be migrating, and building an index takes as long as it takes.
  await db.query({ name: 'lift_time_limit', text: "select set_config('statement_timeout', '0', true)" });
  await db.query({ name: 'lock_migrations', text: 'select pg_advisory_xact_lock($1::bigint)' }, [migrateLockKey]);
}

async function createMigrationsTable(db: Queryable): Promise<void> {
  if (await hasMigrationsTable(db)) return;
  const text = `
    create table oai_migrations (
      number integer not null,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now(),
      constraint oai_migrations_pkey primary key (number)
    )`;
  await db.query({ name: 'create_migrations_table', text });
}

async function hasMigrationsTable(db: Queryable): Promise<boolean> {
  const text = `select to_regclass('oai_migrations') is not null as found`;
  return (await db.query<{ found: boolean }>({ name: 'has_migrations_table', text }))[0]!.found;
}

function listAppliedMigrations(db: Queryable): Promise<AppliedMigration[]> {
  const text = 'select number, name, checksum from oai_migrations order by number';
  return db.query<AppliedMigration>({ name: 'list_applied_migrations', text });
}

async function insertMigration(db: Queryable, { number, name, checksum }: Migration): Promise<void> {
  const text = 'insert into oai_migrations (number, name, checksum) values ($1::integer, $2::text, $3::text)';
  await db.query({ name: 'insert_migration', text }, [number, name, checksum]);
}

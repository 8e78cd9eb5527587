import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startPostgresCluster } from '../support/postgres-cluster.ts';
import { findPostgresPrograms, type PostgresPrograms } from '../support/postgres-programs.ts';
import { findParent } from './process-usage.ts';
import { makePsql, type Psql } from './psql.ts';

/** The PostgreSQL server that a run works in. */
export interface BenchServer {
  /** Version and the settings that matter, for the report. */
  readonly description: string;
  /** The process whose descendants do all the work; null when it is on another machine. */
  readonly pid: number | null;
  createDatabase(): Promise<BenchDatabase>;
  /** Statements that a database has run so far, by pg_stat_statements; by its transactions where that is missing. */
  countStatements(database: BenchDatabase): Promise<{ readonly count: number; readonly counted: 'statements' | 'transactions' }>;
  stop(): Promise<void>;
}

export interface BenchDatabase {
  readonly name: string;
  readonly url: string;
  readonly psql: Psql;
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/*
 * What an operator would set on a machine of this kind; all else is as PostgreSQL has it. Durability is on, other than in tests: the cost of
 * writing is part of what is measured.
 */
const settings = `
shared_buffers = 1GB
max_wal_size = 4GB
checkpoint_timeout = 15min
fsync = on
synchronous_commit = on
full_page_writes = on
`;
const shown = ['shared_buffers', 'max_wal_size', 'fsync', 'synchronous_commit', 'wal_level', 'default_toast_compression'];
const statementCounting = `shared_preload_libraries = 'pg_stat_statements'\n`;

/** Starts a PostgreSQL of its own, or takes the one that the URL names. */
export async function openServer(url: string | null): Promise<BenchServer> {
  const programs = findPostgresPrograms();
  if (programs === null)
    throw new Error('The programs of PostgreSQL (initdb, postgres, psql) were not found: install them or put them on PATH.');
  if (url !== null) return describeServer(url, programs, async () => {});
  const cluster = await startPostgresCluster(programs, { moreSettings: settings + statementCounting }).catch(() =>
    startPostgresCluster(programs, { moreSettings: settings }),
  );
  try {
    return await describeServer(cluster.url, programs, () => cluster.remove());
  } catch (error) {
    await cluster.remove();
    throw error;
  }
}

async function describeServer(url: string, programs: PostgresPrograms, remove: () => Promise<void>): Promise<BenchServer> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  const ask = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await client.query<Row & pg.QueryResultRow>(text, values)).rows as Row[];
  const [about] = await ask<{ version: string; pid: number }>(
    `select current_setting('server_version') as version, pg_backend_pid() as pid`,
  );
  const values = await ask<{ name: string; value: string }>(
    `select name, current_setting(name) as value from pg_settings where name = any($1) order by array_position($1, name)`,
    [shown],
  );
  const counting = await ask(`create extension if not exists pg_stat_statements`)
    .then(() => ask(`select count(*) from pg_stat_statements`).then(() => true))
    .catch(() => false);
  return {
    description: `${about!.version.split(' ')[0]}, ${values.map(({ name, value }) => `${name} ${value}`).join(', ')}`,
    pid: findParent(about!.pid),
    createDatabase: () => createDatabase(url, programs, ask),
    countStatements: async ({ name }) => {
      const text = counting
        ? `select coalesce(sum(s.calls), 0)::float8 as count from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = $1`
        : `select (xact_commit + xact_rollback)::float8 as count from pg_stat_database where datname = $1`;
      const [row] = await ask<{ count: number }>(text, [name]);
      return { count: row!.count, counted: counting ? 'statements' : 'transactions' };
    },
    stop: async () => {
      await client.end();
      await remove();
    },
  };
}

async function createDatabase(
  serverUrl: string,
  programs: PostgresPrograms,
  ask: (text: string) => Promise<object[]>,
): Promise<BenchDatabase> {
  const name = `oai_pmh_bench_${randomBytes(4).toString('hex')}`;
  await ask(`create database ${name}`);
  const address = new URL(serverUrl);
  address.pathname = `/${name}`;
  const url = address.href;
  const pool = new pg.Pool({ connectionString: url, max: 2, idleTimeoutMillis: 1000 });
  pool.on('error', () => {});
  return {
    name,
    url,
    psql: makePsql(programs, url),
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await pool.query<Row & pg.QueryResultRow>(text, [...values])).rows as Row[],
    drop: async () => {
      await pool.end();
      await ask(`drop database ${name} with (force)`);
    },
  };
}

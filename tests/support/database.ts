import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { describeWhen } from './describe-when.ts';
import { openEmbedded } from './embedded-server.ts';
import { openTestPool, toDatabaseUrl, withClient } from './test-pool.ts';
import type { TestServer } from './test-server.ts';

/** A migrated, empty database of a test file's own. */
export interface TestDatabase {
  readonly kind: 'postgres' | 'embedded';
  /** A connection URL, for what is tested to connect with. */
  readonly url: string;
  /** A pool for the test's own queries: ten connections, or one on the embedded database. */
  readonly db: Database;
  /** Closes the pool and drops the database, whoever is still connected to it. */
  drop(): Promise<void>;
}

/** As `describe`, for tests that need several sessions at once: skipped on the embedded database, which has only one. */
export const needsRealPostgres = describeWhen(
  inject('testServer').kind === 'postgres',
  'needs several database sessions, and the embedded database has one',
);

/** Makes a database for the test file that calls it, cloned from the suite's migrated template in some tenths of a second. */
export function makeTestDatabase(): Promise<TestDatabase> {
  const server = inject('testServer');
  return server.kind === 'postgres' ? cloneDatabase(server) : copyEmbedded(server);
}

async function cloneDatabase({ url, template }: TestServer & { kind: 'postgres' }): Promise<TestDatabase> {
  const name = `oai_test_${randomBytes(6).toString('hex')}`;
  await withClient(url, (client) => client.query(`create database ${name} template ${template}`));
  const ownUrl = toDatabaseUrl(url, name);
  const db = openTestPool(ownUrl, 10);
  const drop = async () => {
    await db.close();
    await withClient(url, (client) => client.query(`drop database if exists ${name} with (force)`));
  };
  return { kind: 'postgres', url: ownUrl, db, drop };
}

async function copyEmbedded({ template }: TestServer & { kind: 'embedded' }): Promise<TestDatabase> {
  const folder = mkdtempSync(path.join(path.dirname(template), 'copy-'));
  cpSync(template, folder, { recursive: true });
  const embedded = await openEmbedded(folder);
  const db = openTestPool(embedded.url, 1);
  const drop = async () => {
    await db.close();
    await embedded.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { kind: 'embedded', url: embedded.url, db, drop };
}

import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/storage/migrate.ts';
import { openEmbedded } from './embedded-server.ts';
import { startPostgresCluster } from './postgres-cluster.ts';
import { findPostgresPrograms } from './postgres-programs.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { openTestPool, toDatabaseUrl, withClient } from './test-pool.ts';
import type { TestServer } from './test-server.ts';

interface StartedServer {
  readonly server: TestServer;
  readonly note: string;
  stop(): Promise<void>;
}

/**
 * Starts the suite's database server: the one of TEST_DATABASE_URL, else a throwaway PostgreSQL where its programs are on the machine,
 * else the embedded one. TEST_DATABASE=postgres or =embedded asks for one of the last two and accepts no other.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { server, note, stop } = await startServer(process.env.TEST_DATABASE_URL, process.env.TEST_DATABASE);
  process.stdout.write(`Tests run on ${note}\n`);
  project.provide('testServer', server);
  return stop;
}

async function startServer(url: string | undefined, wanted: string | undefined): Promise<StartedServer> {
  if (wanted !== undefined && wanted !== 'postgres' && wanted !== 'embedded') {
    throw new Error(`TEST_DATABASE is "${wanted}"; it may be postgres or embedded.`);
  }
  if (wanted === 'embedded') return startEmbedded('asked for by TEST_DATABASE');
  if (url !== undefined && url !== '') return startOnPostgres(url, 'the PostgreSQL of TEST_DATABASE_URL', async () => {});
  const programs = findPostgresPrograms();
  if (programs === null) {
    if (wanted === 'postgres')
      throw new Error('TEST_DATABASE is "postgres", and no PostgreSQL programs were found on this machine.');
    return startEmbedded('no PostgreSQL programs were found on this machine');
  }
  try {
    const cluster = await startPostgresCluster(programs);
    return await startOnPostgres(cluster.url, `a throwaway PostgreSQL of ${programs.folder}`, cluster.remove);
  } catch (error) {
    if (wanted === 'postgres') throw error;
    return startEmbedded(`PostgreSQL of ${programs.folder} cannot be used: ${String(error)}`);
  }
}

async function startOnPostgres(url: string, note: string, release: () => Promise<void>): Promise<StartedServer> {
  const template = `oai_test_template_${randomBytes(6).toString('hex')}`;
  const stop = async () => {
    await withClient(url, (client) => client.query(`drop database if exists ${template} with (force)`));
    await release();
  };
  try {
    await withClient(url, (client) => client.query(`create database ${template}`));
    const db = openTestPool(toDatabaseUrl(url, template), 1);
    await migrate(db).finally(() => db.close());
  } catch (error) {
    await stop();
    throw error;
  }
  return { server: { kind: 'postgres', url, template }, note, stop };
}

async function startEmbedded(reason: string): Promise<StartedServer> {
  // Every test file's copy is made beside the template, so that all of them go together.
  const folder = makeTemporaryFolder('oai-pmh-embedded-');
  const template = path.join(folder.path, 'template');
  const embedded = await openEmbedded(template);
  const db = openTestPool(embedded.url, 1);
  await migrate(db).finally(() => db.close());
  await embedded.close();
  const note = `the embedded database (${reason}); tests that need several sessions are skipped`;
  return { server: { kind: 'embedded', template }, note, stop: folder.remove };
}

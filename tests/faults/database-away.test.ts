import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { App } from '../../src/app.ts';
import type { Database } from '../../src/storage/database.ts';
import { describeWhen } from '../support/describe-when.ts';
import { harvestAll } from '../support/harvest.ts';
import { type PostgresCluster, startPostgresCluster } from '../support/postgres-cluster.ts';
import { findPostgresPrograms } from '../support/postgres-programs.ts';
import { startTestApp } from '../support/test-app.ts';
import { openTestPool } from '../support/test-pool.ts';
import { type Outcome, requestOutcome } from './oai-outcome.ts';
import { countLive, insertRecords } from './sql-records.ts';
import { patience, waitUntil } from './wait-until.ts';

const records = 3000;
const requests = [
  'verb=Identify',
  'verb=ListRecords&metadataPrefix=oai_dc',
  'verb=ListRecords&metadataPrefix=oai_dc&set=s',
  'verb=ListIdentifiers&metadataPrefix=oai_dc',
  'verb=ListSets',
];

/** Clients that ask all the time until they are stopped; resolves to what they saw. */
function startLoad(url: string): { seen: Outcome[]; endInHand(): Promise<unknown>; stop(): Promise<Outcome[]> } {
  const seen: Outcome[] = [];
  const inHand: Promise<Outcome>[] = [];
  let going = true;
  const clients = Array.from({ length: 8 }, async (_, client) => {
    for (let at = client; going; at += 1) {
      inHand[client] = requestOutcome(`${url}?${requests[at % requests.length]}`);
      seen.push(await inHand[client]);
      const outcome = seen.at(-1);
      if (outcome !== 'whole') await sleep(20);
    }
  });
  return {
    seen,
    endInHand: () => Promise.all(inHand),
    stop: async () => {
      going = false;
      await Promise.all(clients);
      return seen;
    },
  };
}

const available = inject('testServer').kind === 'postgres' && findPostgresPrograms() !== null;

describeWhen(available, 'needs a PostgreSQL of its own to stop')('A database that goes away under load', () => {
  let cluster: PostgresCluster;
  let db: Database;
  let app: App;

  beforeAll(async () => {
    // What was committed and seen a moment before the crash must not be lost by it.
    cluster = await startPostgresCluster(findPostgresPrograms()!, { moreSettings: 'synchronous_commit = on' });
    app = await startTestApp(cluster.url, { OAI_PAGE_SIZE: '1000' });
    db = openTestPool(cluster.url, 2);
    await insertRecords(db, records, 'r', 1000);
    await waitUntil('all are published', async () => (await countLive(db)) === records);
  });

  afterAll(async () => {
    await app?.close();
    await db?.close();
    await cluster?.remove();
  });

  for (const mode of ['fast', 'crash'] as const) {
    test(`gives whole answers or 503 with Retry-After, and is found again without a restart (${mode} stop) [H-10] [H-11] [H-12] [G8]`, async () => {
      const load = startLoad(app.url);
      await waitUntil('the load runs', () => load.seen.length > 20);
      await cluster.stop(mode);
      // What was in hand comes to its end, one way or the other, and what was asked for before the last connection had heard of it.
      await sleep(700);
      await load.endInHand();
      const inHand = load.seen.length;
      await sleep(1000);
      const away = load.seen.slice(inHand);
      await cluster.start();
      await waitUntil('whole answers come again', () => load.seen.at(-1) === 'whole');
      const seen = await load.stop();
      expect(seen.filter((outcome) => typeof outcome === 'object')).toEqual([]);
      expect(away.length).toBeGreaterThan(10);
      expect(away.filter((outcome) => outcome !== 'come back')).toEqual([]);
      const { records: harvested } = await harvestAll(app.url);
      expect(harvested.length).toBeGreaterThanOrEqual(records);
    });

    test(`is published to again when it is back (${mode} stop) [G1]`, async () => {
      await insertRecords(db, 10, `after-${mode}`);
      const before = await countLive(db);
      const ms = await waitUntil('the publisher goes on', async () => (await countLive(db)) === before + 10);
      expect(ms).toBeLessThan(10_000 * patience);
    });
  }

  test('costs a publisher that is in the middle of a bulk nothing but time [G1] [G2]', async () => {
    const before = await countLive(db);
    await insertRecords(db, 20_000, 'bulk', 200);
    await waitUntil('a batch is committed', async () => (await countLive(db)) > before);
    await cluster.stop('fast');
    await cluster.start();
    await waitUntil('the bulk is published', async () => (await countLive(db)) === before + 20_000);
    const { records: harvested } = await harvestAll(app.url);
    expect(new Set(harvested.map(({ identifier }) => identifier)).size).toBe(before + 20_000);
    expect(harvested.length).toBe(before + 20_000);
  });
});

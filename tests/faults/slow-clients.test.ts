import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { parseOai } from '../support/parse-oai.ts';
import { publishNow } from '../support/publish-now.ts';
import { startTestApp } from '../support/test-app.ts';
import { requestOutcome } from './oai-outcome.ts';
import { type PausedClient, startPausedClient } from './paused-client.ts';
import { getValue } from './sql-records.ts';
import { waitUntil } from './wait-until.ts';

const clients = 40;
const total = 2000;
const bytesEach = 12_000;
// A few stretches of half a megabyte, and what compresses them.
const mostForOne = 4_000_000;
const page = '?verb=ListRecords&metadataPrefix=oai_dc';

needsRealPostgres('Clients that take their pages slowly', () =>
  describe.each(['identity', 'gzip'])('in %s', (encoding) => {
    let database: TestDatabase;
    let app: App;
    let slow: PausedClient[];
    let before: number;

    /** Bytes in use, garbage not counted. */
    const measureMemory = () => {
      setFlagsFromString('--expose-gc');
      (runInNewContext('gc') as () => void)();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };

    beforeAll(async () => {
      database = await makeTestDatabase();
      // Text that compression leaves half of.
      const text = `insert into records (id, sets, metadata) select 'r-' || n, array['s'], jsonb_build_object('title', 'Title ' || n, 'descriptions', jsonb_build_array(
      (select string_agg(md5(n || '-' || part), '') from generate_series(1, ${bytesEach / 32}) part))) from generate_series(1, ${total}) n`;
      await database.db.query({ name: '', text });
      await publishNow(database.db);
      const allOnOnePage = { OAI_PAGE_SIZE: '10000', OAI_PAGE_MAX_BYTES: '90000000' };
      app = await startTestApp(database.url, { OAI_PUBLISH: 'no', OAI_POOL_SIZE: '2', ...allOnOnePage });
      before = measureMemory();
      slow = await Promise.all(
        Array.from({ length: clients }, () => startPausedClient(`${app.url}${page}`, { 'Accept-Encoding': encoding })),
      );
      await sleep(1000);
    });

    afterAll(async () => {
      for (const client of slow ?? []) client.abort();
      await app?.close();
      await database?.drop();
    });

    test('hold no database connection, of which there are two [G7]', async () => {
      const held = () =>
        getValue<number>(
          database.db,
          `select count(*)::integer from pg_stat_activity
          where datname = current_database() and application_name like 'oai-pmh-server serve%' and state <> 'idle'`,
        );
      // A client that held one would hold it for as long as it pauses, which is to the end of these tests.
      await waitUntil('both connections are idle', async () => (await held()) === 0);
    });

    test('do not keep others waiting [G7]', async () => {
      const startedAt = performance.now();
      for (const verb of ['Identify', 'ListSets', 'ListIdentifiers&metadataPrefix=oai_dc']) {
        expect(await requestOutcome(`${app.url}?verb=${verb}`)).toBe('whole');
      }
      expect(performance.now() - startedAt).toBeLessThan(10_000);
    });

    test('cost the server a few stretches of their page each, not the page [G7]', () => {
      const perClient = (measureMemory() - before) / clients;
      console.info(`${(perClient / 1e6).toFixed(1)} MB for each slow client of a page of ${(total * bytesEach) / 1e6} MB.`);
      expect(perClient).toBeLessThan(mostForOne);
    });

    test('get their page whole in the end, and one that goes away leaves nothing behind [G8]', async () => {
      const [first, ...others] = slow;
      for (const client of others) client.abort();
      expect(parseOai(await first!.finish({ pauseMs: 1 })).records.length).toBe(total);
      expect(await requestOutcome(`${app.url}?verb=Identify`)).toBe('whole');
    });
  }),
);

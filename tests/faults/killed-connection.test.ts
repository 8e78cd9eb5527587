import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { BatchFault, publishBatch } from '../../src/publish/publish-batch.ts';
import { isDatabaseFault } from '../../src/storage/database-fault.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { parseOai } from '../support/parse-oai.ts';
import { publishNow } from '../support/publish-now.ts';
import { startTestApp } from '../support/test-app.ts';
import { makeTestRenderer, testFormats } from '../support/test-formats.ts';
import { withClient } from '../support/test-pool.ts';
import { startPausedClient } from './paused-client.ts';
import { countLive, getValue, insertRecords } from './sql-records.ts';
import { waitUntil } from './wait-until.ts';

// Of text that does not compress, so that a page of all is far more than the buffers between server and client hold.
const bigRecords = `
  insert into records (id, metadata)
  select 'big-' || n, jsonb_build_object('title', 'Title ' || n, 'descriptions',
    jsonb_build_array((select string_agg(md5(n::text || '-' || m), '') from generate_series(1, 400) m)))
  from generate_series(1, 3000) n`;
const allOnOnePage = { OAI_PUBLISH: 'no', OAI_PAGE_SIZE: '10000', OAI_PAGE_MAX_BYTES: '90000000' };

needsRealPostgres('A database connection that is killed', () => {
  let database: TestDatabase;
  const end: (() => Promise<void>)[] = [];

  const run = <Row extends object>(text: string) => database.db.query<Row>({ name: '', text });
  /** Ends every connection of the server whose statement is waiting for a lock or asleep. */
  const killWaiting = () =>
    run(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'oai-pmh-server serve%' and wait_event_type in ('Lock', 'Timeout')`);
  const startApp = async (env: Record<string, string>) => {
    const app = await startTestApp(database.url, env);
    end.push(app.close);
    return app;
  };

  beforeAll(async () => {
    database = await makeTestDatabase();
    await run(bigRecords);
    await publishNow(database.db);
  });

  afterEach(async () => {
    for (const close of end.splice(0)) await close();
  });

  afterAll(async () => {
    await database.drop();
  });

  test('in the middle of a batch rolls the batch back, and the publisher does it again [G1] [G4]', async () => {
    await run(`create function nap() returns trigger language plpgsql as $$ begin perform pg_sleep(5); return null; end $$`);
    await run('create trigger nap after insert on published for each statement execute function nap()');
    await startApp({});
    const before = await countLive(database.db);
    await insertRecords(database.db, 50, 'batch');
    await waitUntil('a batch is being written', async () => (await killWaiting()).length > 0);
    await run('drop trigger nap on published');
    const ms = await waitUntil('the batch is published', async () => (await countLive(database.db)) === before + 50);
    expect(ms).toBeLessThan(10_000);
    expect(await getValue(database.db, 'select count(*)::integer from problems')).toBe(0);
    expect(await getValue(database.db, 'select record_count::integer from publish_clock')).toBe(before + 50);
  });

  test('while records are rendered, when nothing is asked of it, is a fault of this batch and of nothing else [G4]', async () => {
    await insertRecords(database.db, 5, 'rendered');
    const renderer = makeTestRenderer();
    const killed = publishBatch(
      {
        db: database.db,
        clockOffsetSeconds: () => 0,
        formats: testFormats,
        renderer: {
          ...renderer,
          render: async (records, datestamp) => {
            await withClient(database.url, (client) =>
              client.query(`select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and state = 'idle in transaction'`),
            );
            return renderer.render(records, datestamp);
          },
        },
      },
      100,
    );
    const fault = await killed.catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(BatchFault);
    expect(isDatabaseFault((fault as BatchFault).cause)).toBe(true);
    expect((await publishNow(database.db)).published).toBe(5);
  });

  test('while it is idle, between two stretches of a page, does not hurt the page [G8]', async () => {
    const app = await startApp(allOnOnePage);
    const client = await startPausedClient(`${app.url}?verb=ListRecords&metadataPrefix=oai_dc`);
    const own = `from pg_stat_activity where datname = current_database() and application_name like 'oai-pmh-server serve%'`;
    const isQuiet = `select bool_and(state = 'idle' and state_change < clock_timestamp() - interval '500 ms') as quiet ${own}`;
    await waitUntil('the page waits for its client', async () => (await run<{ quiet: boolean }>(isQuiet))[0]!.quiet);
    expect((await run(`select pg_terminate_backend(pid) ${own}`)).length).toBeGreaterThan(0);
    // Until the server has been told.
    await sleep(200);
    const page = parseOai(await client.finish());
    expect(page.records.length).toBe(await getValue(database.db, 'select count(*)::integer from published'));
  });

  for (const encoding of ['identity', 'gzip']) {
    test(`in the middle of a page breaks the connection to the client, which cannot take it for whole (${encoding}) [H-10] [G8]`, async () => {
      const app = await startApp(allOnOnePage);
      const client = await startPausedClient(`${app.url}?verb=ListRecords&metadataPrefix=oai_dc`, {
        'Accept-Encoding': encoding,
      });
      await withClient(database.url, async (locker) => {
        await locker.query('begin; lock table published in access exclusive mode');
        const taken = client.finish().then(
          () => 'whole',
          () => 'broken',
        );
        await waitUntil('the page waits for its next stretch', async () => (await killWaiting()).length > 0);
        expect(await taken).toBe('broken');
      });
      expect((await fetch(`${app.url}?verb=Identify`)).status).toBe(200);
    });
  }
});

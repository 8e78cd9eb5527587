import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { harvestAll } from '../support/harvest.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { countLive, getValue, insertRecords } from './sql-records.ts';
import { patience, waitUntil } from './wait-until.ts';

needsRealPostgres('Two servers on one database', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await makeTestDatabase();
  });

  afterEach(async () => {
    await database.drop();
  });

  /** Starts two and tells which of them publishes, as `status` does: by the name in the clock, which has the process in it. */
  const startTwo = async (): Promise<{ publishing: ServerProcess; waiting: ServerProcess }> => {
    const env = { DATABASE_URL: database.url };
    const servers = await Promise.all([startServerProcess(env), startServerProcess(env)]);
    const isPublisher = async ({ pid }: ServerProcess) => (await findPublisher())?.split(':')[1] === String(pid);
    await waitUntil('one publishes', async () => (await isPublisher(servers[0])) || (await isPublisher(servers[1])));
    return (await isPublisher(servers[0]))
      ? { publishing: servers[0], waiting: servers[1] }
      : { publishing: servers[1], waiting: servers[0] };
  };
  const findPublisher = () => getValue<string | null>(database.db, 'select publisher from publish_clock');
  const isPublished = (count: number) => async () => (await countLive(database.db)) === count;

  test('elect one publisher, and both answer with what it publishes [G1]', async () => {
    const { publishing, waiting } = await startTwo();
    await insertRecords(database.db, 30);
    expect(await waitUntil('all are published', isPublished(30))).toBeLessThan(3000 * patience);
    const [one, other] = await Promise.all([harvestAll(publishing.url), harvestAll(waiting.url)]);
    expect(one.records).toEqual(other.records);
    expect(one.records.length).toBe(30);
    expect([publishing, waiting].filter((server) => server.log().includes('This server publishes.')).length).toBe(1);
  });

  test('agree on tokens, so that a harvest may change servers between pages [G3]', async () => {
    const { publishing, waiting } = await startTwo();
    await insertRecords(database.db, 150);
    await waitUntil('all are published', isPublished(150));
    const page = await (await fetch(`${publishing.url}?verb=ListRecords&metadataPrefix=oai_dc`)).text();
    const token = /<resumptionToken[^>]*>([^<]+)</.exec(page)![1]!;
    const next = await (await fetch(`${waiting.url}?verb=ListRecords&resumptionToken=${token}`)).text();
    expect(next.match(/<record>/g)?.length).toBe(50);
  });

  test('take over from a publisher that is killed with work in hand, in seconds [G1]', async () => {
    const { publishing, waiting } = await startTwo();
    await insertRecords(database.db, 20_000, 'bulk', 300);
    await waitUntil('a batch is committed', async () => (await countLive(database.db)) > 0);
    publishing.kill('SIGKILL');
    const ms = await waitUntil('the other takes over', () => waiting.log().includes('This server publishes.'));
    console.info(`Taken over ${Math.round(ms)} ms after kill -9.`);
    expect(ms).toBeLessThan(8000 * patience);
    await waitUntil('the rest is published', isPublished(20_000));
    const { records } = await harvestAll(waiting.url);
    expect(new Set(records.map(({ identifier }) => identifier)).size).toBe(20_000);
    expect(records.length).toBe(20_000);
  });

  test('hand over from a publisher that is told to stop, in seconds [G1]', async () => {
    const { publishing, waiting } = await startTwo();
    publishing.kill('SIGTERM');
    const ms = await waitUntil('the other takes over', () => waiting.log().includes('This server publishes.'));
    console.info(`Handed over ${Math.round(ms)} ms after SIGTERM.`);
    expect(ms).toBeLessThan(2000 * patience);
    expect(await publishing.ended).toBe(0);
    await insertRecords(database.db, 5);
    expect(await waitUntil('all are published', isPublished(5))).toBeLessThan(3000 * patience);
  });

  test('leave publishing to the others where OAI_PUBLISH says no', async () => {
    const silent = await startServerProcess({ DATABASE_URL: database.url, OAI_PUBLISH: 'no' });
    await insertRecords(database.db, 5);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await countLive(database.db)).toBe(0);
    expect(await findPublisher()).toBe(null);
    const { pid } = await startServerProcess({ DATABASE_URL: database.url });
    await waitUntil('all are published', isPublished(5));
    expect((await findPublisher())?.split(':')[1]).toBe(String(pid));
    expect((await harvestAll(silent.url)).records.length).toBe(5);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServerWithWorkers, startWithWorkers } from '../faults/server-workers.ts';
import { waitUntil } from '../faults/wait-until.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { findDifferences, startFollowers } from './followers.ts';
import { makeRandom, writeForAWhile } from './writers.ts';

const seconds = 12;
const seed = Number(process.env.LOSSLESS_SEED ?? Date.now() % 1_000_000);

needsRealPostgres(`Lossless with workers (seed ${seed})`, () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await makeTestDatabase();
  });

  afterAll(async () => {
    await database.drop();
  });

  it('leaves every incremental harvester with an exact copy, though the worker that publishes is killed and all are restarted [G1]', async () => {
    const env = { DATABASE_URL: database.url, OAI_PAGE_SIZE: '40', OAI_PUBLISH_BATCH: '20' };
    const server = await startWithWorkers(env);
    const random = makeRandom(seed);
    const followers = startFollowers(server.url, 3, random, { toleratesFailures: true });
    const writing = writeForAWhile(database.db, { writers: 8, seconds, seed });
    await sleep(2000 + random() * 2000);
    await disturb(server, random);
    expect(await writing).toBeGreaterThan(seconds * 8);
    await waitUntil('everything is published', () => isCalm(database));
    await sleep(1000);
    await followers.stop();
    for (const { mirror } of followers.mirrors) await mirror.harvest();
    for (const { policy, mirror } of followers.mirrors) {
      expect({ policy, differences: await findDifferences(database.db, mirror) }).toEqual({ policy, differences: [] });
    }
    expect(followers.mirrors[0]!.mirror.records.size).toBeGreaterThan(100);
    expect(countStarted(server)).toBe(5);
    // Those that the killed worker had in hand.
    expect(followers.failures()).toBeLessThanOrEqual(12);
  });
});

/** Kills the worker that publishes, and then has all of them restarted. */
async function disturb(server: ServerWithWorkers, random: () => number): Promise<void> {
  process.kill(server.findPublishing()!, 'SIGKILL');
  await waitUntil('it is replaced', () => countStarted(server) === 3);
  await sleep(random() * 2000);
  server.kill('SIGHUP');
  await waitUntil('all are restarted', () => server.log().includes('All workers were restarted.'), 30_000);
}

function countStarted(server: ServerWithWorkers): number {
  return (server.log().match(/"msg":"Worker \d+ serves\."/g) ?? []).length;
}

async function isCalm({ db }: TestDatabase): Promise<boolean> {
  const text = 'select not exists (select 1 from outbox) as calm';
  return (await db.query<{ calm: boolean }>({ name: 'is_calm', text }))[0]!.calm;
}

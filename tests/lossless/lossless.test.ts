import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { publishNow } from '../support/publish-now.ts';
import { startTestApp, testDomain } from '../support/test-app.ts';
import { findDifferences, findFormatDifferences, startFollowers } from './followers.ts';
import { makeRandom, writeForAWhile } from './writers.ts';

const seconds = Number(process.env.LOSSLESS_SECONDS ?? 20);
const seed = Number(process.env.LOSSLESS_SEED ?? Date.now() % 1_000_000);

needsRealPostgres(`Lossless (seed ${seed})`, () => {
  let database: TestDatabase;
  let app: App;

  beforeAll(async () => {
    database = await makeTestDatabase();
    // Nothing yet; but formats are offered from now on.
    await publishNow(database.db);
    app = await startTestApp(database.url, { OAI_PUBLISH: 'no', OAI_PAGE_SIZE: '40' });
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it(
    'leaves every incremental harvester with an exact copy, whatever 8 writers do and however often the publisher is killed [G1] [D-18] [V-01] [V-10]',
    async () => {
      const random = makeRandom(seed);
      const publisher = keepKilling(database.url, random);
      const followers = startFollowers(app.url, 3, random);
      const further = ['mods', 'uketd_dc'].map((metadataPrefix) => ({
        metadataPrefix,
        ...startFollowers(app.url, 1, random, { metadataPrefix }),
      }));
      const committed = await writeForAWhile(database.db, { writers: 8, seconds, seed });
      const publications = await countPublications(database);
      await publisher.letLive();
      await untilPublished(database);
      await Promise.all([followers, ...further].map(({ stop }) => stop()));
      for (const { mirror } of [followers, ...further].flatMap(({ mirrors }) => mirrors)) await mirror.harvest();
      await publisher.end();
      expect(committed).toBeGreaterThan(seconds * 8);
      expect(publisher.kills()).toBeGreaterThan(seconds / 5);
      expect(publications).toBeGreaterThan(seconds);
      for (const { policy, mirror } of followers.mirrors) {
        expect({ policy, differences: await findDifferences(database.db, mirror) }).toEqual({ policy, differences: [] });
      }
      expect(followers.mirrors[0]!.mirror.records.size).toBeGreaterThan(200);
      // What was rendered during the harvests against what is rendered anew from what was kept.
      await database.db.query({ name: 'forget', text: 'truncate renditions' });
      for (const { metadataPrefix, mirrors } of further) {
        for (const { policy, mirror } of mirrors) {
          const differences = await findFormatDifferences(app.url, metadataPrefix, mirror);
          expect({ metadataPrefix, policy, differences }).toEqual({ metadataPrefix, policy, differences: [] });
          expect(mirror.records.size).toBeGreaterThan(50);
        }
      }
    },
    (seconds + 60) * 1000,
  );
});

/** Runs a publisher that is killed with SIGKILL every second or three and started again. */
function keepKilling(url: string, random: () => number) {
  const start = () =>
    spawn(process.execPath, [new URL('./publisher-process.mjs', import.meta.url).pathname], {
      env: { ...process.env, DATABASE_URL: url, IDENTIFIER_DOMAIN: testDomain, BATCH_SIZE: '20' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  const kill = async (child: ChildProcess) => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  let child = start();
  let killing = true;
  let kills = 0;
  const done = (async () => {
    while (killing) {
      await sleep(1000 + random() * 2000);
      await kill(child);
      kills += 1;
      child = start();
    }
  })();
  return {
    kills: () => kills,
    letLive: async () => {
      killing = false;
      await done;
    },
    end: () => kill(child),
  };
}

async function countPublications({ db }: TestDatabase): Promise<number> {
  const text = 'select publication::float8 as publication from publish_clock';
  return (await db.query<{ publication: number }>({ name: 'publications', text }))[0]!.publication;
}

/** Waits until nothing is noted and a whole second has passed since. */
async function untilPublished({ db }: TestDatabase): Promise<void> {
  const text = 'select count(*)::integer as waiting from outbox';
  for (let calm = 0; calm < 3; ) {
    await sleep(500);
    const [row] = await db.query<{ waiting: number }>({ name: 'waiting', text });
    calm = row!.waiting === 0 ? calm + 1 : 0;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { getValue } from '../faults/sql-records.ts';
import { waitUntil } from '../faults/wait-until.ts';
import { findDifferences, startFollowers } from '../lossless/followers.ts';
import { makeRandom, writeForAWhile } from '../lossless/writers.ts';
import { startTestApp } from '../support/test-app.ts';
import { needsReplication, type Replication, type Standby, startReplication, toReadSettings } from './replication.ts';

const seconds = Number(process.env.LOSSLESS_REPLICA_SECONDS ?? 8);
const seed = Number(process.env.LOSSLESS_SEED ?? Date.now() % 1_000_000);

needsReplication(`Lossless on replicas (seed ${seed})`, () => {
  let replication: Replication;
  let publishing: App;
  let onOne: App;
  let onBoth: App;

  beforeAll(async () => {
    replication = await startReplication(2);
    const [steady, lagging] = replication.standbys as [Standby, Standby];
    publishing = await startTestApp(replication.url);
    const pages = { OAI_PAGE_SIZE: '3' };
    onOne = await startTestApp(replication.url, toReadSettings([lagging], pages));
    onBoth = await startTestApp(replication.url, toReadSettings([steady, lagging], pages));
  });

  afterAll(async () => {
    for (const app of [onOne, onBoth, publishing]) await app?.close();
    await replication?.remove();
  });

  it(
    'leaves every incremental harvester with an exact copy, though a replica lags now and then by up to seconds [G1] [G2] [D-18]',
    async () => {
      const random = makeRandom(seed);
      const followers = [startFollowers(onOne.url, 2, random), startFollowers(onBoth.url, 2, random)];
      const lag = keepLagging(replication.standbys[1]!, random);
      const committed = await writeForAWhile(replication.db, { writers: 5, seconds, seed });
      await waitUntil(
        'all is published',
        async () => (await getValue(replication.db, 'select count(*)::integer from outbox')) === 0,
      );
      // Once more while it lags, so that the last changes are harvested from both.
      await sleep(1500);
      for (const each of followers) await each.stop();
      await lag.stop();
      await replication.catchUp();
      expect(committed).toBeGreaterThan(seconds * 4);
      expect(lag.times()).toBeGreaterThan(seconds / 4);
      for (const { policy, mirror } of followers.flatMap(({ mirrors }) => mirrors)) {
        await mirror.harvest();
        expect({ policy, differences: await findDifferences(replication.db, mirror) }).toEqual({ policy, differences: [] });
      }
    },
    (seconds + 45) * 1000,
  );
});

/** Holds a standby for up to a second, lets it catch up, and again. */
function keepLagging(standby: Standby, random: () => number): { times(): number; stop(): Promise<void> } {
  let going = true;
  let times = 0;
  const done = (async () => {
    while (going) {
      await standby.pause();
      times += 1;
      await sleep(100 + random() * 1100);
      await standby.resume();
      await sleep(random() * 300);
    }
  })();
  return {
    times: () => times,
    stop: async () => {
      going = false;
      await done;
    },
  };
}

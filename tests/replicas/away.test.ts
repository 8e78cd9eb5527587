import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { requestOutcome } from '../faults/oai-outcome.ts';
import { insertRecords } from '../faults/sql-records.ts';
import { waitUntil } from '../faults/wait-until.ts';
import { harvestAll } from '../support/harvest.ts';
import { publishNow } from '../support/publish-now.ts';
import { startTestApp, testDomain } from '../support/test-app.ts';
import { countReads, needsReplication, type Replication, type Standby, startReplication, toReadSettings } from './replication.ts';

const requests = [
  'verb=Identify',
  'verb=ListRecords&metadataPrefix=oai_dc',
  'verb=ListIdentifiers&metadataPrefix=oai_dc&set=s',
  `verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:${testDomain}:r-1`,
  'verb=ListSets',
];

needsReplication('A replica that is away', () => {
  let replication: Replication;
  let one: Standby;
  let other: Standby;
  let app: App;
  const lines: string[] = [];

  const countLines = (text: string) => lines.filter((line) => line.includes(text)).length;
  const askAll = async () => {
    const outcomes = [];
    for (const request of requests) outcomes.push(await requestOutcome(`${app.url}?${request}`));
    return outcomes;
  };
  const allWhole = requests.map(() => 'whole');
  const isUsed = async (standby: Standby) => {
    const before = await countReads(standby.db);
    await askAll();
    // The counters come after a while.
    return waitUntil('it is asked again', async () => {
      await askAll();
      return (await countReads(standby.db)) > before;
    });
  };

  const untilBack = (log: readonly string[], url = app.url) =>
    waitUntil('it is taken back', async () => {
      await requestOutcome(`${url}?verb=Identify`);
      return log.some((line) => line.includes('answers again'));
    });

  beforeAll(async () => {
    replication = await startReplication(2);
    [one, other] = replication.standbys as [Standby, Standby];
    await insertRecords(replication.db, 500);
    await publishNow(replication.db);
    await replication.catchUp();
  });

  // A database that was left out lately is left out for longer.
  beforeEach(async () => {
    lines.splice(0);
    app = await startTestApp(replication.url, toReadSettings([one, other], { OAI_PAGE_SIZE: '100' }), lines);
  });

  afterEach(() => app.close());

  afterAll(() => replication?.remove());

  test('is asked while it is there, and the primary is left in peace', async () => {
    await isUsed(one);
    await isUsed(other);
  });

  test('is not asked anything while nobody asks', async () => {
    const count = async ({ db }: Pick<Standby, 'db'>) => {
      const text = `select count(*)::integer as value from pg_stat_activity where application_name like 'oai-pmh-server serve%'
        and query_start > clock_timestamp() - interval '1.5 s'`;
      return (await db.query<{ value: number }>({ name: '', text }))[0]!.value;
    };
    await sleep(1600);
    expect([await count(one), await count(other), await count(replication)]).toEqual([0, 0, 0]);
  });

  test.each(['fast', 'crash'] as const)(
    'is noticed by no client, and is asked again when it is back (%s stop) [G8]',
    async (mode) => {
      lines.splice(0);
      let going = true;
      const seen: unknown[] = [];
      const clients = Array.from({ length: 6 }, async () => {
        while (going) seen.push(...(await askAll()));
      });
      await sleep(300);
      await one.cluster.stop(mode);
      await sleep(1500);
      const { records } = await harvestAll(app.url);
      await one.cluster.start();
      going = false;
      await Promise.all(clients);
      expect(records).toHaveLength(500);
      expect(seen.length).toBeGreaterThan(50);
      expect(seen.filter((outcome) => outcome !== 'whole')).toEqual([]);
      await isUsed(one);
      expect([countLines('left out'), countLines('answers again')]).toEqual([1, 1]);
    },
  );

  test('answers in the place of a primary that hangs, once that has said nothing for some seconds [G8]', async () => {
    const pids = await listProcesses(replication);
    const outcomes: unknown[] = [];
    try {
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      for (let round = 0; round < 2; round += 1) outcomes.push(...(await askAll()));
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    }
    expect(outcomes).toEqual([...allWhole, ...allWhole]);
  });

  test('holds up few requests, and those for seconds, when it hangs', async () => {
    const pids = await listProcesses(one);
    const times: number[] = [];
    try {
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      for (let round = 0; round < 5; round += 1) {
        const startedAt = performance.now();
        expect(await askAll()).toEqual(allWhole);
        times.push(performance.now() - startedAt);
      }
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    }
    expect(Math.max(...times)).toBeGreaterThan(1000);
    expect(times.filter((ms) => ms > 1000)).toHaveLength(1);
    expect(Math.max(...times)).toBeLessThan(5000);
    await untilBack(lines);
  });

  test('or the primary: reads go on where one is left; a 503 only when none is [G8] [H-10]', async () => {
    await replication.cluster.stop();
    expect(await askAll()).toEqual(allWhole);
    expect((await harvestAll(app.url)).records).toHaveLength(500);
    await other.cluster.stop();
    expect(await askAll()).toEqual(allWhole);
    await one.cluster.stop();
    expect(await askAll()).toEqual(requests.map(() => 'come back'));
    lines.splice(0);
    await one.cluster.start();
    await untilBack(lines);
    expect(await askAll()).toEqual(allWhole);
    for (const cluster of [replication.cluster, other.cluster]) await cluster.start();
    expect(await askAll()).toEqual(allWhole);
  });

  test('at the start is left out until it is there', async () => {
    await one.cluster.stop();
    const own: string[] = [];
    const started = await startTestApp(replication.url, toReadSettings([one]), own);
    expect(await requestOutcome(`${started.url}?${requests[1]}`)).toBe('whole');
    await one.cluster.start();
    await untilBack(own, started.url);
    await started.close();
    expect(own.filter((line) => line.includes('left out'))).toHaveLength(1);
    expect(own.join('')).not.toContain('password');
  });
});

/** The postmaster of a database, which takes new connections, and its sessions. */
async function listProcesses({ db }: Pick<Standby, 'db'>): Promise<number[]> {
  const text = `select pg_read_file('postmaster.pid') as value union all
    select pid::text from pg_stat_activity where application_name like 'oai-pmh-server serve%'`;
  const rows = await db.query<{ value: string }>({ name: '', text });
  return rows.map(({ value }) => Number.parseInt(value, 10));
}

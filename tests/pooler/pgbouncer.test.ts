import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { runCommand, startServerProcess } from '../faults/server-process.ts';
import { insertRecords } from '../faults/sql-records.ts';
import { waitUntil } from '../faults/wait-until.ts';
import { findDifferences, startFollowers } from '../lossless/followers.ts';
import { makeRandom, writeForAWhile } from '../lossless/writers.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { describeWhen } from '../support/describe-when.ts';
import { harvestAll } from '../support/harvest.ts';
import { findPgBouncer, type PgBouncer, startPgBouncer } from '../support/pgbouncer.ts';
import { startTestApp, testDomain } from '../support/test-app.ts';
import { openTestPool } from '../support/test-pool.ts';

const program = findPgBouncer();
const available = inject('testServer').kind === 'postgres' && program !== null;
const seconds = 6;
const unprepared = { OAI_PREPARED_STATEMENTS: 'no' };

describeWhen(available, 'needs PostgreSQL and PgBouncer')('Through PgBouncer in transaction mode', () => {
  let database: TestDatabase;
  let bouncer: PgBouncer;
  let url: string;

  beforeAll(async () => {
    database = await makeTestDatabase();
    bouncer = await startPgBouncer(program!, database.url);
    url = bouncer.toUrl(database.url);
  });

  afterAll(async () => {
    await bouncer?.stop();
    await database?.drop();
  });

  test('migrate, import, publish, status and problems do their work', async () => {
    const env = { DATABASE_URL: url, ...unprepared };
    const lines = Array.from({ length: 300 }, (_, n) => JSON.stringify({ id: `i-${n}`, metadata: { title: `Title ${n}` } }));
    const run = async (args: readonly string[], input = '') => {
      const { code, stdout, stderr } = await runCommand(args, env, input);
      expect([args[0], code, stderr]).toEqual([args[0], 0, '']);
      return stdout;
    };
    expect(await run(['migrate'])).toContain('up to date');
    expect(await run(['import', '-'], `${lines.join('\n')}\n`)).toContain('300 new');
    expect(await run(['publish'])).toContain('published 300 records');
    expect(JSON.parse(await run(['status', '--json']))).toMatchObject({ records: 300, published: 300, outboxLength: 0 });
    await run(['problems']);
  });

  test('nothing is missed, whatever is written meanwhile, and two servers take over publishing from one another [G1] [D-18]', async () => {
    const settings = { ...unprepared, OAI_PAGE_SIZE: '40' };
    const one = await startTestApp(url, settings);
    const two = await startTestApp(url, { ...settings, OAI_PUBLISH: 'no', OAI_READ_DATABASE_URL: url });
    const three = await startTestApp(url, settings);
    const writing = openTestPool(url, 8);
    try {
      const random = makeRandom(7);
      const followers = [
        startFollowers(one.url, 1, random),
        startFollowers(two.url, 1, random),
        startFollowers(three.url, 1, random),
      ];
      const written = writeForAWhile(writing, { writers: 3, seconds, seed: 7 });
      await sleep((seconds * 1000) / 2);
      await followers[0]!.stop();
      await one.close();
      // A busy machine of two cores wrote three times a second.
      expect(await written).toBeGreaterThan(seconds);
      const waiting = () => database.db.query({ name: '', text: 'select 1 from outbox limit 1' });
      await waitUntil('all is published', async () => (await waiting()).length === 0);
      await sleep(1500);
      await Promise.all(followers.slice(1).map((each) => each.stop()));
      for (const { policy, mirror } of followers.slice(1).flatMap(({ mirrors }) => mirrors)) {
        await mirror.harvest();
        expect({ policy, differences: await findDifferences(database.db, mirror) }).toEqual({ policy, differences: [] });
      }
    } finally {
      await writing.close();
      await two.close();
      await three.close();
    }
  });

  test('a list is stable while records change [G2] [T-i] [T-j]', async () => {
    await insertRecords(database.db, 600, 'stable');
    const app = await startTestApp(url, { ...unprepared, OAI_PAGE_SIZE: '20' });
    const text = `select count(*)::integer as value from published where id like 'stable-%'`;
    const isPublished = async () => (await database.db.query<{ value: number }>({ name: '', text }))[0]!.value === 600;
    try {
      await waitUntil('all are published', isPublished);
      const changed = new Set<string>();
      const { records } = await harvestAll(app.url, { set: 's' }, async ({ index }) => {
        const id = `stable-${(index * 37) % 600}`;
        changed.add(`oai:${testDomain}:${id}`);
        await database.db.query({ name: '', text: `update records set metadata = '{"title": "Changed"}' where id = $1::text` }, [
          id,
        ]);
      });
      const unchanged = records.map(({ identifier }) => identifier).filter((identifier) => !changed.has(identifier));
      expect(new Set(unchanged).size).toBe(600 - changed.size);
      expect(unchanged).toHaveLength(600 - changed.size);
    } finally {
      await app.close();
    }
  });

  test('the first start with prepared statements ends with what to do', async () => {
    const { code, stderr } = await runCommand(['status'], { DATABASE_URL: url });
    expect(code).toBe(1);
    expect(stderr).toContain('DATABASE_POOLED');
    expect(stderr).toContain('unsupported startup parameter: statement_timeout');
    expect(stderr).toContain('OAI_PREPARED_STATEMENTS=no');
  });

  test('prepared statements that PgBouncer loses give a 503, and the log says what to do [G8]', async () => {
    // Without a time limit there is no startup parameter for it to refuse.
    const server = await startServerProcess({ DATABASE_URL: url, OAI_STATEMENT_TIMEOUT_MS: '0' });
    const ask = () => fetch(`${server.url}?verb=ListRecords&metadataPrefix=oai_dc`);
    await waitUntil('a statement is lost', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, ask));
      for (const { status } of answers) expect([200, 503]).toContain(status);
      return answers.some(({ status }) => status === 503);
    });
    expect(server.log()).toContain('OAI_PREPARED_STATEMENTS=no');
    expect(server.log()).not.toContain('this is a bug');
  });
});

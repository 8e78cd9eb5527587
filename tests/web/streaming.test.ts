import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { App } from '../../src/app.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { harvestAll } from '../support/harvest.ts';
import { parseOai } from '../support/parse-oai.ts';
import { publishNow } from '../support/publish-now.ts';
import { startTestApp } from '../support/test-app.ts';
import { sendRequest } from './send-request.ts';
import { startSlowReader } from './slow-readers.ts';

// 14 MB: more than the buffers of both ends of a loopback connection take in, so that a client which reads nothing does hold the answer up.
const recordCount = 2000;
const wordRepeats = 220;
const page = 'verb=ListRecords&metadataPrefix=oai_dc';

let database: TestDatabase;
let app: App;
let small: App;

beforeAll(async () => {
  database = await makeTestDatabase();
  await database.db.query(
    {
      name: 'fill',
      text: `insert into records (id, metadata) select 'r' || n, jsonb_build_object('title', 'Title ' || n, 'description', repeat(md5(n::text), $1::integer))
        from generate_series(1, $2::integer) n`,
    },
    [wordRepeats, recordCount],
  );
  await publishNow(database.db);
  const poolSize = { OAI_PUBLISH: 'no', OAI_POOL_SIZE: database.kind === 'postgres' ? '2' : '1' };
  app = await startTestApp(database.url, { ...poolSize, OAI_PAGE_SIZE: String(recordCount) });
  small = await startTestApp(database.url, { ...poolSize, OAI_PAGE_SIZE: '1000', OAI_PAGE_MAX_BYTES: '65536' });
});
afterAll(async () => {
  await Promise.all([app.close(), small.close()]);
  await database.drop();
});

/** What the server's sessions are doing, by their state. */
async function listSessions(): Promise<string[]> {
  const text = `select state from pg_stat_activity where datname = current_database() and application_name like 'oai-pmh-server serve%'`;
  return (await database.db.query<{ state: string }>({ name: 'list_sessions', text })).map(({ state }) => state);
}

describe('an answer of many megabytes', () => {
  test.each([undefined, 'gzip', 'br'])('arrives whole, in encoding %s [X-27] [H-25]', async (encoding) => {
    const headers: Record<string, string> = encoding === undefined ? {} : { 'Accept-Encoding': encoding };
    const start = performance.now();
    const reply = await sendRequest(app.url, { query: page, headers });
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(reply.text.length).toBeGreaterThan(14_000_000);
    const { records, resumptionToken } = parseOai(reply.text);
    expect(new Set(records.map(({ identifier }) => identifier)).size).toBe(recordCount);
    expect(resumptionToken).toBe(null);
  });

  test('is the same to a client that waited half a second at its beginning [X-27]', async () => {
    const reader = await startSlowReader(app.url, page);
    await sleep(500);
    expect(await reader.finish()).toBe((await sendRequest(app.url, { query: page })).text);
  });
});

describe('slow clients', () => {
  test('hold no database connection: with fifty of them and a pool of two, a fast one is served', async () => {
    const readers = await Promise.all(Array.from({ length: 50 }, () => startSlowReader(app.url, page)));
    await sleep(500);
    const start = performance.now();
    const fast = await sendRequest(app.url, { query: 'verb=GetRecord&identifier=oai:an.example.org:r1&metadataPrefix=oai_dc' });
    expect([fast.status, performance.now() - start < 10_000]).toEqual([200, true]);
    expect(parseOai((await sendRequest(app.url, { query: page })).text).records).toHaveLength(recordCount);
    expect(parseOai(await readers[0]!.finish()).records).toHaveLength(recordCount);
    for (const reader of readers) reader.leave();
  });

  needsRealPostgres('on the database', () => {
    // A busy machine takes its time until every client has all that its buffers hold.
    const untilIdle = () =>
      vi.waitFor(async () => expect((await listSessions()).filter((state) => state !== 'idle')).toEqual([]), {
        timeout: 20_000,
        interval: 100,
      });

    test('hold no session that does anything, and clients that hang up leave none behind', async () => {
      const readers = await Promise.all(Array.from({ length: 20 }, () => startSlowReader(app.url, page)));
      await untilIdle();
      for (const reader of readers) reader.leave();
      await untilIdle();
      const after = await listSessions();
      // Two servers of this file, two connections each.
      expect(after.length).toBeLessThanOrEqual(4);
      expect((await sendRequest(app.url, { query: 'verb=Identify' })).status).toBe(200);
    });
  });

  test('that hang up in the middle of a page, again and again, leave a server that answers', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const readers = await Promise.all(Array.from({ length: 5 }, () => startSlowReader(app.url, page)));
      for (const reader of readers) reader.leave();
    }
    const { records } = parseOai((await sendRequest(app.url, { query: page })).text);
    expect(records).toHaveLength(recordCount);
  });
});

describe('a page of large records', () => {
  test('ends early rather than grow beyond the limit, and the list is still complete [T-d] [T-e] [T-q] [H-25]', async () => {
    const starts: number[] = [];
    let counted = 0;
    const { records, pages } = await harvestAll(small.url, { until: '2999-12-31' }, ({ xml, answer }) => {
      // One record is about 7 kB; the answer's own elements are a little.
      expect(Buffer.byteLength(xml)).toBeLessThan(65_536 + 9_000);
      expect(answer.resumptionToken).toMatchObject({ cursor: counted, completeListSize: recordCount });
      starts.push(counted);
      counted += answer.records.length;
    });
    expect(pages).toBeGreaterThan(150);
    expect(new Set(records.map(({ identifier }) => identifier)).size).toBe(recordCount);
  });

  test('is measured by what is sent: many more headers than records fit into one', async () => {
    const reply = await sendRequest(small.url, { query: 'verb=ListIdentifiers&metadataPrefix=oai_dc' });
    expect(parseOai(reply.text).records.length).toBeGreaterThan(400);
    expect(reply.raw.length).toBeLessThan(65_536 + 30_000);
  });
});

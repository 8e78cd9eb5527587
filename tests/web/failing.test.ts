import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { parseOai } from '../support/parse-oai.ts';
import { publishNow } from '../support/publish-now.ts';
import { startTestApp } from '../support/test-app.ts';
import { withClient } from '../support/test-pool.ts';
import { sendRequest } from './send-request.ts';
import { startSlowReader } from './slow-readers.ts';

let database: TestDatabase;
let app: App;
const recordCount = 2000;
const page = 'verb=ListRecords&metadataPrefix=oai_dc';

const sql = (text: string) => database.db.query({ name: 'sql', text });

beforeAll(async () => {
  database = await makeTestDatabase();
  await sql(`insert into records (id, metadata) select 'r' || n, jsonb_build_object('title', 'Title ' || n, 'description', repeat(md5(n::text), 220))
    from generate_series(1, ${recordCount}) n`);
  await publishNow(database.db);
  app = await startTestApp(database.url, {
    OAI_PUBLISH: 'no',
    OAI_PAGE_SIZE: String(recordCount),
    OAI_STATEMENT_TIMEOUT_MS: '1500',
  });
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

/** Runs `work` while the table of what is published is not there. */
async function withoutTable(work: () => Promise<void>): Promise<void> {
  await sql('alter table published rename to published_away');
  try {
    await work();
  } finally {
    await sql('alter table published_away rename to published');
  }
}

describe('a fault', () => {
  test('in the middle of an answer cuts the connection: never half a document with 200 [X-27] [T-03]', async () => {
    const reader = await startSlowReader(app.url, page);
    await withoutTable(async () => {
      await expect(reader.finish()).rejects.toThrow();
    });
    expect(parseOai((await sendRequest(app.url, { query: page })).text).records).toHaveLength(recordCount);
  });

  test('of our own before the first byte is 500, never an error of the protocol, and tells nothing of the inside [H-10] [E-05]', async () => {
    await withoutTable(async () => {
      for (const query of [page, 'verb=GetRecord&identifier=oai:an.example.org:r1&metadataPrefix=oai_dc']) {
        const reply = await sendRequest(app.url, { query });
        expect([reply.status, reply.headers['content-type']]).toEqual([500, 'text/plain; charset=utf-8']);
        expect(reply.text).not.toMatch(/published|select|relation|node_modules|\.ts/);
      }
    });
  });
});

needsRealPostgres('a database that does not answer in time', () => {
  test('is 503 with a whole number of seconds to wait, from 1 to 3,600, and nothing of OAI [H-10] [H-11] [H-12] [H-13]', async () => {
    await withClient(database.url, async (client) => {
      await client.query('begin');
      await client.query('lock table published in access exclusive mode');
      for (const headers of [{}, { 'Accept-Encoding': 'gzip' }]) {
        const reply = await sendRequest(app.url, { query: page, headers });
        expect(reply.status).toBe(503);
        expect(reply.headers['retry-after']).toMatch(/^[1-9]\d{0,3}$/);
        expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(3600);
        expect(reply.text).not.toContain('OAI-PMH');
      }
      await client.query('rollback');
    });
    expect((await sendRequest(app.url, { query: 'verb=Identify' })).status).toBe(200);
  });
});

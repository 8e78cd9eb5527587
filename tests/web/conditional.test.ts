import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { parseOai } from '../support/parse-oai.ts';
import { publishNow } from '../support/publish-now.ts';
import { startTestApp } from '../support/test-app.ts';
import { postForm, sendRequest, type WireReply } from './send-request.ts';

const list = 'verb=ListRecords&metadataPrefix=oai_dc';
const insert = `insert into records (id, metadata, sets) select 'r' || n, '{"title": "t"}', '{a}' from generate_series($1::integer, $2::integer) n`;

describe('A client that has an answer already', () => {
  let database: TestDatabase;
  let app: App;
  const run = (text: string, values: readonly unknown[] = []) => database.db.query({ name: '', text }, values);
  const get = (query: string, tag?: string): Promise<WireReply> =>
    sendRequest(app.url, { query, headers: tag === undefined ? {} : { 'If-None-Match': tag } });
  const start = (env: Record<string, string> = {}) =>
    startTestApp(database.url, { OAI_PUBLISH: 'no', OAI_PAGE_SIZE: '10', ...env });

  beforeAll(async () => {
    database = await makeTestDatabase();
    await run(insert, [1, 30]);
    await publishNow(database.db);
    app = await start();
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  test.each([
    'verb=Identify',
    'verb=ListMetadataFormats',
    'verb=GetRecord&identifier=oai:an.example.org:r1&metadataPrefix=oai_dc',
    'verb=ListIdentifiers&metadataPrefix=oai_dc&set=a',
    list,
  ])('is told so for %s while nothing is published, and given the new one afterwards [H-02]', async (query) => {
    const first = await get(query);
    const tag = first.headers.etag!;
    expect(tag).toMatch(/^W\/"[\w.-]+"$/);
    // Time goes on, and so does the responseDate; that is why the tag is a weak one.
    await run(`update publish_clock set published_through = published_through + interval '1 second'`);
    const again = await get(query, `"of-something-else", ${tag}`);
    expect([again.status, again.raw.length, again.headers.etag]).toEqual([304, 0, tag]);
    expect(again.headers.vary).toContain('Accept-Encoding');
    expect(again.headers['cache-control']).toBe(first.headers['cache-control']);
    await run(`update records set metadata = jsonb_build_object('title', clock_timestamp()::text) where id = 'r1'`);
    await publishNow(database.db);
    const changed = await get(query, tag);
    expect(changed.status).toBe(200);
    expect(changed.headers.etag).not.toBe(tag);
    expect(parseOai(changed.text).errors).toEqual([]);
  });

  test.each(['gzip', 'deflate', 'br'])(
    'has the same tags in %s, page after page, whatever was made before it was asked for',
    async (encoding) => {
      const inEncoding = { 'Accept-Encoding': encoding };
      let query = list;
      for (let page = 0; page < 3; page += 1) {
        const plain = await get(query);
        const tag = plain.headers.etag!;
        const packed = await sendRequest(app.url, { query, headers: inEncoding });
        expect([packed.status, packed.text, packed.headers.etag]).toEqual([200, plain.text, tag]);
        const again = await sendRequest(app.url, { query, headers: { ...inEncoding, 'If-None-Match': tag } });
        expect([again.status, again.raw.length, again.headers.etag]).toEqual([304, 0, tag]);
        const head = await sendRequest(app.url, { method: 'HEAD', query, headers: inEncoding });
        expect([head.status, head.raw.length, head.headers.etag, head.headers['content-encoding']]).toEqual([
          200,
          0,
          tag,
          encoding,
        ]);
        const { resumptionToken } = parseOai(plain.text);
        query = `verb=ListRecords&resumptionToken=${resumptionToken?.value}`;
      }
    },
  );

  test('may go on with a token, which has a tag of its own', async () => {
    const { resumptionToken } = parseOai((await get(list)).text);
    const query = `verb=ListRecords&resumptionToken=${resumptionToken!.value}`;
    const page = await get(query);
    expect((await get(query, page.headers.etag!)).status).toBe(304);
    expect((await get(list, page.headers.etag!)).status).toBe(200);
  });

  test('is given an answer in full by a server with other settings', async () => {
    const { etag } = (await get(list)).headers;
    const other = await start({ OAI_PAGE_SIZE: '20' });
    const reply = await sendRequest(other.url, { query: list, headers: { 'If-None-Match': etag! } });
    await other.close();
    expect(parseOai(reply.text).records).toHaveLength(20);
  });

  test('is told the same by HEAD', async () => {
    const { etag } = (await sendRequest(app.url, { method: 'HEAD', query: list })).headers;
    expect((await sendRequest(app.url, { method: 'HEAD', query: list, headers: { 'If-None-Match': etag! } })).status).toBe(304);
  });

  test('gets no tag with an error, with sets, whose names change without a publication, or by POST', async () => {
    for (const query of ['verb=ListRecords', `${list}&from=2031-01-01`, 'verb=ListSets']) {
      const { headers } = await get(query);
      expect([query, headers.etag, headers['cache-control']]).toEqual([query, undefined, 'public, max-age=5']);
    }
    const posted = await postForm(app.url, list);
    expect([posted.headers.etag, posted.headers['cache-control']]).toEqual([undefined, 'no-store']);
  });

  test('and a tag that is none of ours, or none at all, is given everything', async () => {
    for (const tag of ['*', '""', 'W/"a.1"', `W/"${'a'.repeat(22)}.1"`, `"${'a'.repeat(22)}.99999999999999999999"`, ','])
      expect((await get(list, tag)).status).toBe(200);
  });
});

describe('How long a cache may keep an answer', () => {
  test('is a setting, and 0 has it ask each time', async () => {
    const database = await makeTestDatabase();
    for (const [seconds, value] of [
      ['60', 'public, max-age=60'],
      ['0', 'no-cache'],
    ] as const) {
      const app = await startTestApp(database.url, { OAI_PUBLISH: 'no', OAI_CACHE_SECONDS: seconds });
      expect((await sendRequest(app.url, { query: 'verb=Identify' })).headers['cache-control']).toBe(value);
      // Who asks for one record may have been told of its change by a list, and no later list tells it again.
      const one = 'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:an.example.org:r1';
      expect((await sendRequest(app.url, { query: one })).headers['cache-control']).toBe('no-cache');
      await app.close();
    }
    await database.drop();
  });
});

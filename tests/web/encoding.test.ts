import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fixture, startFixture } from '../conformance/fixture.ts';
import { sendRequest, type WireReply } from './send-request.ts';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture('full', { OAI_PAGE_SIZE: '1000' });
});
afterAll(() => fixture.close());

const list = 'verb=ListRecords&metadataPrefix=oai_dc';
const identity = undefined;

/** What is accepted, and what must come; undefined is no Content-Encoding. */
const preferences: readonly (readonly [accepted: string | null, encodings: readonly (string | undefined)[]])[] = [
  [null, [identity]],
  ['', [identity]],
  ['identity', [identity]],
  ['gzip', ['gzip']],
  ['deflate', ['deflate']],
  ['br', ['br']],
  ['GZIP', ['gzip']],
  ['x-gzip', ['gzip', identity]],
  ['gzip;q=1.0, identity;q=0.5', ['gzip']],
  ['gzip;q=0.5, identity;q=1.0', [identity]],
  ['gzip;q=0', [identity]],
  ['gzip;q=0, identity', [identity]],
  ['gzip;q=0.000', [identity]],
  ['gzip;q=0, deflate', ['deflate']],
  ['deflate;q=0.5, gzip;q=0.8', ['gzip']],
  ['deflate;q=0.8, gzip;q=0.5', ['deflate']],
  ['gzip, deflate, br', ['gzip', 'deflate', 'br']],
  ['identity;q=0, gzip', ['gzip']],
  ['identity;q=0, *', ['gzip', 'deflate', 'br']],
  ['*', ['gzip', 'deflate', 'br', identity]],
  ['*;q=0, gzip', ['gzip']],
  ['*;q=0.1, identity;q=0.9', [identity]],
  ['zstd, compress', [identity]],
  ['junk;;q=x,,', [identity]],
];

describe('an answer', () => {
  test.each(preferences)(
    'to Accept-Encoding %j comes as %j, and is the same text [H-18] [H-19] [H-20]',
    async (accepted, encodings) => {
      const plain = await sendRequest(fixture.url, { query: list });
      const headers: Record<string, string> = accepted === null ? {} : { 'Accept-Encoding': accepted };
      const reply = await sendRequest(fixture.url, { query: list, headers });
      expect(encodings).toContain(reply.headers['content-encoding']);
      expect(reply.text).toBe(plain.text);
      expect(reply.headers['content-type']).toBe('text/xml; charset=utf-8');
    },
  );

  test.each(['gzip', 'deflate', 'br'])('in %s is much smaller, and a short one has its own length [H-18]', async (encoding) => {
    const headers = { 'Accept-Encoding': encoding };
    const long = await sendRequest(fixture.url, { query: list, headers });
    expect(long.raw.length).toBeLessThan(Buffer.byteLength(long.text) / 5);
    const short = await sendRequest(fixture.url, { query: 'verb=Identify', headers });
    expect(Number(short.headers['content-length'])).toBe(short.raw.length);
  });

  test.each(['gzip', 'deflate', 'br'])(
    'in %s has nothing in it of the answers before it, at once or one by one [H-18]',
    async (encoding) => {
      const queries = ['verb=Identify', list, 'verb=ListSets', 'verb=junk', list, 'verb=ListMetadataFormats'];
      const withoutClock = (text: string) => text.replace(/<responseDate>[^<]*/, '');
      const plain = await Promise.all(queries.map((query) => sendRequest(fixture.url, { query })));
      const headers = { 'Accept-Encoding': encoding };
      const expectSame = (reply: WireReply, index: number) => {
        expect(reply.headers['content-encoding']).toBe(encoding);
        expect(withoutClock(reply.text)).toBe(withoutClock(plain[index]!.text));
      };
      for (const [index, query] of queries.entries()) expectSame(await sendRequest(fixture.url, { query, headers }), index);
      (await Promise.all(queries.map((query) => sendRequest(fixture.url, { query, headers })))).forEach(expectSame);
    },
  );

  test.each([null, 'gzip', 'identity'])('varies by Accept-Encoding, whatever was accepted: %j [H-21]', async (accepted) => {
    for (const query of ['verb=Identify', list, 'verb=junk']) {
      const headers: Record<string, string> = accepted === null ? {} : { 'Accept-Encoding': accepted };
      const reply = await sendRequest(fixture.url, { query, headers });
      expect(reply.headers.vary?.toLowerCase()).toContain('accept-encoding');
    }
  });

  test.each([
    ['GET', 'an error', 'verb=junk'],
    ['POST', 'an error', 'verb=junk'],
    ['GET', 'data', 'verb=Identify'],
    ['HEAD', 'data', 'verb=Identify'],
  ])('by %s with %s has exactly the type text/xml in UTF-8 [H-07] [H-08]', async (method, _, query) => {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const reply = await sendRequest(fixture.url, method === 'POST' ? { method, headers: form, body: query } : { method, query });
    expect(reply.headers['content-type']).toBe('text/xml; charset=utf-8');
  });

  test('begins with the declaration, to the byte [X-02]', async () => {
    for (const query of ['verb=Identify', 'verb=junk', list]) {
      const { raw } = await sendRequest(fixture.url, { query });
      expect(raw.subarray(0, 38).toString('latin1')).toBe('<?xml version="1.0" encoding="UTF-8"?>');
    }
  });
});

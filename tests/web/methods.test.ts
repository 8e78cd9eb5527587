import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeAsker } from '../conformance/asker.ts';
import { type Fixture, fixtureBaseUrl, startFixture } from '../conformance/fixture.ts';
import { parseOai } from '../support/parse-oai.ts';
import { sendRaw, toGet } from './raw-socket.ts';
import { postForm, sendRequest } from './send-request.ts';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

const asker = makeAsker('methods', () => fixture.url, { baseUrl: fixtureBaseUrl });
const send = (options: Parameters<typeof sendRequest>[1]) => sendRequest(fixture.url, options);
const codesOf = (text: string) => parseOai(text).errors.map(({ code }) => code);
const list = 'verb=ListRecords&metadataPrefix=oai_dc';

describe('GET and POST', () => {
  test.each([
    'verb=Identify',
    'verb=ListMetadataFormats',
    'verb=ListSets',
    'verb=ListIdentifiers&metadataPrefix=oai_dc',
    list,
    'verb=GetRecord&identifier=oai%3Aan.example.org%3A1&metadataPrefix=oai_dc',
  ])('give the same body for %s [H-01] [H-02]', async (query) => {
    expect((await asker.post(query)).xml).toBe((await asker.get(query)).xml);
  });

  test('may come together: the arguments of URL and body are one list, repeats refused [H-24] [A-03]', async () => {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const merged = await send({
      method: 'POST',
      query: 'verb=GetRecord',
      headers: form,
      body: 'identifier=oai:an.example.org:1&metadataPrefix=oai_dc',
    });
    expect(parseOai(merged.text).records).toHaveLength(1);
    const twice = await send({ method: 'POST', query: list, headers: form, body: 'metadataPrefix=oai_dc' });
    expect(codesOf(twice.text)).toEqual(['badArgument']);
    const verbs = await send({ method: 'POST', query: 'verb=Identify', headers: form, body: 'verb=Identify' });
    expect(codesOf(verbs.text)).toEqual(['badVerb']);
  });
});

describe('POST', () => {
  test.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencode'])(
    'of %s has no arguments, so no verb [H-24]',
    async (type) => {
      const reply = await send({ method: 'POST', headers: { 'Content-Type': type }, body: 'verb=Identify' });
      expect([reply.status, codesOf(reply.text)]).toEqual([200, ['badVerb']]);
    },
  );

  test('without a type or a body has no verb either [H-24]', async () => {
    expect(codesOf((await send({ method: 'POST', body: 'verb=Identify' })).text)).toEqual(['badVerb']);
    expect(codesOf((await send({ method: 'POST' })).text)).toEqual(['badVerb']);
  });

  test.each(['application/x-www-form-urlencoded; charset=UTF-8', 'APPLICATION/X-WWW-FORM-URLENCODED'])(
    'of %s is a form [H-02]',
    async (type) => {
      const reply = await send({ method: 'POST', headers: { 'Content-Type': type }, body: 'verb=Identify' });
      expect(parseOai(reply.text).identify).not.toBe(null);
    },
  );

  test('with raw bytes of UTF-8 is read as such, and with others is badArgument [X-14]', async () => {
    const ask = (identifier: Buffer) => {
      const parts = ['verb=GetRecord&metadataPrefix=oai_dc&identifier=', identifier].map((part) => Buffer.from(part));
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      return send({ method: 'POST', headers, body: Buffer.concat(parts) });
    };
    expect(codesOf((await ask(Buffer.from('ü😀'))).text)).toEqual(['idDoesNotExist']);
    for (const bytes of [[0xff, 0xfe], [0xc3], [0xed, 0xa0, 0x80], [0]]) {
      const reply = await ask(Buffer.from(bytes));
      expect([reply.status, codesOf(reply.text)]).toEqual([200, ['badArgument']]);
    }
  });

  test('takes a token of 4 kB [H-23]', async () => {
    const reply = await postForm(fixture.url, `verb=ListRecords&resumptionToken=${'t'.repeat(4096)}`);
    expect([reply.status, codesOf(reply.text)]).toEqual([200, ['badResumptionToken']]);
  });

  test('is never to be cached [H-21]', async () => {
    expect((await postForm(fixture.url, 'verb=Identify')).headers['cache-control']).toBe('no-store');
    expect((await send({ query: 'verb=Identify' })).headers['cache-control']).not.toBe('no-store');
  });

  test('of more than any request can be is refused as too large, and the server goes on', async () => {
    const reply = await postForm(fixture.url, `verb=Identify&x=${'x'.repeat(1_000_000)}`);
    expect(reply.status).toBe(413);
    expect(reply.text).not.toContain('node_modules');
    expect((await send({ query: 'verb=Identify' })).status).toBe(200);
  });
});

describe('HEAD', () => {
  test.each(['verb=Identify', list, 'verb=junk'])('of %s has the headers of GET and no body [H-24]', async (query) => {
    const [get, head] = [await send({ query }), await send({ method: 'HEAD', query })];
    expect([head.status, head.headers['content-type'], head.raw.length]).toEqual([200, get.headers['content-type'], 0]);
    expect(head.headers.vary).toBe(get.headers.vary);
  });
});

describe('other methods', () => {
  test.each(['PUT', 'DELETE', 'PATCH', 'PROPFIND'])('%s is not allowed, and Allow says what is [H-24]', async (method) => {
    const reply = await send({ method, query: 'verb=Identify' });
    expect([reply.status, reply.headers.allow]).toEqual([405, 'GET, HEAD, POST, OPTIONS']);
  });

  test('OPTIONS says what is allowed, to pages of other sites too [H-24]', async () => {
    const headers = { Origin: 'https://elsewhere.example', 'Access-Control-Request-Method': 'GET' };
    const reply = await send({ method: 'OPTIONS', headers });
    expect([reply.status, reply.headers.allow]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
    expect(reply.headers['access-control-allow-origin']).toBe('*');
    expect(reply.headers['access-control-allow-methods']).toContain('GET');
  });

  test('answers can be read by pages of other sites [H-24]', async () => {
    for (const query of ['verb=Identify', 'verb=junk']) {
      expect((await send({ query })).headers['access-control-allow-origin']).toBe('*');
    }
  });
});

describe('a URL', () => {
  test('with a raw quote in it reaches the protocol [X-13] [T-23]', async () => {
    const raw = await sendRaw(fixture.url, toGet(fixture.url, 'verb=GetRecord&identifier=invalid"id&metadataPrefix=oai_dc'));
    expect(raw).toMatch(/^HTTP\/1\.1 200 /);
    expect(raw).toContain('<error code="idDoesNotExist">');
  });

  test.each(['<', '>', '|', '{', '`', '[', '\\', '^', "'", '~'])(
    'with a raw %s in it reaches the protocol [X-13]',
    async (character) => {
      const raw = await sendRaw(
        fixture.url,
        toGet(fixture.url, `verb=GetRecord&identifier=a${character}b&metadataPrefix=oai_dc`),
      );
      expect(raw).toMatch(/^HTTP\/1\.1 200 /);
      expect(raw).toContain('<error code="idDoesNotExist">');
    },
  );

  test('with raw bytes beyond ASCII is no HTTP: refused before the protocol, and nobody else minds [X-14]', async () => {
    const raw = await sendRaw(fixture.url, toGet(fixture.url, 'verb=GetRecord&identifier=\xff\xfe&metadataPrefix=oai_dc'));
    expect(raw).toMatch(/^HTTP\/1\.1 400 /);
    expect((await send({ query: 'verb=Identify' })).status).toBe(200);
  });

  test('of 8 kB is not too long [H-23]', async () => {
    const reply = await send({ query: `verb=ListRecords&resumptionToken=${'t'.repeat(8000)}` });
    expect([reply.status, codesOf(reply.text)]).toEqual([200, ['badResumptionToken']]);
  });

  test('that is absolute, as to a proxy, is served [H-03]', async () => {
    const { host, href } = new URL(fixture.url);
    const raw = await sendRaw(fixture.url, `GET ${href}?verb=Identify HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(raw).toContain('<Identify>');
  });

  test('without a query asks for a verb, by 200 [A-01] [H-09]', async () => {
    const reply = await send({});
    expect([reply.status, codesOf(reply.text)]).toEqual([200, ['badVerb']]);
  });

  test('with a slash behind it answers too, without a redirect [H-16]', async () => {
    const reply = await sendRequest(`${fixture.url}/`, { query: 'verb=Identify' });
    expect(reply.status).toBe(200);
  });
});

describe('other places', () => {
  test('the root leads to the endpoint [H-16]', async () => {
    const reply = await sendRequest(new URL('/', fixture.url).href);
    expect([reply.status, reply.headers.location]).toEqual([302, '/oai?verb=Identify']);
  });

  test('anything else is 404 in plain text, which names the endpoint', async () => {
    for (const path of ['/nothing', '/oai2', '/oai/deeper', '/OAI-PMH', '/%00', '/..%2f..%2fetc/passwd']) {
      const reply = await sendRequest(new URL(path, fixture.url).href);
      expect([reply.status, reply.headers['content-type']], path).toEqual([404, 'text/plain; charset=utf-8']);
      expect(reply.text).toContain('/oai');
    }
  });

  test('no answer tells what the server is made of, or asks a client for a cookie [H-22] [E-05]', async () => {
    const reply = await send({ query: 'verb=Identify', headers: { 'User-Agent': 'OAIPMH_Validator' } });
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8']);
    expect([reply.headers['x-powered-by'], reply.headers['set-cookie'], reply.headers.server]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
  });
});

asker.declareChecks();

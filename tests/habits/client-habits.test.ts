import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { makeAsker, type Reply } from '../conformance/asker.ts';
import { type Fixture, fixtureBaseUrl, startFixture, startFixtureApp } from '../conformance/fixture.ts';
import { fixtureOrder } from '../conformance/fixture-records.ts';
import { restamp } from '../support/restamp.ts';
import { sendRaw, toGet } from '../web/raw-socket.ts';
import { sendRequest } from '../web/send-request.ts';

let fixture: Fixture;
let day: App;
let odd: App;

beforeAll(async () => {
  fixture = await startFixture('full', { OAI_PAGE_SIZE: '7' });
  day = await startFixtureApp(fixture.database, { OAI_GRANULARITY: 'day', OAI_PAGE_SIZE: '7' });
  odd = await startFixtureApp(fixture.database, { OAI_PAGE_SIZE: '85' });
});
afterAll(async () => {
  await Promise.all([day.close(), odd.close()]);
  await fixture.close();
});

const asker = makeAsker('harvesters', () => fixture.url, { baseUrl: fixtureBaseUrl });
const dayAsker = makeAsker('harvesters by day', () => day.url, { baseUrl: fixtureBaseUrl, granularity: 'YYYY-MM-DD' });
const oddAsker = makeAsker('harvesters of exact pages', () => odd.url, { baseUrl: fixtureBaseUrl });
const idsOf = ({ records }: Reply) => records.map(({ identifier }) => identifier);

/** Harvests by tokens until `isDone` says so. */
async function harvest(from: typeof asker, query: string, isDone: (page: Reply) => boolean): Promise<Reply[]> {
  const pages = [await from.get(query)];
  const verb = query.slice('verb='.length).split('&')[0];
  while (!isDone(pages.at(-1)!)) {
    expect(pages.length).toBeLessThan(100);
    pages.push(await from.get(`verb=${verb}&resumptionToken=${pages.at(-1)!.resumptionToken?.value}`));
  }
  return pages;
}

const hasNoToken = ({ resumptionToken }: Reply) => (resumptionToken?.value ?? '') === '';
const isCounted = ({ resumptionToken, records }: Reply) =>
  resumptionToken === null || resumptionToken.cursor! + records.length >= resumptionToken.completeListSize!;

describe('a client that stops when cursor + page length reaches completeListSize', () => {
  test.each([
    ['in pages of 7', asker],
    ['in pages that fit exactly', oddAsker],
    ['by day', dayAsker],
  ])('gets everything, %s [T-p] [T-q] [T-09]', async (_, from) => {
    for (const verb of ['ListRecords', 'ListIdentifiers']) {
      const pages = await harvest(from, `verb=${verb}&metadataPrefix=oai_dc`, isCounted);
      expect(pages.flatMap(idsOf)).toEqual(fixtureOrder);
      expect(hasNoToken(pages.at(-1)!)).toBe(true);
    }
  });

  test('gets everything of a set and of a range too [T-p] [T-q]', async () => {
    const pages = await harvest(asker, 'verb=ListRecords&metadataPrefix=oai_dc&from=2020-02-01&until=2020-02-02', isCounted);
    expect(pages.flatMap(idsOf)).toHaveLength(48);
    const set = await harvest(asker, 'verb=ListRecords&metadataPrefix=oai_dc&set=s', isCounted);
    expect(set.flatMap(idsOf)).toHaveLength(2);
  });
});

describe('a client that stops at the first page shorter than the others', () => {
  test('gets everything, for no page but the last is short [T-u]', async () => {
    const pages = await harvest(asker, 'verb=ListRecords&metadataPrefix=oai_dc', ({ records }) => records.length < 7);
    expect(pages.flatMap(idsOf)).toEqual(fixtureOrder);
  });
});

describe('a client that harvests by day, from a day on and without until', () => {
  test('keeps the last day on every page, to the last record of it [D-07] [T-f] [T-11] [T-14]', async () => {
    // The last days of the fixture: 150 records at noon of 1 March, one on 1 April.
    for (const from of [dayAsker, asker]) {
      const pages = await harvest(from, 'verb=ListRecords&metadataPrefix=oai_dc&from=2020-03-01', hasNoToken);
      expect(pages.flatMap(idsOf)).toEqual(fixtureOrder.slice(-151));
    }
  });

  test('keeps the last day of until as well [D-07] [T-11]', async () => {
    const pages = await harvest(dayAsker, 'verb=ListRecords&metadataPrefix=oai_dc&from=2020-03-01&until=2020-03-01', hasNoToken);
    expect(pages.flatMap(idsOf)).toEqual(fixtureOrder.slice(-151, -1));
  });

  test('gets the day of the publish clock itself, though its last second is to come [D-07] [D-18]', async () => {
    const { responseDate } = await dayAsker.get('verb=Identify');
    const run = (text: string) => fixture.database.db.query({ name: 'today', text });
    await run(`update published set ${restamp(`'${responseDate}'::timestamptz`)} where id = '255'`);
    const pages = await harvest(dayAsker, `verb=ListRecords&metadataPrefix=oai_dc&from=${responseDate.slice(0, 10)}`, hasNoToken);
    await run(`update published set ${restamp("'2020-04-01T00:00:00Z'::timestamptz")} where id = '255'`);
    expect(pages.flatMap(idsOf)).toEqual(['oai:an.example.org:255']);
  });
});

describe('a client that does not encode', () => {
  test('can send every token as it came [T-r]', async () => {
    let reply = await asker.get('verb=ListIdentifiers&metadataPrefix=oai_dc');
    let count = reply.records.length;
    for (let value = reply.resumptionToken?.value ?? ''; value !== ''; value = reply.resumptionToken?.value ?? '') {
      expect(encodeURIComponent(value)).toBe(value);
      reply = await asker.get(`verb=ListIdentifiers&resumptionToken=${value}`);
      count += reply.records.length;
    }
    expect(count).toBe(255);
  });

  test('can send a quote in an identifier [X-13] [T-23]', async () => {
    const raw = await sendRaw(fixture.url, toGet(fixture.url, 'verb=GetRecord&metadataPrefix=oai_dc&identifier=invalid"id'));
    expect(raw).toMatch(/^HTTP\/1\.1 200 /);
    expect(raw).toContain('<error code="idDoesNotExist">');
  });

  test('gets no errors for the colons and slashes of an identifier [H-06]', async () => {
    expect(idsOf(await asker.get('verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:an.example.org:7'))).toHaveLength(1);
  });
});

describe('a client that encodes everything', () => {
  test('can send tokens, identifiers and names so [H-05]', async () => {
    const encode = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    const value = (await asker.get('verb=ListRecords&metadataPrefix=oai_dc')).resumptionToken!.value;
    const reply = await asker.get(`${encode('verb')}=${encode('ListRecords')}&resumptionToken=${encode(value)}`);
    expect(idsOf(reply)).toEqual(fixtureOrder.slice(7, 14));
  });
});

describe('a client that asks for what there is not', () => {
  test.each([
    ['an unknown set', 'verb=ListRecords&metadataPrefix=oai_dc&set=nosuch', 'noRecordsMatch'],
    ['an empty set name', 'verb=ListRecords&metadataPrefix=oai_dc&set=', 'badArgument'],
    ['an empty token', 'verb=ListRecords&resumptionToken=', 'badArgument'],
    ['an empty token beside its arguments', 'verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=', 'badArgument'],
    ['30 February', 'verb=ListRecords&metadataPrefix=oai_dc&from=2025-02-30', 'badArgument'],
    ['an upper-case prefix', 'verb=ListRecords&metadataPrefix=OAI_DC', 'cannotDisseminateFormat'],
    [
      'a month before the first record, as harvesters by month do',
      'verb=ListRecords&metadataPrefix=oai_dc&from=2019-12-01&until=2019-12-31',
      'noRecordsMatch',
    ],
  ])('gets the right error for %s, by HTTP 200 [R-06] [A-07] [D-04] [R-04] [V-03] [V-05]', async (_, query, code) => {
    expect((await asker.get(query)).codes).toEqual([code]);
  });

  test('gets the arguments refused that it sends beside a token, told what to do [A-05] [V-07]', async () => {
    const value = (await asker.get('verb=ListRecords&metadataPrefix=oai_dc')).resumptionToken!.value;
    const reply = await asker.get(`verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=${value}`);
    expect(reply.codes).toEqual(['badArgument']);
    expect(reply.errors[0]?.text).toContain('Send only verb and resumptionToken.');
  });
});

describe('compression', () => {
  const query = 'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:an.example.org:6';

  test('is not forced on a client that has never heard of it [H-19]', async () => {
    const raw = await sendRaw(fixture.url, toGet(fixture.url, query));
    expect(raw).not.toMatch(/content-encoding/i);
    expect(raw).toContain('</OAI-PMH>');
  });

  test('is given to a client that demands it [H-18] [H-20]', async () => {
    const reply = await sendRequest(fixture.url, { query, headers: { 'Accept-Encoding': 'gzip, identity;q=0' } });
    expect(reply.headers['content-encoding']).toBe('gzip');
    expect(reply.text).toContain('</OAI-PMH>');
  });

  test('leaves astral characters whole, in any encoding [X-17]', async () => {
    for (const encoding of ['identity', 'gzip', 'deflate', 'br']) {
      const reply = await sendRequest(fixture.url, { query, headers: { 'Accept-Encoding': encoding } });
      expect(reply.text, encoding).toContain('😀 مرحبا');
    }
  });
});

describe('clients at the same time', () => {
  test('do not meet: ten harvests side by side are each whole [V-08] [T-m]', async () => {
    const harvests = Array.from({ length: 10 }, () => harvest(asker, 'verb=ListIdentifiers&metadataPrefix=oai_dc', hasNoToken));
    for (const pages of await Promise.all(harvests)) expect(pages.flatMap(idsOf)).toEqual(fixtureOrder);
  });
});

for (const each of [asker, dayAsker, oddAsker]) each.declareChecks();

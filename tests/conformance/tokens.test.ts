import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { harvestAll } from '../support/harvest.ts';
import { type Asker, makeAsker, type Reply } from './asker.ts';
import { type Fixture, fixtureBaseUrl, startFixture, startFixtureApp } from './fixture.ts';
import { fixtureOrder, sharedDatestamp } from './fixture-records.ts';

let fixture: Fixture;
let exact: App;
let other: App;

beforeAll(async () => {
  fixture = await startFixture();
  // 255 records are three pages of 85, no more; two sets are a page of ListSets.
  exact = await startFixtureApp(fixture.database, { OAI_PAGE_SIZE: '85', OAI_PAGE_SIZE_LIST_SETS: '2' });
  other = await startFixtureApp(fixture.database, { OAI_TOKEN_SECRET: 'the secret of another repository' });
});

afterAll(async () => {
  await Promise.all([exact.close(), other.close()]);
  await fixture.close();
});

const asker = makeAsker('the fixture', () => fixture.url, { baseUrl: fixtureBaseUrl });
const exactAsker = makeAsker('the fixture in pages of 85', () => exact.url, { baseUrl: fixtureBaseUrl });
const otherAsker = makeAsker('the fixture with another secret', () => other.url, { baseUrl: fixtureBaseUrl });

/** Every page of a list, by its tokens. */
async function walk(from: Asker, query: string): Promise<Reply[]> {
  const verb = new URLSearchParams(query).get('verb')!;
  const pages = [await from.get(query)];
  for (let value = tokenOf(pages[0]!); value !== ''; value = tokenOf(pages.at(-1)!)) {
    expect(pages.length).toBeLessThan(50);
    pages.push(await from.get(`verb=${verb}&resumptionToken=${value}`));
  }
  return pages;
}

const tokenOf = ({ resumptionToken }: Reply) => resumptionToken?.value ?? '';
const idsOf = (pages: readonly Reply[]) => pages.flatMap(({ records }) => records.map(({ identifier }) => identifier));

describe.each(['ListRecords', 'ListIdentifiers'])('the tokens of %s', (verb) => {
  const list = `verb=${verb}&metadataPrefix=oai_dc`;

  test('lead through the whole list in order, each record once, ties included [T-a] [T-d] [R-13] [R-14] [V-10] [T-09] [T-10]', async () => {
    const pages = await walk(asker, list);
    expect(pages.map(({ records }) => records.length)).toEqual([100, 100, 55]);
    expect(idsOf(pages)).toEqual(fixtureOrder);
    expect(pages.flatMap(({ records }) => records).filter(({ datestamp }) => datestamp === sharedDatestamp)).toHaveLength(150);
  });

  test('count what came before and how much there is, on every page [T-p] [T-q]', async () => {
    const tokens = (await walk(asker, list)).map(({ resumptionToken }) => resumptionToken);
    expect(tokens.map((token) => token?.cursor)).toEqual([0, 100, 200]);
    expect(tokens.map((token) => token?.completeListSize)).toEqual([255, 255, 255]);
  });

  test('end with an empty one [T-b] [T-08]', async () => {
    const pages = await walk(asker, list);
    expect(pages.at(-1)?.resumptionToken).toEqual({ value: '', cursor: 200, completeListSize: 255 });
  });

  test('end where a page is the last, though it is full [T-e] [T-u] [T-07]', async () => {
    const pages = await walk(exactAsker, list);
    expect(pages.map(({ records }) => records.length)).toEqual([85, 85, 85]);
    expect(idsOf(pages)).toEqual(fixtureOrder);
    const range = await asker.get(`${list}&from=2020-02-01T00:00:00Z&until=2020-02-05T03:00:00Z`);
    expect([range.records.length, range.resumptionToken]).toEqual([100, null]);
  });

  test('keep until, set and prefix on every page [T-f] [T-11]', async () => {
    const pages = await walk(exactAsker, `${list}&from=2020-01-03&until=2020-03-01`);
    expect(pages).toHaveLength(3);
    expect(idsOf(pages)).toEqual(fixtureOrder.slice(3, -1));
    expect(pages.at(-1)?.resumptionToken?.completeListSize).toBe(251);
  });

  test('differ from page to page, and are safe in a URL [T-r] [T-t] [T-06]', async () => {
    const values = (await walk(exactAsker, list)).map(tokenOf).slice(0, -1);
    expect(new Set(values).size).toBe(values.length);
    for (const value of values) expect(value).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  test('are echoed as the only argument beside the verb [X-10] [T-f]', async () => {
    const value = tokenOf(await asker.get(list));
    expect((await asker.get(`verb=${verb}&resumptionToken=${value}`)).request.attributes).toEqual({
      verb,
      resumptionToken: value,
    });
  });

  test('never expire, and say so by saying nothing [T-n] [T-o]', async () => {
    for (const { xml } of await walk(asker, list)) expect(xml).not.toContain('expirationDate');
  });

  test('give the same page when they are used again, the one before the last too [T-h]', async () => {
    const [first, second] = await walk(asker, list);
    for (const value of [tokenOf(second!), tokenOf(first!), tokenOf(first!)]) {
      const [once, again] = [
        await asker.get(`verb=${verb}&resumptionToken=${value}`),
        await asker.get(`verb=${verb}&resumptionToken=${value}`),
      ];
      expect(again.xml).toBe(once.xml);
    }
  });

  test('of a list with a set lead through that set only [T-f] [R-07]', async () => {
    const run = (text: string) => fixture.database.db.query({ name: 'join', text });
    await run(`insert into published_sets (set_spec, datestamp, id) select 'empty', datestamp, id from published where id > '2'`);
    const pages = await walk(exactAsker, `${list}&set=empty`);
    await run(`delete from published_sets where set_spec = 'empty'`);
    expect(pages.length).toBeGreaterThan(1);
    expect(idsOf(pages)).toEqual(fixtureOrder.filter((identifier) => identifier.slice('oai:an.example.org:'.length) > '2'));
  });
});

describe('a token', () => {
  const first = async (verb: string) => tokenOf(await asker.get(`verb=${verb}&metadataPrefix=oai_dc`));

  test('works for its own verb only [T-g] [L-05]', async () => {
    const sets = tokenOf(await exactAsker.get('verb=ListSets'));
    const pairs = [
      ['ListIdentifiers', await first('ListRecords')],
      ['ListRecords', await first('ListIdentifiers')],
      ['ListSets', await first('ListRecords')],
      ['ListRecords', sets],
      ['ListIdentifiers', sets],
    ];
    for (const [verb, value] of pairs) {
      expect((await asker.get(`verb=${verb}&resumptionToken=${value}`)).codes, verb).toEqual(['badResumptionToken']);
    }
  });

  test('works in its own repository only [T-g]', async () => {
    const reply = await otherAsker.get(`verb=ListRecords&resumptionToken=${await first('ListRecords')}`);
    expect(reply.codes).toEqual(['badResumptionToken']);
  });

  test('works after a restart and on another server of the repository [T-m] [T-n]', async () => {
    const value = await first('ListRecords');
    const before = await asker.get(`verb=ListRecords&resumptionToken=${value}`);
    const restarted = await startFixtureApp(fixture.database);
    const { records } = await harvestAll(restarted.url);
    const after = await makeAsker('restarted', () => restarted.url).get(`verb=ListRecords&resumptionToken=${value}`);
    await restarted.close();
    expect(records).toHaveLength(255);
    expect(after.xml).toBe(before.xml);
  });

  test('works on a server with another page size [T-m]', async () => {
    const reply = await exactAsker.get(`verb=ListRecords&resumptionToken=${await first('ListRecords')}`);
    expect(reply.records.map(({ identifier }) => identifier)).toEqual(fixtureOrder.slice(100, 185));
    expect(reply.resumptionToken).toMatchObject({ cursor: 100, completeListSize: 255 });
  });

  test('leads through ListSets as through the other lists [L-05] [T-a] [T-b]', async () => {
    const pages = await walk(exactAsker, 'verb=ListSets');
    expect(pages.map(({ sets }) => sets.map(({ setSpec }) => setSpec))).toEqual([
      ['empty', 's'],
      ['s:t', 'u'],
    ]);
    expect(pages.map(({ resumptionToken }) => resumptionToken?.completeListSize)).toEqual([4, 4]);
  });

  test('is not needed for a list that one answer completes [T-c] [T-w]', async () => {
    expect((await asker.get('verb=ListSets')).resumptionToken).toBe(null);
    expect((await asker.get('verb=ListRecords&metadataPrefix=oai_dc&until=2020-01-31')).resumptionToken).toBe(null);
  });
});

for (const each of [asker, exactAsker, otherAsker]) each.declareChecks();

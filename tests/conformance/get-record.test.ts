import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import type { OaiRecord } from '../support/parse-oai.ts';
import { findChildText, parseXml } from '../support/xml-tree.ts';
import { makeAsker } from './asker.ts';
import { type Fixture, fixtureBaseUrl, startFixture, startFixtureApp } from './fixture.ts';
import { fixtureIds, fixtureOrder, hostileTitleCleaned, toIdentifiers } from './fixture-records.ts';

let fixture: Fixture;
let day: App;

beforeAll(async () => {
  fixture = await startFixture('full', { OAI_PAGE_SIZE: '1000' });
  day = await startFixtureApp(fixture.database, { OAI_PAGE_SIZE: '1000', OAI_GRANULARITY: 'day' });
});

afterAll(async () => {
  await day.close();
  await fixture.close();
});

const asker = makeAsker('the fixture, record by record', () => fixture.url, { baseUrl: fixtureBaseUrl });
const dayAsker = makeAsker('the fixture in days, record by record', () => day.url, {
  baseUrl: fixtureBaseUrl,
  granularity: 'YYYY-MM-DD',
});

const getRecord = (identifier: string) => asker.ask({ verb: 'GetRecord', identifier, metadataPrefix: 'oai_dc' });
const list = async (verb: string) => (await asker.ask({ verb, metadataPrefix: 'oai_dc' })).records;
const withoutMetadata = ({ metadataXml: _, ...header }: OaiRecord) => header;

describe('a record', () => {
  test('is to be had of every item in oai_dc, the same as in the list [F-04] [R-09] [R-03] [G-08] [U-02]', async () => {
    const listed = await list('ListRecords');
    expect(listed.map(({ identifier }) => identifier)).toEqual(fixtureOrder);
    for (const record of listed) expect((await getRecord(record.identifier)).records).toEqual([record]);
  });

  test('has the same header in all three verbs [R-09] [R-10] [S-04]', async () => {
    const headers = await list('ListIdentifiers');
    expect(headers.map(withoutMetadata)).toEqual((await list('ListRecords')).map(withoutMetadata));
  });

  test('is found by its own datestamp [R-12] [D-06] [D-10]', async () => {
    for (const { identifier, datestamp } of await list('ListIdentifiers')) {
      const args = { verb: 'ListIdentifiers', metadataPrefix: 'oai_dc', from: datestamp, until: datestamp };
      const found = (await asker.ask(args)).records.map((record) => record.identifier);
      expect(found).toContain(identifier);
    }
  });

  test('is found by its own datestamp in days too [R-12] [D-02] [D-07]', async () => {
    const { records } = await dayAsker.ask({ verb: 'ListIdentifiers', metadataPrefix: 'oai_dc' });
    expect(records).toHaveLength(255);
    for (const day of new Set(records.map(({ datestamp }) => datestamp))) {
      expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      const found = (await dayAsker.ask({ verb: 'ListIdentifiers', metadataPrefix: 'oai_dc', from: day, until: day })).records;
      expect(found).toEqual(records.filter(({ datestamp }) => datestamp === day));
    }
  });

  test('has the sets it was listed under, the minimal ones alone [G-07] [S-03] [S-04] [S-05]', async () => {
    const sets = [];
    for (const identifier of toIdentifiers([1, 2, 3, 4])) sets.push((await getRecord(identifier)).records[0]?.sets);
    expect(sets).toEqual([['s:t'], ['u'], [], ['s']]);
  });

  test('has no sets named where the repository has none of them in ListSets [L-03]', async () => {
    const declared = (await asker.get('verb=ListSets')).sets.map(({ setSpec }) => setSpec);
    const used = (await list('ListIdentifiers')).flatMap((record) => record.sets);
    expect(used.filter((set) => !declared.includes(set))).toEqual([]);
  });

  test('points to its article by an absolute address, each to another [U-07] [T-32]', async () => {
    const addresses = (await list('ListRecords')).flatMap(({ metadataXml }) => {
      const address = metadataXml === null ? null : findChildOf(metadataXml, 'identifier');
      return address === null ? [] : [address];
    });
    expect(new Set(addresses).size).toBe(fixtureIds.length - 1);
    expect(addresses.filter((address) => !/^https?:\/\/\S+$/.test(address))).toEqual([]);
  });
});

describe('a deleted record', () => {
  test('is a header with its status and nothing else, in every verb [G-05] [K-02] [K-04] [K-05] [D-19] [T-26]', async () => {
    const [id] = toIdentifiers([4]);
    const tombstone = { identifier: id, datestamp: '2020-01-03T10:00:00Z', deleted: true, sets: ['s'], metadataXml: null };
    const listed = [...(await list('ListRecords')), ...(await list('ListIdentifiers'))];
    expect(listed.filter(({ identifier }) => identifier === id)).toEqual([tombstone, tombstone]);
    const reply = await getRecord(id!);
    expect(reply.records).toEqual([tombstone]);
    expect(reply.xml).not.toContain('<metadata');
    expect(reply.xml).not.toContain('<about');
  });
});

describe('text that breaks feeds', () => {
  test('comes whole, with what XML forbids replaced, and its neighbours with it [X-16] [X-17] [X-18] [X-19] [X-24] [T-01] [T-02]', async () => {
    const [record] = (await getRecord('oai:an.example.org:6')).records;
    expect(findTitle(record!.metadataXml!)).toBe(hostileTitleCleaned);
    const { wire, xml } = await getRecord('oai:an.example.org:6');
    // Astral characters as four bytes of UTF-8, never as two references; markup escaped once.
    expect(wire.raw.includes(Buffer.from([0xf0, 0x9f, 0x98, 0x80]))).toBe(true);
    expect(xml).not.toMatch(/&#(55|56|57)\d{3};|&#x[dD][89a-fA-F]/);
    expect(xml).toContain('p &lt; 0.05');
    expect(xml).not.toContain('&amp;lt;');
    expect(xml).not.toContain(']]>');
  });
});

function findTitle(metadataXml: string): string | null {
  return findChildOf(metadataXml, 'title');
}

/** The first Dublin Core element of that name, in a payload that stands alone. */
function findChildOf(metadataXml: string, local: string): string | null {
  const root = parseXml(metadataXml).root;
  const found = root.children.find((child) => child.local === local);
  return found === undefined ? null : (found.text ?? findChildText(root, local));
}

for (const each of [asker, dayAsker]) each.declareChecks();

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { restamp } from '../support/restamp.ts';
import { makeAsker } from './asker.ts';
import { type Fixture, fixtureBaseUrl, fixtureResponseDate, fixtureSetUpAt, startFixture, startFixtureApp } from './fixture.ts';
import { fixtureDatestamps, fixtureIds } from './fixture-records.ts';

let full: Fixture;
let empty: Fixture;
let day: App;
let local: App;

beforeAll(async () => {
  [full, empty] = await Promise.all([startFixture(), startFixture('empty')]);
  day = await startFixtureApp(full.database, { OAI_GRANULARITY: 'day' });
  local = await startFixtureApp(full.database, { OAI_BASE_URL: 'http://LOCALHOST:8080/some/oai/', OAI_IDENTIFIER_DOMAIN: '' });
});

afterAll(async () => {
  await Promise.all([day.close(), local.close()]);
  await Promise.all([full.close(), empty.close()]);
});

const asker = makeAsker('Identify', () => full.url, { baseUrl: fixtureBaseUrl });
const emptyAsker = makeAsker('Identify of an empty repository', () => empty.url, { baseUrl: fixtureBaseUrl });
const dayAsker = makeAsker('Identify in days', () => day.url, { baseUrl: fixtureBaseUrl, granularity: 'YYYY-MM-DD' });
const localAsker = makeAsker('Identify of localhost', () => local.url, { baseUrl: 'http://LOCALHOST:8080/some/oai/' });

describe('Identify', () => {
  test('says what the repository is, in the order of the schema [I-01] [I-03] [I-04] [I-05] [I-10] [K-10]', async () => {
    const { identify } = await asker.get('verb=Identify');
    expect(identify).toMatchObject({
      repositoryName: 'An example',
      protocolVersion: '2.0',
      adminEmails: ['repository@an.example.org'],
      deletedRecord: 'persistent',
      granularity: 'YYYY-MM-DDThh:mm:ssZ',
    });
    // What the reference validator matches addresses with.
    expect(identify?.adminEmails[0]).toMatch(/^\w[\w\-.]+@[a-zA-Z0-9\-.]+\.[a-z]{2,}$/);
  });

  test('gives the configured base URL, wherever it was asked [I-02] [X-09] [H-04] [T-20]', async () => {
    const { identify, request } = await asker.get('verb=Identify');
    expect([identify?.baseURL, request.text]).toEqual([fixtureBaseUrl, fixtureBaseUrl]);
  });

  test('keeps the base URL character for character, and serves its path [I-02] [H-17]', async () => {
    expect(new URL(local.url).pathname).toBe('/some/oai/');
    const { identify } = await localAsker.get('verb=Identify');
    expect(identify?.baseURL).toBe('http://LOCALHOST:8080/some/oai/');
  });

  test('lists each compression that it offers, and not identity [I-11] [H-18]', async () => {
    expect((await asker.get('verb=Identify')).identify?.compressions).toEqual(['gzip', 'deflate', 'br']);
  });

  test('answers within a tenth of a second [I-17] [H-25]', async () => {
    const times: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      const start = performance.now();
      await asker.get('verb=Identify');
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThan(100);
  });
});

describe('the earliest datestamp', () => {
  test('is the smallest of all, deletions among them [I-06] [I-07]', async () => {
    const smallest = fixtureIds.map(fixtureDatestamps).sort()[0];
    expect((await asker.get('verb=Identify')).identify?.earliestDatestamp).toBe(smallest);
  });

  test('is in the granularity of the repository [I-09] [D-02]', async () => {
    const { identify } = await dayAsker.get('verb=Identify');
    expect([identify?.granularity, identify?.earliestDatestamp]).toEqual(['YYYY-MM-DD', '2020-01-01']);
  });

  test('of an empty repository is the time it was set up, and stays [I-08]', async () => {
    const dates = [];
    for (let turn = 0; turn < 2; turn += 1) dates.push((await emptyAsker.get('verb=Identify')).identify?.earliestDatestamp);
    expect(dates).toEqual([fixtureSetUpAt, fixtureSetUpAt]);
  });

  test('has nothing before it [I-06]', async () => {
    const reply = await asker.get('verb=ListRecords&metadataPrefix=oai_dc&until=2019-12-31T23:59:59Z');
    expect(reply.codes).toEqual(['noRecordsMatch']);
  });

  test('is never raised: the earliest record may change or go [I-06] [I-07]', async () => {
    const run = (text: string) => full.database.db.query({ name: 'move', text });
    await run(`update published set ${restamp("'2021-01-01T00:00:00Z'::timestamptz")} where id = '1'`);
    expect((await asker.get('verb=Identify')).identify?.earliestDatestamp).toBe('2020-01-01T00:00:00Z');
    await run(`update published set ${restamp("'2020-01-01T00:00:00Z'::timestamptz")} where id = '1'`);
  });
});

describe('the oai-identifier description', () => {
  test('comes once, with its namespace on it, the domain and a sample [I-12] [I-13] [U-03] [U-08]', async () => {
    const descriptions = (await asker.get('verb=Identify')).identify?.descriptions ?? [];
    expect(descriptions).toHaveLength(1);
    expect(descriptions[0]).toMatch(/^<oai-identifier xmlns="http:\/\/www\.openarchives\.org\/OAI\/2\.0\/oai-identifier"/);
    expect(descriptions[0]).toContain('<repositoryIdentifier>an.example.org</repositoryIdentifier>');
    expect(descriptions[0]).toContain('<sampleIdentifier>oai:an.example.org:');
  });

  test('never says localhost, whatever the base URL does [I-13] [U-08] [T-30]', async () => {
    const { identify } = await localAsker.get('verb=Identify');
    expect(identify?.descriptions.join()).not.toContain('localhost');
  });
});

describe('responseDate', () => {
  test('is the time the data is of, with seconds in every granularity [X-07] [X-08] [D-01]', async () => {
    for (const each of [asker, dayAsker]) expect((await each.get('verb=Identify')).responseDate).toBe(fixtureResponseDate);
  });
});

for (const each of [asker, emptyAsker, dayAsker, localAsker]) each.declareChecks();

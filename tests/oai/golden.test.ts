import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { makeAsker } from '../conformance/asker.ts';
import { type Fixture, fixtureBaseUrl, startFixture, startFixtureApp } from '../conformance/fixture.ts';

/*
 * Whole answers, to the byte, with the fixture's fixed clock and secret. UPDATE_GOLDEN=1 writes them anew; then read the difference.
 */

let full: Fixture;
let noSets: Fixture;
let day: App;

beforeAll(async () => {
  [full, noSets] = await Promise.all([
    startFixture('full', { OAI_PAGE_SIZE: '3', OAI_PAGE_SIZE_LIST_SETS: '2' }),
    startFixture('noSets'),
  ]);
  day = await startFixtureApp(full.database, { OAI_GRANULARITY: 'day', OAI_PAGE_SIZE: '3' });
});
afterAll(async () => {
  await day.close();
  await Promise.all([full.close(), noSets.close()]);
});

const secondsAsker = makeAsker('the golden answers', () => full.url, { baseUrl: fixtureBaseUrl });
const dayAsker = makeAsker('the golden answers in days', () => day.url, { baseUrl: fixtureBaseUrl, granularity: 'YYYY-MM-DD' });
const noSetsAsker = makeAsker('the golden answers without sets', () => noSets.url, { baseUrl: fixtureBaseUrl });

/** NEXT stands for the token of the page before: the same query without it. */
const answers: readonly (readonly [file: string, query: string, asker?: typeof secondsAsker])[] = [
  ['identify', 'verb=Identify'],
  ['identify-day', 'verb=Identify', dayAsker],
  ['list-metadata-formats', 'verb=ListMetadataFormats'],
  ['list-sets-first', 'verb=ListSets'],
  ['list-sets-last', 'verb=ListSets&NEXT'],
  ['list-records-first', 'verb=ListRecords&metadataPrefix=oai_dc&until=2020-02-01T01:00:00Z'],
  ['list-records-last', 'verb=ListRecords&metadataPrefix=oai_dc&until=2020-02-01T01:00:00Z&NEXT'],
  ['list-records-set', 'verb=ListRecords&metadataPrefix=oai_dc&set=s'],
  ['list-records-day', 'verb=ListRecords&metadataPrefix=oai_dc&until=2020-01-02', dayAsker],
  ['list-identifiers-first', 'verb=ListIdentifiers&metadataPrefix=oai_dc&from=2020-01-02'],
  ['list-identifiers-next', 'verb=ListIdentifiers&metadataPrefix=oai_dc&from=2020-01-02&NEXT'],
  ['get-record', 'verb=GetRecord&identifier=oai:an.example.org:1&metadataPrefix=oai_dc'],
  ['get-record-deleted', 'verb=GetRecord&identifier=oai:an.example.org:4&metadataPrefix=oai_dc'],
  ['get-record-hostile', 'verb=GetRecord&identifier=oai:an.example.org:6&metadataPrefix=oai_dc'],
  ['error-bad-verb', 'verb=junk'],
  ['error-bad-argument', 'verb=ListRecords&foo=1&bar=2'],
  ['error-bad-date', 'verb=ListRecords&metadataPrefix=oai_dc&from=2025-02-30'],
  ['error-bad-resumption-token', 'verb=ListRecords&resumptionToken=junk'],
  ['error-cannot-disseminate-format', 'verb=ListRecords&metadataPrefix=xyz'],
  ['error-id-does-not-exist', 'verb=GetRecord&identifier=oai:an.example.org:999999&metadataPrefix=oai_dc'],
  ['error-id-and-format', 'verb=GetRecord&identifier=invalid%22id&metadataPrefix=xyz'],
  ['error-no-records-match', 'verb=ListRecords&metadataPrefix=oai_dc&set=nosuch'],
  ['error-no-metadata-formats', 'verb=ListMetadataFormats&identifier=oai:an.example.org:4'],
  ['error-no-set-hierarchy', 'verb=ListSets', noSetsAsker],
];

const folder = fileURLToPath(new URL('../golden/oai/', import.meta.url));

describe('the whole answer', () => {
  test.each(answers.map(([file, query, asker = secondsAsker]) => ({ file, query, asker })))(
    'of $file is what it was, to the byte',
    async ({ file, query, asker }) => {
      const { xml } = await asker.get(
        query.endsWith('&NEXT') ? await toNextQuery(asker, query.slice(0, -'&NEXT'.length)) : query,
      );
      const path = `${folder}${file}.xml`;
      if (process.env.UPDATE_GOLDEN !== undefined) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(path, xml);
      }
      expect(xml).toBe(readFileSync(path, 'utf8'));
    },
  );
});

async function toNextQuery(asker: typeof secondsAsker, query: string): Promise<string> {
  const first = await asker.get(query);
  return `${query.split('&')[0]}&resumptionToken=${first.resumptionToken?.value}`;
}

for (const each of [secondsAsker, dayAsker, noSetsAsker]) each.declareChecks();

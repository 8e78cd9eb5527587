import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { damageToken } from '../oai/damage-token.ts';
import { makeAsker } from './asker.ts';
import { type Fixture, fixtureBaseUrl, startFixture } from './fixture.ts';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture('full', { OAI_PAGE_SIZE: '20', OAI_PAGE_SIZE_LIST_SETS: '1' });
});
afterAll(() => fixture.close());

const asker = makeAsker('damaged tokens', () => fixture.url, { baseUrl: fixtureBaseUrl });

// What XML cannot carry is an illegal value before it is a token.
const isCarried = (text: string) => !text.includes('\0');

describe.each([
  ['ListRecords', 'verb=ListRecords&metadataPrefix=oai_dc'],
  ['ListIdentifiers', 'verb=ListIdentifiers&metadataPrefix=oai_dc'],
  ['ListSets', 'verb=ListSets'],
])('a damaged token of %s', (verb, query) => {
  test('is badResumptionToken by HTTP 200, in any of hundreds of ways, and the good one still works [T-s] [H-09] [T-12]', async () => {
    const good = (await asker.get(query)).resumptionToken!.value;
    for (const { how, text } of damageToken(good, 340)) {
      const { codes } = await asker.post(`verb=${verb}&resumptionToken=${encodeURIComponent(text)}`);
      expect(codes, how).toEqual([isCarried(text) ? 'badResumptionToken' : 'badArgument']);
    }
    expect((await asker.get(`verb=${verb}&resumptionToken=${good}`)).codes).toEqual([]);
  });
});

asker.declareChecks();

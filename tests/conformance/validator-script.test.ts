import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asker, makeAsker, type Reply } from './asker.ts';
import { type Fixture, fixtureBaseUrl, startFixture } from './fixture.ts';

/*
 * The order of requests and the accepted codes of the reference validator that openarchives.org registers repositories with
 * (HTTP::OAIPMH::Validator 1.07; conformance §12).
 */

const accepts = (...codes: string[]) => codes;

/** Its error requests, in their order; ID stands for an identifier it has found before. */
const errorRequests: readonly (readonly [query: string, codes: readonly string[]])[] = [
  ['junk', accepts('badVerb')],
  ['verb=junk', accepts('badVerb')],
  ['verb=GetRecord&metadataPrefix=oai_dc', accepts('badArgument')],
  ['verb=GetRecord&identifier=ID', accepts('badArgument')],
  // The quote goes over the wire as it is.
  ['verb=GetRecord&identifier=invalid"id&metadataPrefix=oai_dc', accepts('badArgument', 'idDoesNotExist')],
  ['verb=ListIdentifiers&until=junk', accepts('badArgument')],
  ['verb=ListIdentifiers&from=junk', accepts('badArgument')],
  ['verb=ListIdentifiers&resumptionToken=junk&until=2000-02-05', accepts('badArgument', 'badResumptionToken')],
  ['verb=ListRecords&metadataPrefix=oai_dc&from=junk', accepts('badArgument')],
  ['verb=ListRecords&resumptionToken=junk', accepts('badResumptionToken')],
  ['verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=junk&until=1990-01-10', accepts('badArgument', 'badResumptionToken')],
  ['verb=ListRecords&metadataPrefix=oai_dc&until=junk', accepts('badArgument')],
  ['verb=ListRecords', accepts('badArgument')],
  // The errors of version 2.
  ['verb=ListRecords&metadataPrefix=oai_dc&from=2002-02-05&until=2002-02-06T05:35:00Z', accepts('badArgument')],
  ['verb=ListRecords&metadataPrefix=oai_dc&until=BEFORE', accepts('noRecordsMatch')],
];

const repositories = [
  ['in seconds', 'full', {}],
  ['in days', 'full', { OAI_GRANULARITY: 'day' }],
  ['without sets', 'noSets', {}],
] as const;

describe.each(repositories)("the reference validator's script, on a repository %s", (name, content, env) => {
  let fixture: Fixture;
  const asker = makeAsker(`the script ${name}`, () => fixture.url, { baseUrl: fixtureBaseUrl });
  const found: { identify?: Reply; sets: string[]; identifier: string; set: string | null; datestamp: string } = {
    sets: [],
    identifier: '',
    set: null,
    datestamp: '',
  };

  beforeAll(async () => {
    fixture = await startFixture(content, env);
  });
  afterAll(() => fixture.close());

  test('1: Identify has everything it asks for [I-01] [I-04] [I-05] [I-09] [H-16]', async () => {
    const reply = await asker.get('verb=Identify');
    const { identify } = reply;
    expect(identify?.baseURL).toBe(fixtureBaseUrl);
    for (const email of identify?.adminEmails ?? []) expect(email).toMatch(/^\w[\w\-.]+@[a-zA-Z0-9\-.]+\.[a-z]{2,}$/);
    expect(identify?.earliestDatestamp).toMatch(/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/);
    expect(identify?.earliestDatestamp.length).toBe(identify?.granularity.length);
    found.identify = reply;
  });

  test('2: ListSets lists sets, or says that there are none [L-01] [L-02]', async () => {
    const reply = await asker.get('verb=ListSets');
    found.sets = reply.sets.map(({ setSpec }) => setSpec);
    expect(reply.codes).toEqual(content === 'noSets' ? ['noSetHierarchy'] : []);
  });

  test('3: ListIdentifiers has a live record, in the first set that has one, else without a set [L-03]', async () => {
    for (const set of [...found.sets.map((each) => each as string | null), null]) {
      const reply = await asker.get(`verb=ListIdentifiers&metadataPrefix=oai_dc${set === null ? '' : `&set=${set}`}`);
      const live = reply.records.find(({ deleted }) => !deleted);
      if (live === undefined) continue;
      Object.assign(found, { identifier: live.identifier, set, datestamp: live.datestamp });
      break;
    }
    expect(found.identifier).not.toBe('');
  });

  test('4: ListMetadataFormats of that record has oai_dc [F-02] [F-03] [F-08]', async () => {
    const { formats } = await asker.get(`verb=ListMetadataFormats&identifier=${found.identifier}`);
    expect(formats).toContainEqual({
      metadataPrefix: 'oai_dc',
      schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
      metadataNamespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
    });
  });

  test('5: GetRecord gives it, with the set it was listed under [G-07] [I-09]', async () => {
    const { records } = await asker.get(`verb=GetRecord&identifier=${found.identifier}&metadataPrefix=oai_dc`);
    expect(records[0]?.datestamp).toBe(found.datestamp);
    const sets = records[0]?.sets ?? [];
    if (found.set !== null) expect(sets.some((each) => `${each}:`.startsWith(`${found.set}:`))).toBe(true);
  });

  test('6: ListRecords from = until = its datestamp finds it, following tokens [R-12]', async () => {
    const { datestamp, identifier } = found;
    let reply = await asker.get(`verb=ListRecords&metadataPrefix=oai_dc&from=${datestamp}&until=${datestamp}`);
    while (!reply.records.some((record) => record.identifier === identifier)) {
      const value = reply.resumptionToken?.value ?? '';
      expect(value).not.toBe('');
      reply = await asker.get(`verb=ListRecords&resumptionToken=${value}`);
    }
  });

  test('7: its error requests get the codes it accepts, over HTTP 200 [A-04] [X-13] [D-05] [I-06] [H-09] [T-23]', async () => {
    const before = yearBefore(found.identify?.identify?.earliestDatestamp ?? '');
    for (const [query, accepted] of errorRequests) {
      const { codes } = await asker.get(query.replace('ID', found.identifier).replace('BEFORE', before));
      expect(
        codes.filter((code) => accepted.includes(code)),
        query,
      ).not.toEqual([]);
    }
  });

  test('8: POST works for Identify and GetRecord [H-01] [H-02]', async () => {
    expect((await asker.post('verb=Identify')).identify).toEqual(found.identify?.identify);
    const posted = await asker.post(`verb=GetRecord&identifier=${encodeURIComponent(found.identifier)}&metadataPrefix=oai_dc`);
    expect(posted.records[0]?.identifier).toBe(found.identifier);
  });

  test('9: tokens lead to the end, and a short list has none [T-a] [T-b] [T-c]', async () => {
    expect(await countByTokens(asker)).toBe(255);
    const short = await asker.get('verb=ListRecords&metadataPrefix=oai_dc&until=2020-01-01');
    expect(short.resumptionToken).toBe(null);
  });

  asker.declareChecks();
});

async function countByTokens(asker: Asker): Promise<number> {
  let reply = await asker.get('verb=ListRecords&metadataPrefix=oai_dc');
  let count = reply.records.length;
  for (let value = reply.resumptionToken?.value ?? ''; value !== ''; value = reply.resumptionToken?.value ?? '') {
    reply = await asker.get(`verb=ListRecords&resumptionToken=${value}`);
    count += reply.records.length;
  }
  return count;
}

function yearBefore(datestamp: string): string {
  return `${Number(datestamp.slice(0, 4)) - 1}${datestamp.slice(4)}`;
}

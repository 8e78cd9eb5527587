import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { type AnswerPiece, answer, usualPace } from '../../src/oai/answer.ts';
import { parseArguments } from '../../src/oai/arguments.ts';
import { makeTokenCodec } from '../../src/oai/token.ts';
import { makeByteStoreMaker } from '../../src/storage/byte-store.ts';
import { countRest } from '../../src/storage/list-length.ts';
import { listPublished } from '../../src/storage/published.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { harvestAll, requestOai } from '../support/harvest.ts';
import { parseOai } from '../support/parse-oai.ts';
import { makePartialRepository } from '../support/partial-repository.ts';
import { makeProtocolSettings } from '../support/protocol-settings.ts';
import { publishNow } from '../support/publish-now.ts';
import { restamp } from '../support/restamp.ts';
import { startTestApp, testDomain } from '../support/test-app.ts';

const pageSize = 7;
const total = 1000;

describe('A list while records change', () => {
  let database: TestDatabase;
  let app: App;

  const write = (text: string) => database.db.query({ name: '', text });
  const setTime = async (time: string) => {
    await write(`update publish_clock set published_through = '${time}'`);
  };

  beforeAll(async () => {
    database = await makeTestDatabase();
    app = await startTestApp(database.url, { OAI_PUBLISH: 'no', OAI_PAGE_SIZE: String(pageSize) });
    await write(
      `insert into records (id, metadata) select n::text, jsonb_build_object('title', 'Title ' || n) from generate_series(1, ${total}) n`,
    );
    await publishNow(database.db, { batchSize: 150 });
    // Long ago, in stretches of equal datestamps longer than a page.
    await write(
      `update published set ${restamp("'2020-01-01T00:00:00Z'::timestamptz + (id::integer / 60) * interval '1 second'")}`,
    );
    await setTime('2020-01-02T00:00:00Z');
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('gives every unchanged record exactly once, whatever is edited, deleted and added meanwhile [G2] [T-i] [T-j] [T-k] [R-14]', async () => {
    const touched = new Set<string>();
    const { records, pages } = await harvestAll(app.url, {}, async ({ index }) => {
      if (index % 4 !== 0 || index > 120) return;
      const [edited, deleted] = [`${(index * 37) % total}`, `${(index * 53) % total}`];
      for (const id of [edited, deleted]) touched.add(`oai:${testDomain}:${id}`);
      await write(`update records set metadata = '{"title": "Edited"}' where id = '${edited}'`);
      await write(`delete from records where id = '${deleted}'`);
      await write(`insert into records (id, metadata) values ('new-${index}', '{"title": "New"}')`);
      await publishNow(database.db);
    });
    const counts = new Map<string, number>();
    for (const { identifier } of records) counts.set(identifier, (counts.get(identifier) ?? 0) + 1);
    const expected = Array.from({ length: total }, (_, at) => `oai:${testDomain}:${at + 1}`);
    expect(touched.size).toBeGreaterThan(40);
    expect(expected.filter((identifier) => !touched.has(identifier) && counts.get(identifier) !== 1)).toEqual([]);
    // Frozen at its first page: what is new comes with the next incremental harvest.
    expect([...counts.keys()].filter((identifier) => identifier.includes(':new-'))).toEqual([]);
    expect(pages).toBeLessThanOrEqual(Math.ceil(total / pageSize));
  });

  it('is completed by the next incremental harvest from its first responseDate [T-l]', async () => {
    const { records } = await harvestAll(app.url, { from: '2020-01-02T00:00:00Z' });
    const identifiers = records.map(({ identifier }) => identifier);
    expect(identifiers).toContain(`oai:${testDomain}:new-0`);
    expect(records.filter(({ deleted }) => deleted).length).toBeGreaterThan(20);
  });

  it('gives the same page for the same token, as often as it is asked [G3] [T-h]', async () => {
    const first = parseOai(await requestOai(app.url, { verb: 'ListRecords', metadataPrefix: 'oai_dc' }));
    const args = { verb: 'ListRecords', resumptionToken: first.resumptionToken!.value };
    const [once, again] = [await requestOai(app.url, args), await requestOai(app.url, args)];
    const withoutDate = (xml: string) => xml.replace(/<responseDate>.*<\/responseDate>/, '');
    expect(withoutDate(again)).toBe(withoutDate(once));
    const next = { verb: 'ListRecords', resumptionToken: parseOai(once).resumptionToken!.value };
    expect(withoutDate(await requestOai(app.url, args))).toBe(withoutDate(once));
    expect(parseOai(await requestOai(app.url, next)).records[0]!.identifier).not.toBe(parseOai(once).records[0]!.identifier);
  });

  it('goes on with a token from before a restart, on another server of the same database [G3] [T-m]', async () => {
    const first = parseOai(await requestOai(app.url, { verb: 'ListIdentifiers', metadataPrefix: 'oai_dc' }));
    const other = await startTestApp(database.url, { OAI_PUBLISH: 'no', OAI_PAGE_SIZE: '50' });
    try {
      const args = { verb: 'ListIdentifiers', resumptionToken: first.resumptionToken!.value };
      const answer = parseOai(await requestOai(other.url, args));
      expect(answer.records).toHaveLength(50);
      expect(answer.resumptionToken!.cursor).toBe(pageSize);
    } finally {
      await other.close();
    }
  });

  it('never counts fewer than it sends, though records that were sent are changed before the page has ended [T-p] [T-q]', async () => {
    const settings = { ...makeProtocolSettings({ pageSize: 600 }), baseUrl: app.url, identifierDomain: testDomain };
    const { db } = database;
    const repository = makePartialRepository({
      listRecords: async (query) => {
        const { xml, ...stretch } = await listPublished(db, query, makeByteStoreMaker());
        return { ...stretch, xml: Promise.resolve(xml), ready: true, offered: true };
      },
      countRest: (selection, after) => countRest(db, { ...selection, format: null }, after, 10_000),
    });
    const tokens = makeTokenCodec('a secret of this test');
    const context = { settings, repository, tokens, compressed: false, pace: usualPace };
    const { pieces } = await answer(parseArguments('verb=ListRecords&metadataPrefix=oai_dc'), context);
    const live = 'select count(*)::integer as total from published';
    const [{ total: listed } = { total: 0 }] = await db.query<{ total: number }>({ name: '', text: live });
    let xml = Buffer.concat(((await pieces.next()).value as AnswerPiece).parts).toString();
    await write(
      `update published set ${restamp("'2030-01-01T00:00:00Z'::timestamptz")} where id in (select id from published order by datestamp, id limit 100)`,
    );
    for await (const { parts } of pieces) xml += Buffer.concat(parts).toString();
    const page = parseOai(xml);
    expect(page.records).toHaveLength(600);
    expect(page.resumptionToken!.completeListSize).toBe(listed);
  });
});

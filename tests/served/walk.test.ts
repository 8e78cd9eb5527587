import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { formats } from '../../src/formats/index.ts';
import { importRecords, type LineNote } from '../../src/ingest/import.ts';
import type { Entry } from '../../src/ingest/reader.ts';
import { makeRecordWriter } from '../../src/ingest/record-writer.ts';
import { parseRecord } from '../../src/record/parse-record.ts';
import { listPageFaults } from '../formats/check-pages.ts';
import { isCarried } from '../formats/render-sample.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { generateRecord } from '../support/generate-records.mjs';
import { requestOai } from '../support/harvest.ts';
import { type OaiRecord, parseOai } from '../support/parse-oai.ts';
import { publishNow } from '../support/publish-now.ts';
import { readRealRecords, realRecordsAvailable } from '../support/real-records/real-records.ts';
import { startTestApp, testDomain } from '../support/test-app.ts';

/* Every record there is, harvested page by page in every format. WALK_RECORDS=100000 makes as many of the generated ones. */

const generated = Number(process.env.WALK_RECORDS ?? 300);
const pageSize = generated > 1000 ? 1000 : 100;
const toId = (name: string) => name.replace(/[^\w.:-]/g, '_');

/** What is put into the repository: the real records where they are at hand, and generated ones. */
function* listRecords(): Generator<{ id: string; metadata: unknown }> {
  if (realRecordsAvailable) for (const { id, metadata } of readRealRecords()) yield { id: toId(id), metadata };
  for (let index = 0; index < generated; index += 1) yield generateRecord(index, 1, 'short', true);
}

/** Harvests all of a format, a page at a time. */
async function* walkPages(url: string, metadataPrefix: string): AsyncGenerator<{ xml: string; records: readonly OaiRecord[] }> {
  let args: Record<string, string> = { verb: 'ListRecords', metadataPrefix };
  for (;;) {
    const xml = await requestOai(url, args, { retries: 3 });
    const { errors, records, resumptionToken } = parseOai(xml);
    if (errors.length > 0) throw new Error(`${new URLSearchParams(args)}: ${errors.map(({ code, text }) => `${code}: ${text}`)}`);
    yield { xml, records };
    if (resumptionToken === null || resumptionToken.value === '') return;
    args = { verb: 'ListRecords', resumptionToken: resumptionToken.value };
  }
}

needsRealPostgres('Every record in every format', () => {
  let database: TestDatabase;
  let app: App;
  const carriedBy = new Map<string, string[]>(formats.map(({ prefix }) => [prefix, []]));

  /** The records as an importer reads them, noting which formats are to have each. */
  async function* toEntries(): AsyncGenerator<Entry> {
    let line = 0;
    for (const value of listRecords()) {
      const parsed = parseRecord(value.metadata);
      const record = parsed.ok ? parsed.record : null;
      const carrying = record === null ? [] : formats.filter((format) => isCarried(format, record));
      for (const { prefix } of carrying) carriedBy.get(prefix)!.push(`oai:${testDomain}:${value.id}`);
      if (record === null) refused.push(value.id);
      line += 1;
      yield { line, value };
    }
  }
  const refused: string[] = [];

  beforeAll(
    async () => {
      database = await makeTestDatabase();
      const notes: LineNote[] = [];
      const onBadLine = (note: LineNote) => notes.push(note);
      await importRecords({
        readyXmlPrefixes: [],
        entries: toEntries(),
        writer: makeRecordWriter(database.db),
        onBadLine,
        onWarning: () => undefined,
      });
      expect(notes.map(({ id }) => id)).toEqual(refused);
      expect(refused.length).toBeLessThan(10);
      expect((await publishNow(database.db)).problems).toEqual([]);
      app = await startTestApp(database.url, { OAI_PUBLISH: 'no', OAI_PAGE_SIZE: String(pageSize) });
    },
    120_000 + generated * 2,
  );

  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  describe.each(formats)('harvested in $prefix', ({ prefix }) => {
    test(
      'is there, well-formed and valid, and the same when it was kept [X-01, X-22, F-02, G2, G4]',
      async () => {
        const identifiers: string[] = [];
        const first = createHash('sha256');
        for await (const { xml, records } of walkPages(app.url, prefix)) {
          expect(listPageFaults(prefix, xml).slice(0, 10)).toEqual([]);
          expect(records.filter(({ deleted }) => deleted)).toEqual([]);
          identifiers.push(...records.map(({ identifier }) => identifier));
          first.update(xml.slice(xml.indexOf('<record>'), xml.lastIndexOf('</record>')));
        }
        expect(identifiers.toSorted()).toEqual(carriedBy.get(prefix)!.toSorted());
        expect(identifiers.length).toBeGreaterThan(generated / 50);
        const again = createHash('sha256');
        for await (const { xml } of walkPages(app.url, prefix)) {
          again.update(xml.slice(xml.indexOf('<record>'), xml.lastIndexOf('</record>')));
        }
        expect(again.digest('hex')).toBe(first.digest('hex'));
      },
      60_000 + generated * 10,
    );
  });
});

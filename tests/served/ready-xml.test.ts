import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { makeReadyXmlFormat } from '../../src/formats/ready-xml.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { harvestAll } from '../support/harvest.ts';
import { publishNow } from '../support/publish-now.ts';
import { startTestApp } from '../support/test-app.ts';
import { testFormats } from '../support/test-formats.ts';

const names = { prefix: 'note', namespace: 'urn:example:note', schema: 'https://an.example.org/note.xsd' };
const formats = { ...testFormats, formats: [testFormats.formats[0]!, makeReadyXmlFormat(names)], eager: ['oai_dc', 'note'] };

describe('XML that is given with records', () => {
  let database: TestDatabase;
  let app: App;
  const run = (text: string, values: readonly unknown[] = []) => database.db.query<{ code: string }>({ name: '', text }, values);
  const publish = () => publishNow(database.db, { formats });
  const harvest = async () => (await harvestAll(app.url, { metadataPrefix: 'note' })).records;

  beforeAll(async () => {
    database = await makeTestDatabase();
    const env = { OAI_FORMATS: 'oai_dc,note', OAI_READY_XML_FORMATS: `${names.prefix} ${names.namespace} ${names.schema}` };
    app = await startTestApp(database.url, { OAI_PUBLISH: 'no', ...env });
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  test('is harvested in its format, of the records that have it, without prolog and DOCTYPE', async () => {
    const xml = '<?xml version="1.0"?><!DOCTYPE n><n xmlns="urn:example:note">A &amp; b</n>';
    await run(
      `insert into records (id, metadata, ready_xml) values ('with', '{"title": "T"}', jsonb_build_object('note', $1::text)), ('without', '{"title": "T"}', '{}')`,
      [xml],
    );
    expect((await publish()).problems).toEqual([]);
    const records = await harvest();
    expect(records.map(({ identifier }) => identifier)).toEqual(['oai:an.example.org:with']);
    expect(records[0]?.metadataXml).toMatch(/^<n [^>]*xsi:schemaLocation="urn:example:note https:[^>]*>A &amp; b<\/n>$/);
  });

  test('that cannot be read is a problem of its record, which says where, and the last good version stays public [G4]', async () => {
    const before = await harvest();
    await run(`update records set ready_xml = '{"note": "<n xmlns=\\"urn:example:note\\"><open></n>"}' where id = 'with'`);
    const { problems } = await publish();
    expect(problems).toEqual([{ id: 'with', code: 'format_failed', message: expect.stringMatching(/note.*line 1/) }]);
    expect(await harvest()).toEqual(before);
    await run('truncate renditions');
    expect(await harvest()).toEqual(before);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { publishNow } from '../support/publish-now.ts';
import { startTestApp } from '../support/test-app.ts';
import { makeAsker } from './asker.ts';
import { type Fixture, fixtureBaseUrl, fixtureFormats, startFixture } from './fixture.ts';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

const asker = makeAsker('formats and sets', () => fixture.url, { baseUrl: fixtureBaseUrl });

describe('the formats', () => {
  test('are those of the program, each with its schema and namespace [F-01] [F-03] [F-07] [F-08]', async () => {
    const listed = (await asker.get('verb=ListMetadataFormats')).formats;
    expect(listed).toEqual(
      fixtureFormats.map(({ prefix, schema, namespace }) => ({ metadataPrefix: prefix, schema, metadataNamespace: namespace })),
    );
    expect(listed[0]).toEqual({
      metadataPrefix: 'oai_dc',
      schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
      metadataNamespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
    });
    for (const { metadataPrefix } of listed) expect(metadataPrefix).toMatch(/^[A-Za-z0-9\-_.!~*'()]+$/);
  });

  test('name the schema that the payloads name, letter for letter [X-20] [X-21] [T-34]', async () => {
    for (const { metadataPrefix, schema, metadataNamespace } of (await asker.get('verb=ListMetadataFormats')).formats) {
      const reply = await asker.ask({ verb: 'GetRecord', identifier: 'oai:an.example.org:5', metadataPrefix });
      const payload = reply.records[0]?.metadataXml ?? '';
      expect(payload).toContain(`xsi:schemaLocation="${metadataNamespace} ${schema}`);
      expect(payload).toMatch(/^<[^>]+ xmlns:xsi="http:\/\/www\.w3\.org\/2001\/XMLSchema-instance"/);
    }
  });
});

describe('the sets', () => {
  let database: TestDatabase;
  let app: Awaited<ReturnType<typeof startTestApp>>;
  const own = makeAsker('sets of all kinds', () => app.url);

  beforeAll(async () => {
    database = await makeTestDatabase();
    const run = (text: string) => database.db.query({ name: 'sets', text });
    await run(`insert into sets (set_spec, name, description) values
      ('named', 'A name with <markup> & é 😀 ${'\u0003'}', 'What it is about: ]]> & more'), ('deep:er:est', 'A deep one', '  '),
      ('-_.!~*''()', 'Every character a setSpec may have', null)`);
    await run(`insert into records (id, metadata, sets) values
      ('a', '{"title": "A"}', array['named', 'used', 'used:here']), ('b', '{"title": "B"}', array['x:y:z', 'x', 'named'])`);
    await publishNow(database.db);
    app = await startTestApp(database.url, { OAI_PUBLISH: 'no' });
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  test('are all listed with every ancestor, once, whether declared or only used [L-01] [L-03] [S-01] [S-02] [S-05]', async () => {
    const specs = (await own.get('verb=ListSets')).sets.map(({ setSpec }) => setSpec);
    const expected = ["-_.!~*'()", 'deep', 'deep:er', 'deep:er:est', 'named', 'used', 'used:here', 'x', 'x:y', 'x:y:z'];
    expect(specs).toEqual(expected);
  });

  test('have a name, which is the setSpec where nobody gave one [L-01]', async () => {
    const { sets } = await own.get('verb=ListSets');
    const nameOf = (spec: string) => sets.find(({ setSpec }) => setSpec === spec)?.setName;
    expect([nameOf('named'), nameOf('used')]).toEqual(['A name with <markup> & é 😀 \uFFFD', 'used']);
  });

  test('have a description in Dublin Core where there is one [L-04] [X-22]', async () => {
    const { xml } = await own.get('verb=ListSets');
    expect(xml.match(/<setDescription>/g)).toHaveLength(1);
    expect(xml).toContain('<dc:description>What it is about: ]]&gt; &amp; more</dc:description>');
  });

  test('are in headers as the minimal list, in every verb [S-03] [S-04] [R-09]', async () => {
    for (const verb of ['ListRecords', 'ListIdentifiers']) {
      const { records } = await own.get(`verb=${verb}&metadataPrefix=oai_dc`);
      expect(records.map(({ sets }) => sets)).toEqual([
        ['named', 'used:here'],
        ['named', 'x:y:z'],
      ]);
    }
  });

  test('list their records and those of all below them, each once [R-07] [R-14] [S-05] [V-09]', async () => {
    const counts = [];
    for (const { setSpec } of (await own.get('verb=ListSets')).sets) {
      const reply = await own.ask({ verb: 'ListIdentifiers', metadataPrefix: 'oai_dc', set: setSpec });
      counts.push([setSpec, reply.records.map(({ identifier }) => identifier.at(-1)).join('')]);
    }
    expect(Object.fromEntries(counts)).toEqual({
      ...{ "-_.!~*'()": '', deep: '', 'deep:er': '', 'deep:er:est': '', named: 'ab' },
      ...{ used: 'a', 'used:here': 'a', x: 'b', 'x:y': 'b', 'x:y:z': 'b' },
    });
  });

  test('keep their setSpec when they are renamed [S-07]', async () => {
    await database.db.query({ name: 'rename', text: `update sets set name = 'Renamed' where set_spec = 'named'` });
    expect((await own.get('verb=ListSets')).sets).toContainEqual({ setSpec: 'named', setName: 'Renamed' });
  });

  test('cannot be declared under an illegal setSpec [S-01] [T-24]', async () => {
    for (const spec of ['a b', 'a/b', 'é', 'a%b', ':a', 'a:', 'a::b', '', 'a\n', '<a>']) {
      const insert = { name: 'illegal', text: 'insert into sets (set_spec, name) values ($1, $2)' };
      await expect(database.db.query(insert, [spec, 'X']), spec).rejects.toThrow('sets_set_spec_legal');
    }
  });

  own.declareChecks();
});

asker.declareChecks();

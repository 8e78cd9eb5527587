import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { problemCodes } from '../../src/publish/problem-codes.ts';
import { listProblems } from '../../src/storage/problems.ts';
import { getStatus } from '../../src/storage/status.ts';
import { runForTest } from '../commands/run-for-test.ts';
import { toModuleText } from '../formats/module-text.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { harvestAll, requestOai } from '../support/harvest.ts';
import { parseOai } from '../support/parse-oai.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { startTestApp } from '../support/test-app.ts';
import { useFormats } from './formats-repository.ts';

// All formats carry it.
const metadata = { title: 'Tides', type: 'thesis', creators: ['Água, Inês'], issued: '2019', doi: '10.1234/tides' };

describe.each([
  ['each record has', 'mods', {}],
  ['each record has, in a repository of days', 'mods', { OAI_GRANULARITY: 'day' }],
  ['most records have', 'oai_openaire', {}],
  ['some records have', 'oai_etdms', {}],
] as const)('A record that a format fails on when somebody asks, where %s', (_, prefix, env) => {
  const { sql, publish, harvest, ask, database } = useFormats(['oai_dc', prefix], env);
  const list = async (options: Parameters<typeof harvest>[1] = {}) =>
    (await harvest(prefix, options)).records.map(({ metadataXml: _, ...header }) => header);
  const record = { metadataPrefix: prefix, identifier: 'oai:an.example.org:a' };
  const listFormats = async () =>
    (await ask({ verb: 'ListMetadataFormats', identifier: record.identifier })).formats.map(
      ({ metadataPrefix }) => metadataPrefix,
    );

  beforeAll(async () => {
    await sql(`insert into records (id, metadata, sets) select id, $1::jsonb, '{s:t}' from unnest('{a,b}'::text[]) as id`, [
      metadata,
    ]);
    await publish();
    // No format can be made of nothing.
    await sql(`delete from published_sources where id = 'a'`);
  });

  test('is a deleted one in every answer from then on [G1] [R-07] [K-06]', async () => {
    expect(await listFormats()).toEqual(['oai_dc', prefix]);
    const shown = await list();
    expect(shown.map(({ deleted }) => deleted)).toEqual([true, false]);
    for (const verb of ['ListRecords', 'ListIdentifiers'] as const) {
      for (const options of [{ verb }, { verb, set: 's' }, { verb, set: 's:t' }]) expect(await list(options)).toEqual(shown);
    }
    const [got] = (await ask({ verb: 'GetRecord', ...record })).records;
    expect(got).toEqual({ ...shown[0], metadataXml: null });
    expect(await listFormats()).toEqual(['oai_dc']);
    expect((await harvest('oai_dc')).records.map(({ deleted }) => deleted)).toEqual([false, false]);
  });

  test('is not tried again before it changes, and then comes with its new datestamp [D-13] [G5]', async () => {
    const { responseDate, records } = await harvest('oai_dc');
    const from = responseDate.slice(0, records[0]!.datestamp.length);
    await sql('update records set metadata = metadata');
    expect(await publish()).toMatchObject({ published: 1 });
    // Before anybody asks for the record, and what is known of it is replaced.
    expect((await list({ verb: 'ListIdentifiers' })).map(({ deleted }) => deleted)).toEqual([false, false]);
    expect(await listFormats()).toEqual(['oai_dc', prefix]);
    expect(await listProblems(database().db, { limit: 10 })).toEqual([]);
    expect((await getStatus(database().db)).problems).toBe(0);
    expect((await list({ from })).map(({ deleted }) => deleted)).toContain(false);
  });

  test('comes back whether it was known to have failed or not, when what it is made from does [G1]', async () => {
    await sql(`delete from published_sources where id = 'a'`);
    const before = (await harvest('oai_dc')).records.find(({ identifier }) => identifier === record.identifier)!;
    await sql('update records set metadata = metadata');
    expect(await publish()).toMatchObject({ published: 1 });
    const [after] = (await ask({ verb: 'GetRecord', ...record })).records;
    expect(after).toMatchObject({ deleted: false });
    if (before.datestamp.length > 10) expect(after!.datestamp > before.datestamp).toBe(true);
  });

  test('is kept again where what is known of it was lost [R-07]', async () => {
    await sql(`delete from published_sources where id = 'a'`);
    await sql('truncate renditions');
    await list();
    await sql('truncate renditions');
    expect(await list()).toEqual(await list());
    await expect.poll(() => sql('select id from renditions where failed_revision = revision')).toEqual([{ id: 'a' }]);
    expect(await list({ verb: 'ListIdentifiers' })).toEqual(await list());
  });

  test('leaves nothing behind when it is deleted', async () => {
    await sql(`delete from published_sources where id = 'b'`);
    await sql('truncate renditions');
    await list();
    expect(await listProblems(database().db, { limit: 10 })).toMatchObject([
      { id: 'a', prefix },
      { id: 'b', prefix },
    ]);
    expect((await getStatus(database().db)).problems).toBe(2);
    await sql(`delete from records where id = 'b'`);
    await publish();
    expect(await sql(`select id from renditions where id = 'b'`)).toEqual([]);
    expect(await listProblems(database().db, { limit: 10 })).toMatchObject([{ id: 'a' }]);
  });
});

needsRealPostgres('What a module fails on when somebody asks', () => {
  const { path: folder, remove } = makeTemporaryFolder('oai-pmh-failed-');
  let database: TestDatabase;
  let app: App;
  const lines: string[] = [];
  const failsOnA = `if (title === 'a') throw new Error('No room for \\u0000' + title);`;
  const tooLargeOnA = `if (title === 'a') return toElement('é'.repeat(11_000_000));`;
  const toOwn = (version: number, fault: string) => {
    // Under a name of its own, as docs/formats.md advises.
    const file = path.join(folder, `own-${version}-${fault.length}.mjs`);
    const toElement = `(record) => {
      const toElement = (text) => ({ name: 'own', attributes: { xmlns: 'https://example.org/own/', 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        'xsi:schemaLocation': 'https://example.org/own/ https://example.org/own.xsd' }, children: [text] });
      const { title } = record.titles[0];
      ${fault}
      return toElement(title);
    }`;
    writeFileSync(file, toModuleText({ version: String(version), toElement }));
    return file;
  };
  const start = (version: number, fault = '') =>
    startTestApp(database.url, { OAI_FORMAT_MODULES: toOwn(version, fault), OAI_FORMATS: 'oai_dc,own' }, lines);
  const listHeaders = () => harvestAll(app.url, { metadataPrefix: 'own', verb: 'ListIdentifiers' });
  const listStates = async () => (await listHeaders()).records.map(({ deleted }) => deleted);
  /** Starts the server with another version of the module; its records have come with it when this is done. */
  const bringOut = async (version: number, fault?: string) => {
    await app.close();
    app = await start(version, fault);
    const text = `select version from published_formats where since is not null`;
    const findVersion = async () => (await database.db.query<{ version: string }>({ name: '', text }))[0]?.version;
    await expect.poll(findVersion, { timeout: 10_000 }).toMatch(new RegExp(`^${version}-`));
    return (await harvestAll(app.url, { metadataPrefix: 'own' })).records;
  };
  const command = (...args: string[]) => runForTest(args, { env: { DATABASE_URL: database.url, OAI_LOG_LEVEL: 'error' } });

  beforeAll(async () => {
    database = await makeTestDatabase();
    const text = `insert into records (id, metadata) select id, jsonb_build_object('title', id) from unnest('{a,b}'::text[]) as id`;
    await database.db.query({ name: '', text });
    app = await start(1);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
    remove();
  });

  test('is listed among the problems with the reason, and told by status and the log [G4]', async () => {
    await expect.poll(() => listStates().catch(() => []), { timeout: 10_000 }).toEqual([false, false]);
    expect((await bringOut(2, failsOnA)).map(({ deleted }) => deleted)).toEqual([true, false]);
    await expect.poll(listStates).toEqual([true, false]);
    const { exitCode, stdout } = await command('problems', '--json');
    expect(exitCode).toBe(1);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        id: 'a',
        code: 'format_failed',
        message: 'Shown as deleted in own: The format own: toElement threw No room for \uFFFDa.',
        since: expect.any(String),
      },
    ]);
    expect(Object.keys(problemCodes)).toContain('format_failed');
    expect(JSON.parse((await command('status', '--json')).stdout)).toMatchObject({ published: 2, problems: 1 });
    expect(
      lines.filter((line) => line.includes('is shown as deleted in it: The format own: toElement threw No room for')),
    ).toHaveLength(1);
  });

  test('is shown so by a server that has not tried it, too', async () => {
    await app.close();
    app = await start(2, failsOnA);
    expect(await listStates()).toEqual([true, false]);
    const args = { verb: 'GetRecord', metadataPrefix: 'own', identifier: 'oai:an.example.org:a' };
    expect(parseOai(await requestOai(app.url, args)).records[0]).toMatchObject({ deleted: true });
    expect(lines.filter((line) => line.includes('is shown as deleted in it'))).toHaveLength(1);
  });

  test('is tried again when the record is touched, and comes with a new datestamp once that succeeds [G1] [G5]', async () => {
    const touch = () => database.db.query({ name: '', text: 'update records set metadata = metadata' });
    const [before] = (await listHeaders()).records;
    const settled = async () => JSON.parse((await command('status', '--json')).stdout).outboxLength;
    await touch();
    await expect.poll(settled, { timeout: 10_000 }).toBe(0);
    // It fails when it is published, too.
    expect((await command('problems', '--json')).stdout).toContain(
      '"message":"The format own: toElement threw No room for \uFFFDa."',
    );
    expect((await listHeaders()).records[0]).toEqual(before);
    await app.close();
    app = await start(2);
    await touch();
    await expect
      .poll(async () => (await listHeaders()).records.map(({ deleted }) => deleted), { timeout: 10_000 })
      .toEqual([false, false]);
    // Of the two that were touched, just this one was published again.
    const text = 'select id from published where revision = (select max(revision) from published)';
    expect(await database.db.query({ name: '', text })).toEqual([{ id: 'a' }]);
    expect((await command('problems')).exitCode).toBe(0);
  });

  test('is tried again by a new version of the module, which gives all records in it a new datestamp [D-14]', async () => {
    await bringOut(4, failsOnA);
    expect((await bringOut(5)).map(({ deleted }) => deleted)).toEqual([false, false]);
    expect((await command('problems')).exitCode).toBe(0);
  });

  test.each([
    ['c', 'format_failed', failsOnA],
    ['d', 'record_too_large', tooLargeOnA],
  ])('at publishing is published when the format is switched off: %s, %s', async (id, code, fault) => {
    await app.close();
    app = await start(5, fault);
    await database.db.query({ name: '', text: `insert into records (id, metadata) values ('${id}', '{"title": "a"}')` });
    await expect.poll(async () => (await command('problems')).stdout, { timeout: 10_000 }).toContain(code);
    await app.close();
    app = await startTestApp(database.url, { OAI_FORMATS: 'oai_dc' });
    await expect.poll(async () => (await command('problems')).exitCode, { timeout: 10_000 }).toBe(0);
    expect((await harvestAll(app.url)).records.at(-1)?.identifier).toContain(`:${id}`);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assertNobodyPublishesOtherwise, noteChangedOutput } from '../../src/publish/output-version.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { harvestAll } from '../support/harvest.ts';
import { publishNow } from '../support/publish-now.ts';
import { restamp } from '../support/restamp.ts';
import { startTestApp } from '../support/test-app.ts';
import { testFormats } from '../support/test-formats.ts';
import { countLive, getValue, insertRecords, listStamps } from './sql-records.ts';
import { waitUntil } from './wait-until.ts';

const long = '2020-01-01T00:00:00Z';

needsRealPostgres('What the output is made by', () => {
  let database: TestDatabase;
  const run = (text: string) => database.db.query({ name: '', text });
  const nothingWaits = async () => (await getValue(database.db, 'select count(*)::integer from outbox')) === 0;
  /** Starts a server, lets it do what it finds to do, and stops it. */
  const serveOnce = async (env: Record<string, string> = {}) => {
    const app = await startTestApp(database.url, env);
    const beat = () => getValue<number>(database.db, 'select publisher_beat::integer from publish_clock');
    const atStart = await beat();
    // A few signs of life after the election, whatever the new publisher had to note is noted.
    await waitUntil('nothing waits', async () => (await beat()) >= atStart + 3 && (await nothingWaits()));
    const harvest = await harvestAll(app.url);
    await app.close();
    return harvest.records;
  };
  const listMoved = async () =>
    (await listStamps(database.db)).filter(({ datestamp }) => datestamp.getTime() !== Date.parse(long)).map(({ id }) => id);

  beforeEach(async () => {
    database = await makeTestDatabase();
    await insertRecords(database.db, 6);
    await publishNow(database.db);
    await run(`delete from records where id = 'r-0'`);
    await publishNow(database.db);
    await serveOnce();
    await run(`update published set ${restamp(`'${long}'::timestamptz`)}`);
    await run(`update published_sets set datestamp = '${long}'`);
  });

  afterEach(async () => {
    await database.drop();
  });

  test('is not noticed when it stays as it is: a restart moves no datestamp [G5]', async () => {
    await serveOnce();
    expect(await listMoved()).toEqual([]);
  });

  test('when the identifier domain changes, every live record is published anew, once [G5] [D-14]', async () => {
    // As publish --change-domain does.
    await noteChangedOutput(database.db, { identifierDomain: 'other.example.org', formats: testFormats }, { changeDomain: true });
    const records = await serveOnce({ OAI_IDENTIFIER_DOMAIN: 'other.example.org' });
    expect(await listMoved()).toEqual(['r-1', 'r-2', 'r-3', 'r-4', 'r-5']);
    expect(records.filter(({ deleted }) => !deleted).map(({ identifier }) => identifier)).toEqual(
      [1, 2, 3, 4, 5].map((n) => `oai:other.example.org:r-${n}`),
    );
    await run(`update published set ${restamp(`'${long}'::timestamptz`)}`);
    await serveOnce({ OAI_IDENTIFIER_DOMAIN: 'other.example.org' });
    expect(await listMoved()).toEqual([]);
  });

  test('has every record looked at once, not twice, where formats change with it [G5]', async () => {
    const raised = testFormats.formats.map((format) =>
      format.prefix === 'mods' ? { ...format, version: 99, carries: () => true } : format,
    );
    const formats = { ...testFormats, formats: raised };
    expect(
      await noteChangedOutput(database.db, { identifierDomain: 'other.example.org', formats }, { changeDomain: true }),
    ).toEqual({ identifierDomain: 'an.example.org' });
    expect(await run('select record_id as id from outbox order by record_id')).toEqual(
      [1, 2, 3, 4, 5].map((n) => ({ id: `r-${n}` })),
    );
  });

  test('is not changed by a server that has lost its identifier domain: it does not start [U-08]', async () => {
    const start = startTestApp(database.url, { OAI_IDENTIFIER_DOMAIN: '' });
    await expect(start).rejects.toMatchObject({ code: 'IDENTIFIER_DOMAIN_CHANGED' });
    expect(await listMoved()).toEqual([]);
  });

  test('is told at the start of a server, while another publishes under the placeholder, and changed only when that one is gone [U-08]', async () => {
    await run(`update installation set output_version = '{"identifierDomain": "repository.example.org"}'`);
    await run(`update publish_clock set publisher = 'host:1', publisher_seen_at = clock_timestamp()`);
    const lines: string[] = [];
    const app = await startTestApp(database.url, { OAI_IDENTIFIER_DOMAIN: 'other.example.org' }, lines);
    expect(await listMoved()).toEqual([]);
    await run('update publish_clock set publisher = null');
    await waitUntil('all are moved', async () => (await listMoved()).length === 5);
    expect(lines.join('')).toContain('The identifier domain is other.example.org now, and was repository.example.org:');
    await app.close();
  });

  test('is told at the start of a server, while another offers other formats', async () => {
    const lines: string[] = [];
    const first = await startTestApp(database.url);
    const publishes = async () => (await getValue(database.db, 'select publisher from publish_clock')) !== null;
    await waitUntil('it publishes', publishes);
    const same = await startTestApp(database.url, {}, lines);
    await same.close();
    expect(lines.join('')).not.toContain('offers other formats');
    const other = await startTestApp(database.url, { OAI_FORMATS: 'oai_dc,mods' }, lines);
    expect(lines.join('')).toMatch(
      /A server that runs \(.+\) offers other formats than the settings here have\. Until it has stopped/,
    );
    await Promise.all([first.close(), other.close()]);
  });

  test('stops a server under another domain from publishing, when somebody has given everything a new identifier meanwhile [U-08]', async () => {
    const app = await startTestApp(database.url);
    await waitUntil('it publishes', async () => (await getValue(database.db, 'select publisher from publish_clock')) !== null);
    await noteChangedOutput(database.db, { identifierDomain: 'other.example.org', formats: testFormats }, { changeDomain: true });
    await run(`insert into records (id, metadata) values ('new', '{"title": "New"}')`);
    await sleep(2_500);
    expect(await listMoved()).toEqual([]);
    expect(await nothingWaits()).toBe(false);
    const right = await startTestApp(database.url, { OAI_IDENTIFIER_DOMAIN: 'other.example.org' });
    await waitUntil('the other publishes', nothingWaits);
    const identifiers = (await harvestAll(right.url)).records
      .filter(({ deleted }) => !deleted)
      .map(({ identifier }) => identifier);
    expect(identifiers).toHaveLength(6);
    expect(identifiers.filter((identifier) => !identifier.startsWith('oai:other.example.org:'))).toEqual([]);
    await Promise.all([app.close(), right.close()]);
  });

  test('is not changed by a command to another domain while a server publishes, from the placeholder neither [U-08]', async () => {
    await run(`update installation set output_version = '{"identifierDomain": "repository.example.org"}'`);
    await run(`update publish_clock set publisher = 'host:1', publisher_seen_at = clock_timestamp()`);
    const refused = assertNobodyPublishesOtherwise(database.db, 'other.example.org');
    await expect(refused).rejects.toMatchObject({
      code: 'IDENTIFIER_DOMAIN_CHANGED',
      message: expect.stringContaining('host:1'),
    });
    await assertNobodyPublishesOtherwise(database.db, 'repository.example.org');
    await run(`update publish_clock set publisher_seen_at = clock_timestamp() - interval '1 minute'`);
    await assertNobodyPublishesOtherwise(database.db, 'other.example.org');
  });

  test('when a format has a new version, only records whose output it changes move [G5] [D-13] [D-14]', async () => {
    // As a former version left it: another version number, and one record that it rendered otherwise.
    await run(`update installation set output_version = '{"formats": "of old"}'`);
    await run(`update published set record_xml = '<old/>', digest = '\\x00' where id = 'r-2'`);
    await serveOnce();
    expect(await listMoved()).toEqual(['r-2']);
  });

  test('rendering everything again moves no datestamp where the output is the same [G5]', async () => {
    await run('insert into outbox (record_id) values (null)');
    expect(await publishNow(database.db)).toEqual({ published: 0, deleted: 0, problems: [] });
    expect(await listMoved()).toEqual([]);
  });
});

needsRealPostgres('A new version that starts while the old one publishes', () => {
  test('has everything in its own way once the old one is gone [G5] [D-14]', async () => {
    const database = await makeTestDatabase();
    const old = await startTestApp(database.url);
    const findPublisher = () => getValue<string | null>(database.db, 'select publisher from publish_clock');
    await insertRecords(database.db, 3);
    await waitUntil('all are published', async () => (await countLive(database.db)) === 3);
    const oldPublisher = await findPublisher();
    const run = (text: string) => database.db.query({ name: '', text });
    await run(`update installation set output_version = '{"formats": "of old"}'`);
    await run(`update published set record_xml = '<old/>', digest = '\\x00'`);
    const app = await startTestApp(database.url);
    // Long enough for the old one to take whatever it is given.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await findPublisher()).toBe(oldPublisher);
    expect(await getValue(database.db, 'select output_version from installation')).toContain('of old');
    await old.close();
    const isNew = `select count(*) filter (where record_xml <> '<old/>')::integer from published`;
    await waitUntil('all are published by the new one', async () => (await getValue(database.db, isNew)) === 3, 8000).finally(
      async () => {
        await app.close();
        await database.drop();
      },
    );
  });
});

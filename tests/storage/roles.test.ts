import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../faults/server-process.ts';
import { waitUntil } from '../faults/wait-until.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { harvestAll } from '../support/harvest.ts';
import { startTestApp } from '../support/test-app.ts';
import { withClient } from '../support/test-pool.ts';
import { getGuideBlock } from './read-operating-guide.ts';

const suffix = randomBytes(4).toString('hex');
const password = randomBytes(12).toString('hex');

needsRealPostgres('The roles of docs/operating.md', () => {
  let database: TestDatabase;
  const run = <Row extends object>(text: string) => database.db.query<Row>({ name: '', text });
  const toUrl = (role: string) => {
    const url = new URL(database.url);
    url.username = `${role}_${suffix}`;
    url.password = password;
    return url.href;
  };
  const as = <T>(role: string, statements: readonly string[]) =>
    withClient(toUrl(role), async (client) => {
      let rows: T[] = [];
      for (const statement of statements) rows = (await client.query(statement)).rows as T[];
      return rows;
    });

  beforeAll(async () => {
    database = await makeTestDatabase();
    for (const role of ['oai_server', 'oai_reader', 'oai_writer']) {
      const block = getGuideBlock('sql', `create role ${role}`);
      await run(block.replaceAll(role, `${role}_${suffix}`).replaceAll('change me', password));
    }
  });

  afterAll(async () => {
    for (const role of ['oai_server', 'oai_reader', 'oai_writer']) {
      await run(`drop owned by ${role}_${suffix}`);
      await run(`drop role ${role}_${suffix}`);
    }
    await database.drop();
  });

  test('let a program that may only write records write them, and the change is noted', async () => {
    await as('oai_writer', [
      `insert into records (id, metadata) values ('w', '{"title": "W"}')`,
      `update records set sets = '{s}' where id = 'w'`,
      `insert into sets (set_spec, name) values ('s', 'A set')`,
    ]);
    expect(await run('delete from outbox returning record_id as id')).toEqual([{ id: 'w' }, { id: 'w' }]);
    await as('oai_writer', [`delete from records where id = 'w'`, 'truncate records']);
    expect(await run('delete from outbox returning record_id as id')).toEqual([{ id: 'w' }, { id: null }]);
  });

  test('let that program use the command import', async () => {
    const line = '{"id": "i", "metadata": {"title": "I"}}\n';
    const { code, stderr } = await runCommand(['import', '-'], { DATABASE_URL: toUrl('oai_writer') }, line);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
    expect(await run('delete from outbox returning record_id as id')).toEqual([{ id: 'i' }]);
  });

  test('let that program declare sets, and one that may only read look at them', async () => {
    const sets = (role: string, ...args: string[]) => runCommand(['sets', ...args], { DATABASE_URL: toUrl(role) });
    const rule = '$.titles[*].title == "W"';
    expect(await sets('oai_writer', 'add', 'ruled', '--name', 'Ruled', '--rule', rule)).toMatchObject({ code: 0, stderr: '' });
    expect(await sets('oai_writer', 'change', 'ruled', '--name', 'Rules')).toMatchObject({ code: 0, stderr: '' });
    expect(await sets('oai_reader', 'list')).toMatchObject({ code: 0, stdout: expect.stringContaining('Rules') });
    expect(await sets('oai_reader', 'preview', rule)).toMatchObject({ code: 0, stdout: expect.stringContaining('holds for 0') });
    expect(await sets('oai_writer', 'remove', 'ruled')).toMatchObject({ code: 0, stderr: '' });
    await run('delete from outbox');
  });

  for (const table of ['outbox', 'published', 'published_sets', 'publish_clock', 'problems', 'installation']) {
    test(`keep that program from reading and writing ${table}`, async () => {
      await expect(as('oai_writer', [`select * from ${table}`])).rejects.toThrow('permission denied');
      await expect(as('oai_writer', [`delete from ${table}`])).rejects.toThrow('permission denied');
    });
  }

  test('do not let a temporary table of that program take the place of the real one', async () => {
    const stolen = await as<{ id: string }>('oai_writer', [
      'create temporary table outbox (entry bigint generated always as identity, record_id text)',
      'create temporary table new_rows (id text)',
      `insert into records (id, metadata) values ('t', '{"title": "T"}')`,
      'select record_id as id from pg_temp.outbox',
    ]);
    expect(stolen).toEqual([]);
    expect(await run('delete from outbox returning record_id as id')).toEqual([{ id: 't' }]);
  });

  test('let a server publish that may not make tables', async () => {
    const app = await startTestApp(toUrl('oai_server'));
    try {
      await as('oai_writer', [
        `insert into records (id, metadata, sets) values ('p', '{"title": "P"}', '{s}'), ('bad', '{}', '{}')`,
      ]);
      await waitUntil('it is published', async () => (await harvestAll(app.url)).records.length > 0);
      await as('oai_writer', [`delete from records where id = 'p'`]);
      await waitUntil('it is deleted', async () => (await harvestAll(app.url)).records.some(({ deleted }) => deleted));
      expect(await run('select record_id as id from problems')).toEqual([{ id: 'bad' }]);
    } finally {
      await app.close();
    }
  });

  test('let a server answer that may only read, in transactions that may only read, as on a replica', async () => {
    await run(`alter role oai_reader_${suffix} set default_transaction_read_only = on`);
    const app = await startTestApp(toUrl('oai_reader'), { OAI_PUBLISH: 'no' });
    try {
      for (const query of [
        'verb=Identify',
        'verb=ListSets',
        'verb=ListMetadataFormats',
        'verb=ListRecords&metadataPrefix=oai_dc',
        'verb=ListIdentifiers&metadataPrefix=oai_dc&set=s',
        'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:an.example.org:p',
      ]) {
        const response = await fetch(`${app.url}?${query}`);
        expect([query, response.status, (await response.text()).includes('<error')]).toEqual([query, 200, false]);
      }
    } finally {
      await app.close();
    }
    await expect(as('oai_reader', ['select * from records'])).rejects.toThrow('permission denied');
  });
});

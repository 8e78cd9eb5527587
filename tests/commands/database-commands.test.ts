import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { switchFormats } from '../../src/publish/switch-formats.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { testFormats } from '../support/test-formats.ts';
import { runForTest } from './run-for-test.ts';

let database: TestDatabase;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  database = await makeTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), 'oai-pmh-commands-'));
  // The embedded server of a test has one session; there the commands run an embedded database of their own instead.
  env = database.kind === 'postgres' ? { DATABASE_URL: database.url } : { OAI_DATA_DIR: path.join(folder, 'data') };
  env = { ...env, OAI_PUBLISH_THREADS: '0', OAI_LOG_LEVEL: 'error' };
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const line = (id: string, metadata: object) => `${JSON.stringify({ id, metadata })}\n`;

test('import, publish, status and problems tell one story', async () => {
  const imported = await runForTest(['import', '-'], { env, stdin: line('a', { title: 'A' }) + line('b', { title: 'B' }) });
  expect(imported.stderr).toBe('');
  expect(imported.exitCode).toBe(0);
  expect(imported.stdout.split('\n')[0]).toBe('imported 2 records: 2 new, 0 changed, 0 unchanged, 0 deleted; 0 bad lines');
  expect(imported.stdout).toContain('oai-pmh-server publish');

  const waiting = await runForTest(['status', '--json'], { env });
  expect(JSON.parse(waiting.stdout)).toMatchObject({ records: 2, published: 0, outboxLength: 2, problems: 0 });

  expect((await runForTest(['publish'], { env })).exitCode).toBe(0);
  const none = await runForTest(['problems'], { env });
  expect(none).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  const done = await runForTest(['status', '--check'], { env });
  expect(done.exitCode).toBe(0);
  expect(done.stdout).toContain('records\t2\npublished\t2\ntombstones\t0\nwaiting to be published\t0\n');
  expect(done.stdout).toContain('\nformats\toai_dc, datacite, didl, marc21, ');
  expect(done.stdout).not.toContain('made ready');
});

test('status tells which formats are not offered yet, since records wait to be looked at', async () => {
  expect((await runForTest(['publish'], { env: { ...env, OAI_FORMATS: 'oai_dc' } })).exitCode).toBe(0);
  expect((await runForTest(['status'], { env })).stdout).toContain('\nformats\toai_dc\n');
  await database.db.transaction((transaction) =>
    switchFormats(transaction, { ...testFormats, formats: testFormats.formats.slice(0, 3) }),
  );
  expect((await runForTest(['status'], { env })).stdout).toContain(
    '\nformats\toai_dc\nformats being made ready\tmods, oai_qdc\n',
  );
  expect((await runForTest(['publish'], { env: { ...env, OAI_FORMATS: 'oai_dc,oai_qdc,mods' } })).exitCode).toBe(0);
  const { stdout } = await runForTest(['status', '--json'], { env });
  expect(JSON.parse(stdout)).toMatchObject({ formats: ['oai_dc', 'mods', 'oai_qdc'], formatsToCome: [] });
});

test('a deletion is imported, too, and one of nothing is no fault', async () => {
  const stdin = '{"id":"b","deleted":true}\n{"id":"never","deleted":true}\n';
  const { exitCode, stdout } = await runForTest(['import', '-'], { env, stdin });
  expect([exitCode, stdout.split('\n')[0]]).toEqual([
    0,
    'imported 2 records: 0 new, 0 changed, 0 unchanged, 1 deleted, 1 not there; 0 bad lines',
  ]);
});

describe('a record that cannot be published', () => {
  // Import would refuse it; SQL is the other way in, and every database that a test has takes it.
  const broken = { metadata: { noTitle: 1 } };

  test.runIf(inject('testServer').kind === 'postgres')('is listed by problems, and makes status --check fail', async () => {
    const text = 'insert into records (id, metadata) select $1::text || n, $2::jsonb from generate_series(1, 501) as n';
    await database.db.query({ name: '', text }, ['bad\t', JSON.stringify(broken)]);
    expect((await runForTest(['publish'], { env })).exitCode).toBe(1);
    const { exitCode, stdout } = await runForTest(['problems'], { env });
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((row) => row.split('\t'));
    expect([exitCode, rows.length]).toEqual([1, 501]);
    expect(rows[0]).toEqual([
      'bad 1',
      expect.any(String),
      expect.stringMatching(/^\d{4}-.*Z$/),
      expect.stringContaining('title'),
    ]);
    const json = (await runForTest(['problems', '--json'], { env })).stdout.trim().split('\n');
    expect(JSON.parse(json[0]!)).toMatchObject({ id: 'bad\t1', code: rows[0]![1], message: rows[0]![3] });
    expect((await runForTest(['status'], { env })).exitCode).toBe(0);
    expect((await runForTest(['status', '--check'], { env })).exitCode).toBe(1);
  });
});

test('migrate on a database that is up to date changes nothing', async () => {
  expect(await runForTest(['migrate', '--json'], { env })).toEqual({ exitCode: 0, stdout: '{"applied":[]}\n', stderr: '' });
});

test.skipIf(inject('testServer').kind !== 'postgres').each([
  ['/no_such_database', 'no_such_database'],
  ['@127.0.0.1:1/x', 'ECONNREFUSED'],
])('migrate with the wrong database %s says so, and not that it is a bug or went away', async (wrong, reason) => {
  const url = wrong.startsWith('@') ? `postgres://somebody${wrong}` : database.url.replace(/\/[^/?]+(?=\?|$)/, wrong);
  const refused = await runForTest(['migrate'], { env: { ...env, DATABASE_URL: url } });
  expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('code: DATABASE_UNREACHABLE') });
  expect(refused.stderr).toContain(reason);
});

test.skipIf(inject('testServer').kind !== 'postgres')(
  'migrate on a database with a table of that name says so, and not that it is a bug',
  async () => {
    const other = await makeTestDatabase();
    await other.db.query({
      name: '',
      text: 'drop schema public cascade; create schema public; create table records (id integer)',
    });
    const refused = await runForTest(['migrate'], { env: { ...env, DATABASE_URL: other.url } });
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('DATABASE_OCCUPIED') });
    await other.drop();
  },
);

test('publish switches no format of a running server off, and gives nothing the placeholder of a domain', async () => {
  const { db } = database;
  await db.query({ name: '', text: `update publish_clock set publisher = 'host:1', publisher_seen_at = clock_timestamp()` });
  const refused = await runForTest(['publish'], { env: { ...env, OAI_FORMATS: 'oai_dc' } });
  expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/host:1(.|\n)*FORMATS_DIFFER/) });
  await db.query({ name: '', text: 'update publish_clock set publisher = null' });
  const lost = await runForTest(['publish', '--change-domain'], { env: { ...env, OAI_IDENTIFIER_DOMAIN: '' } });
  expect(lost.exitCode).toBe(1);
  expect(lost.stderr).toContain('OAI_IDENTIFIER_DOMAIN is not set');
});

test('status --slices cuts the list into date ranges that have every record once', async () => {
  const stdin = Array.from({ length: 800 }, (_, index) => line(`slice-${index}`, { title: 'S' })).join('');
  await runForTest(['import', '-'], { env, stdin });
  await runForTest(['publish'], { env });
  const slices = async (count: string) => {
    const { stdout } = await runForTest(['status', '--slices', count, '--json'], { env });
    return (JSON.parse(stdout) as { slices: { from: string; until: string | null; records: number }[] }).slices;
  };
  const [{ total } = { total: 0 }] = await database.db.query<{ total: number }>({
    name: '',
    text: `update published set datestamp = '2020-01-01T00:00:00Z'::timestamptz + mod(('x' || md5(id))::bit(24)::integer, 1000) * interval '1 second'
      returning (select count(*)::integer from published) as total`,
  });
  expect(total).toBeGreaterThan(500);
  const four = await slices('4');
  expect(four.length).toBe(4);
  const texts = [...four.flatMap(({ from, until }) => [from, until])];
  expect(texts.at(-1)).toBe(null);
  expect(texts.slice(0, -1)).toEqual([...texts.slice(0, -1)].sort());
  const counted = await Promise.all(
    four.map(async ({ from, until }) => {
      const text = `select count(*)::integer as n from published where datestamp between $1::timestamptz and coalesce($2::timestamptz, 'infinity')`;
      return (await database.db.query<{ n: number }>({ name: '', text }, [from, until]))[0]!.n;
    }),
  );
  expect(four.map(({ records }) => records)).toEqual(counted);
  expect(counted.reduce((sum, n) => sum + n, 0)).toBe(total);
  expect(Math.max(...counted)).toBeLessThan((total / 4) * 1.2);
  expect(await slices('1')).toEqual([{ from: four[0]!.from, until: null, records: total }]);
  const { stdout, stderr } = await runForTest(['status', '--slices', '2'], { env: { ...env, OAI_GRANULARITY: 'day' } });
  expect(stderr).toContain('no more ranges than 1: records of one day are never parted');
  expect(stdout).toContain(`\n\nfrom=2020-01-01\t${total} records\n`);
});

test.each(['0', '1001', 'two', '-1'])('status --slices %s is refused', async (count) => {
  const { exitCode, stderr } = await runForTest(['status', `--slices=${count}`], { env });
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--slices must be a whole number from 1 to 1000')]);
});

test('status is aligned on a terminal', async () => {
  const { stdout } = await runForTest(['status'], { env, terminal: true });
  expect(stdout).toMatch(/^records {18}\d+\n/);
});

test.each([
  ['postgres://me:hunter2@127.0.0.1:1/x', 'database postgres://me@127.0.0.1:1/x: '],
  // Nobody can tell whether this ends in options or in the rest of a password.
  ['postgres://127.0.0.1:1/hunter2?x=1@db/oai', 'database (its URL has an @ behind the host and is not shown): '],
])('a database that does not answer is told with a hint: %s', async (url, called) => {
  const { exitCode, stdout, stderr } = await runForTest(['status'], { env: { DATABASE_URL: url } });
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toContain('code: DATABASE_UNREACHABLE');
  expect(stderr).toContain(called);
  expect(stderr).not.toContain('hunter2');
});

test.runIf(inject('testServer').kind === 'postgres')(
  'a database that goes away during an import is told as that, not as a bug',
  async () => {
    const stdin = Array.from({ length: 20_000 }, (_, index) => line(`lost-${index}`, { title: 'x'.repeat(1000) })).join('');
    let over = false;
    const importing = runForTest(['import', '-'], { env, stdin }).finally(() => {
      over = true;
    });
    // Again and again: a connection that is idle at that moment is replaced and nobody is the wiser.
    const text = `select count(pg_terminate_backend(pid)) from pg_stat_activity
    where datname = current_database() and application_name like '%import' and exists (select 1 from records where id like 'lost-%')`;
    while (!over) await database.db.query({ name: '', text });
    const { exitCode, stderr } = await importing;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/stopped after reading \d+ lines/);
    expect(stderr).toContain('code: DATABASE_LOST');
  },
);

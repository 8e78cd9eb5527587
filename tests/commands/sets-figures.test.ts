import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { listSets } from '../../src/storage/published-sets.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { fillPublished } from '../support/fill-published.ts';
import { runForTest } from './run-for-test.ts';

let database: TestDatabase;
let env: Record<string, string>;
const run = <Row extends object>(text: string) => database.db.query<Row>({ name: '', text });
const sets = (...argv: string[]) => runForTest(['sets', ...argv], { env });
const listDeclared = () => run('select set_spec, name, description, rule::text as rule from sets order by set_spec');
const listNoted = async () =>
  (await run('delete from outbox returning set_spec')).map((row) => (row as { set_spec: string }).set_spec);
const codeOf = (stderr: string) => /^code: (\w+)/m.exec(stderr)?.[1];

beforeAll(async () => {
  database = await makeTestDatabase();
  const prepared = inject('testServer').kind === 'postgres' ? 'yes' : 'no';
  env = { DATABASE_URL: database.url, OAI_LOG_LEVEL: 'error', OAI_PREPARED_STATEMENTS: prepared };
});

beforeEach(async () => {
  for (const table of ['sets', 'published', 'published_sources', 'published_sets', 'outbox']) await run(`delete from ${table}`);
});

afterAll(async () => {
  await database.drop();
});

describe('sets list', () => {
  beforeEach(async () => {
    await run(
      `insert into sets (set_spec, name, rule) values ('a:b', 'A part', null), ('open', 'Open', '$.accessRights == "open"')`,
    );
    await fillPublished(database.db, [
      { id: '1', metadata: { title: '1' }, sets: ['a:b:c', 'x'] },
      { id: '2', metadata: { title: '2' }, sets: ['a:d'] },
      { id: '3', metadata: { title: '3' }, sets: ['a:d'], deleted: true },
    ]);
  });

  const rows = [
    ['a', '2', '1', '(not declared)', ''],
    ['a:b', '1', '0', 'A part', ''],
    ['a:b:c', '1', '0', '(not declared)', ''],
    ['a:d', '1', '1', '(not declared)', ''],
    ['open', '0', '0', 'Open', '($."accessRights" == "open")'],
    ['x', '1', '0', '(not declared)', ''],
  ];

  test('has those declared, those in use and the ancestors of both, with live and deleted records apart [L-01] [L-03]', async () => {
    const { exitCode, stdout, stderr } = await sets('list');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(rows.map((row) => `${row.join('\t')}\n`).join(''));
    expect((await sets()).stdout).toBe(stdout);
    expect((await listSets(database.db, null, 100, null)).sets.map(({ setSpec }) => setSpec)).toEqual(
      rows.map(([setSpec]) => setSpec),
    );
  });

  test('is for programs with --json, one object a line', async () => {
    const { stdout } = await sets('--json');
    const [first, second] = stdout.split('\n').map((line) => (line === '' ? null : JSON.parse(line)));
    expect(first).toEqual({
      setSpec: 'a',
      name: 'a',
      description: null,
      rule: null,
      declared: false,
      records: 2,
      deleted: 1,
      exact: true,
    });
    expect(second).toMatchObject({ setSpec: 'a:b', name: 'A part', declared: true });
  });

  test('estimates a large set, and counts it with --exact [G7]', async () => {
    const records = Array.from({ length: 1500 }, (_, n) => ({
      id: `r${n}`,
      metadata: { title: 'T' },
      sets: ['many'],
      deleted: n % 3 === 0,
    }));
    await fillPublished(database.db, records);
    await run('analyze published_sets');
    const many = async (...options: string[]) =>
      (await sets(...options)).stdout
        .split('\n')
        .find((line) => line.startsWith('many'))
        ?.split('\t');
    expect(await many()).toEqual(['many', '~1500', '?', '(not declared)', '']);
    expect(await many('--exact')).toEqual(['many', '1000', '500', '(not declared)', '']);
  });

  test('goes on beyond a page of sets', async () => {
    await run(`insert into sets (set_spec, name) select 'n' || n, 'N' from generate_series(1, 250) n`);
    expect((await sets()).stdout.split('\n')).toHaveLength(250 + rows.length + 1);
  });

  test('has headings on a terminal, and says when there are none', async () => {
    const onTerminal = () => runForTest(['sets'], { env, terminal: true });
    expect((await onTerminal()).stdout).toMatch(/^SETSPEC +RECORDS +DELETED +NAME +RULE\na +2 +1 /);
    for (const table of ['sets', 'published_sets']) await run(`delete from ${table}`);
    expect((await onTerminal()).stdout).toBe('no sets\n');
    expect((await sets()).stdout).toBe('');
  });
});

describe('sets preview', () => {
  beforeEach(async () => {
    const records = Array.from({ length: 2500 }, (_, n) => ({
      id: `r${String(n).padStart(4, '0')}`,
      metadata: { title: `Title ${n}`, accessRights: n % 2 === 0 ? 'open' : 'restricted' },
    }));
    await fillPublished(database.db, [...records, { id: 'gone', metadata: { title: 'Gone' }, deleted: true }]);
  });

  test('tells for how many published records the rule holds, with ten of them, and changes nothing', async () => {
    const { exitCode, stdout, stderr } = await sets('preview', '$.accessRights == "open"');
    expect([exitCode, stderr]).toEqual([0, '']);
    const [summary, ...examples] = stdout.trimEnd().split('\n');
    expect(summary).toBe('holds for 1250 of 2500 published records');
    expect(examples).toEqual(Array.from({ length: 10 }, (_, n) => `r${String(2 * n).padStart(4, '0')}\tTitle ${2 * n}`));
    expect([await listDeclared(), await listNoted()]).toEqual([[], []]);
  });

  test('gathers its examples from all over the repository', async () => {
    const { stdout } = await sets('preview', '--json', '$.titles[*].title like_regex "^Title (7|2[34]00)$"');
    expect(JSON.parse(stdout)).toEqual({
      rule: expect.stringContaining('$."titles"[*]."title" like_regex "^Title (7|2[34]00)$"'),
      records: 2500,
      matches: 3,
      examples: ['0007', '2300', '2400'].map((n) => ({ id: `r${n}`, title: `Title ${Number(n)}` })),
      complete: true,
    });
  });

  test('checks the rule first, and warns', async () => {
    const wrong = await sets('preview', '$.accessRights');
    expect([wrong.exitCode, codeOf(wrong.stderr)]).toEqual([1, 'SET_RULE_INVALID']);
    const odd = await sets('preview', '$.tilte == "x"');
    expect([odd.exitCode, odd.stdout]).toEqual([0, 'holds for 0 of 2500 published records\n']);
    expect(odd.stderr).toContain('do you mean "titles"?');
  });

  test('ends when it is interrupted, and says so', async () => {
    const stopped = await runForTest(['sets', 'preview', 'true'], { env, signal: AbortSignal.abort() });
    expect(stopped).toMatchObject({
      exitCode: 1,
      stdout: 'holds for 0 of 0 published records; interrupted, the rest was not looked at\n',
    });
  });

  test('shows a bar on a terminal', async () => {
    const { stderr } = await runForTest(['sets', 'preview', 'true'], { env, terminal: true });
    expect(stderr).toContain('looking');
  });
});

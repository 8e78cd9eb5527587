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

describe('sets add', () => {
  test('declares a set, which is listed to harvesters with its name and description [L-01] [L-04]', async () => {
    expect(await sets('add', 'theses', '--name', 'Theses', '--description', 'Doctoral ones.')).toEqual({
      exitCode: 0,
      stdout: 'added theses\n',
      stderr: '',
    });
    expect(await listDeclared()).toEqual([{ set_spec: 'theses', name: 'Theses', description: 'Doctoral ones.', rule: null }]);
    expect((await listSets(database.db, null, 10, null)).sets).toMatchObject([
      { setSpec: 'theses', name: 'Theses', description: 'Doctoral ones.' },
    ]);
    expect(await listNoted()).toEqual([]);
  });

  test('saves a rule and has its records looked for [S-08]', async () => {
    const { exitCode, stdout, stderr } = await sets('add', 'open', '--name', 'Open', '--rule', '$.accessRights == "open"');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('oai-pmh-server publish');
    expect(await listDeclared()).toMatchObject([{ rule: '($."accessRights" == "open")' }]);
    expect(await listNoted()).toEqual(['open']);
  });

  test('refuses a second one of that setSpec and leaves the first', async () => {
    await sets('add', 's', '--name', 'First');
    const { exitCode, stderr } = await sets('add', 's', '--name', 'Second');
    expect([exitCode, codeOf(stderr)]).toEqual([1, 'SET_EXISTS']);
    expect(await listDeclared()).toMatchObject([{ name: 'First' }]);
  });

  test.each([
    ['Économie & gestion', '"Economie_gestion" would be'],
    ['theses/doctoral', '"theses_doctoral" would be'],
    ['a::b', '"a:b" would be'],
    ['日本', 'is not a legal setSpec.\n'],
    ['', 'is not a legal setSpec.\n'],
  ])('refuses the setSpec %j and says what would be legal [S-01]', async (setSpec, message) => {
    const { exitCode, stderr } = await sets('add', setSpec, '--name', 'A set');
    expect([exitCode, codeOf(stderr), stderr]).toEqual([1, 'SET_SPEC_ILLEGAL', expect.stringContaining(message)]);
    expect(await listDeclared()).toEqual([]);
  });

  test.each([
    [['--name', ' '], '--name must not be blank'],
    [['--name', 'x'.repeat(1001)], '--name has 1001 characters'],
    [['--name', 'x', '--description', 'x'.repeat(4001)], '--description has 4001 characters'],
  ])('refuses %j as the table would', async (options, message) => {
    const { exitCode, stderr } = await sets('add', 's', ...options);
    expect([exitCode, codeOf(stderr), stderr]).toEqual([2, 'OPTION_INVALID', expect.stringContaining(message)]);
  });

  test('takes texts as long as the table does, counted in characters', async () => {
    const { exitCode, stderr } = await sets('add', 's', '--name', '😀'.repeat(1000), '--description', '😀'.repeat(4000));
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  test('wants a name', async () => {
    expect((await sets('add', 's')).exitCode).toBe(2);
  });
});

describe('A rule is checked before it is saved', () => {
  test.each([
    ['$.a = 1', 'from character 5 on, at =. To compare, write =='],
    ['$.a == 1 and $.b == 2', 'from character 10 on, at and. Conditions are joined with &&'],
    ["$.a == 'x'", "from character 8 on, at '. Texts stand in straight double quotes"],
    ['$.a == “x”', 'from character 8 on, at “. Texts'],
    ['$.a == == 1', 'from character 8 on, at ==.'],
    ['$.é == "😀" in 1', 'from character 12 on, at in. To compare with several'],
    ['$.a == "x', 'from character 8 on, at "x. A text begins and ends'],
    ['$.a contains "x"', 'from character 5 on, at contains. To look into a text'],
    ['open', 'from character 1 on, at open. A field is written $.field'],
    ['$.a ==', 'it ends too early'],
    ['($.a == 1', 'it ends too early'],
    [' ', 'The rule is empty'],
    ['$.a like_regex "["', 'brackets [] not balanced'],
    ['$.a like_regex "a" flag "z"', 'nrecognized flag character "z"'],
    ['@.a == 1', '@ is not allowed in root expressions'],
    ['$accessRights == "open"', 'The field is written $.accessRights'],
    ['$.accessRights', 'is not a condition'],
    ['$.subjects[*] ? (@.subject == "x")', 'exists($.subjects[*] ? (@.subject == "x"))'],
    ['strict $.accessRights', 'is not a condition'],
    ['1', 'is not a condition'],
  ])('and %j is refused', async (rule, message) => {
    const { exitCode, stdout, stderr } = await sets('add', 's', '--name', 'S', '--rule', rule);
    expect([exitCode, stdout, codeOf(stderr)]).toEqual([1, '', 'SET_RULE_INVALID']);
    expect(stderr).toContain(message);
    expect(await listDeclared()).toEqual([]);
  });

  test.each([
    'exists($.files[*])',
    '!($.peerReviewed == true)',
    'strict $.publicationYear > 2000',
    'true',
    '$.titles.size() > 1',
  ])('and %j is taken', async (rule) => {
    expect(await sets('add', 's', '--name', 'S', '--rule', rule)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('a field that no record has is told, with the one that may be meant, and saved', async () => {
    const { exitCode, stderr } = await sets(
      'add',
      's',
      '--name',
      'S',
      '--rule',
      '$.acessRights == "open" || $.title == "x" || $.qqqqqqqq == 1',
    );
    expect([exitCode, stderr.split('\n')]).toEqual([
      0,
      [
        expect.stringContaining('no field "acessRights", so that the rule finds nothing there; do you mean "accessRights"?'),
        expect.stringContaining('"title", so that the rule finds nothing there; do you mean "titles"?'),
        expect.stringContaining('"qqqqqqqq", so that the rule finds nothing there; docs/record.schema.json lists the fields'),
        '',
      ],
    ]);
  });
});

describe('sets change', () => {
  beforeEach(async () => {
    await run(
      `insert into sets (set_spec, name, description, rule) values ('open', 'Open', 'A text.', '$.accessRights == "open"')`,
    );
    await run('delete from outbox');
  });

  test.each([
    [['--name', 'New'], { name: 'New' }, []],
    [['--description', 'New'], { description: 'New' }, []],
    [['--description', ''], { description: null }, []],
    [['--rule', 'exists($.doi)'], { rule: 'exists ($."doi")' }, ['open']],
    [['--rule', '($."accessRights"=="open")'], {}, []],
    [['--no-rule'], { rule: null }, ['open']],
    [['--no-rule', '--name', 'New'], { rule: null, name: 'New' }, ['open']],
  ])(
    'with %j changes that and nothing else, and only another rule has records looked at [S-08] [G5]',
    async (options, change, noted) => {
      const before = (await listDeclared())[0];
      const { exitCode, stdout, stderr } = await sets('change', 'open', ...options);
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout.includes('next:')).toBe(noted.length > 0);
      expect(await listDeclared()).toEqual([{ ...before, ...change }]);
      expect(await listNoted()).toEqual(noted);
    },
  );

  test.each([
    [['opne', '--name', 'x'], 'SET_NOT_DECLARED', 'Do you mean open?'],
    [['open'], 'OPTION_INVALID', 'Nothing to change'],
    [['open', '--name', ''], 'OPTION_INVALID', '--name must not be blank'],
    [['open', '--rule', '$.accessRights'], 'SET_RULE_INVALID', 'is not a condition'],
  ])('refuses %j and changes nothing', async (argv, code, message) => {
    const before = await listDeclared();
    const { exitCode, stderr } = await sets('change', ...argv);
    const usage = code === 'OPTION_INVALID';
    expect([exitCode, codeOf(stderr), stderr]).toEqual([usage ? 2 : 1, code, expect.stringContaining(message)]);
    expect(await listDeclared()).toEqual(before);
  });
});

describe('sets remove', () => {
  test('takes the declaration away, says what stays, and has the records looked at that were in by the rule [S-08]', async () => {
    await run(`insert into sets (set_spec, name, rule) values ('open', 'Open', 'true'), ('plain', 'Plain', null)`);
    await run('delete from outbox');
    const { exitCode, stdout } = await sets('remove', 'open');
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^removed open\nnote: records that name open .*\nnext: /)]);
    expect(await listNoted()).toEqual(['open']);
    expect((await sets('remove', 'plain')).stdout).not.toContain('next:');
    expect(await listDeclared()).toEqual([]);
  });

  test('leaves a set that records name listed, under its setSpec [L-01]', async () => {
    await run(`insert into sets (set_spec, name) values ('s', 'Named')`);
    await fillPublished(database.db, [{ id: 'a', metadata: { title: 'A' }, sets: ['s'] }]);
    await sets('remove', 's');
    expect((await sets()).stdout).toBe('s\t1\t0\t(not declared)\t\n');
  });

  test('refuses one that is not declared, with the one that may be meant', async () => {
    await run(`insert into sets (set_spec, name) values ('theses', 'Theses')`);
    const { exitCode, stderr } = await sets('remove', 'thesis');
    expect([exitCode, codeOf(stderr), stderr]).toEqual([1, 'SET_NOT_DECLARED', expect.stringContaining('Do you mean theses?')]);
  });
});

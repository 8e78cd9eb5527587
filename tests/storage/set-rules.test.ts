import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { takeOutbox } from '../../src/storage/outbox.ts';
import { hasRules, listRuleSets, noteRuleChanges } from '../../src/storage/set-rules.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { fillPublished, toRecordJson } from '../support/fill-published.ts';

let database: TestDatabase;
const run = (text: string, values: readonly unknown[] = []) => database.db.query({ name: '', text }, values);
const declare = (setSpec: string, rule: string | null) =>
  run('insert into sets (set_spec, name, rule) values ($1::text, $1::text, $2::text::jsonpath)', [setSpec, rule]);

const open = { title: 'Open', accessRights: 'open', dates: '2019-05-01' };
const closed = { title: 'Closed', accessRights: 'restricted', dates: '2021' };
const plain = { dc: { title: ['Plain'], rights: ['open access'] } };

beforeAll(async () => {
  database = await makeTestDatabase();
});

beforeEach(async () => {
  for (const table of ['sets', 'published', 'published_sources', 'published_sets']) await run(`delete from ${table}`);
  await run('truncate outbox');
});

afterAll(async () => {
  await database.drop();
});

describe('The rule sets of records', () => {
  const list = async (records: Readonly<Record<string, object>>) =>
    Object.fromEntries(
      await listRuleSets(
        database.db,
        Object.entries(records).map(([id, metadata]) => ({ id, record: toRecordJson(metadata) })),
      ),
    );

  test('are those whose rule holds, in the order of setSpecs [S-08]', async () => {
    await declare('z', '$.accessRights == "open"');
    await declare('a', 'exists($.titles[*] ? (@.title starts with "O"))');
    await declare('without', null);
    expect(await list({ open, closed, plain })).toEqual({ open: ['a', 'z'], plain: ['z'] });
  });

  test('see a record in full form, whatever it was written in [S-08]', async () => {
    await declare('y2019', '$.publicationYear == 2019');
    await declare('doe', '$.creators[*].familyName == "Doe"');
    expect(await list({ open, short: { title: 'T', creators: ['Doe, J.'], date: '2019' } })).toEqual({
      open: ['y2019'],
      short: ['doe', 'y2019'],
    });
  });

  test.each([
    ['neither true nor false', '$.titles'],
    ['a path to nothing, in strict mode', 'strict $.nothing.at.all'],
    ['a division by zero', '1 / 0 == 1'],
    ['a word that is no number', '$.titles[0].title.double() > 1'],
    ['a text that is no date', '$.titles[0].title.datetime() > "2020-01-01".datetime()'],
    ['null', 'null'],
  ])('are not those whose rule gives %s; the others are not touched by it [G4]', async (_, rule) => {
    await declare('bad', rule);
    await declare('good', '$.accessRights == "open"');
    expect(await list({ open, closed })).toEqual({ open: ['good'] });
  });

  test('can be told by dates, also against times that have a zone [G4]', async () => {
    await declare('before', '$.dates[*].date.datetime() < "2020-01-01T00:00:00+00:00".datetime()');
    expect(await list({ open, closed })).toEqual({ open: ['before'] });
  });

  test('are none where there are no rules or no records', async () => {
    expect([await hasRules(database.db), await list({}), await list({ open })]).toEqual([false, {}, {}]);
    await declare('without', null);
    expect(await hasRules(database.db)).toBe(false);
    await declare('with', 'true');
    expect([await hasRules(database.db), await list({}), await list({ open })]).toEqual([true, {}, { open: ['with'] }]);
  });

  test('keep ids and texts with quotes, backslashes and other letters apart', async () => {
    await declare('quoted', String.raw`$.titles[0].title == "a \"b\" \\ é😀{,}"`);
    const odd = { title: 'a "b" \\ é😀{,}' };
    expect(await list({ 'i"d\\{,}é': odd, other: { title: 'a' } })).toEqual({ 'i"d\\{,}é': ['quoted'] });
  });
});

describe('A rule', () => {
  test.each(['$accessRights == "open"', '$.a == 1 && $"b" == 1', 'exists($.titles ? (@.title == $x))', '"a$" == $a'])(
    'with a variable is refused by the table, for it would be an error at each record: %s',
    async (rule) => {
      await expect(declare('s', rule)).rejects.toThrow('sets_rule_no_variable');
    },
  );

  test.each([
    '$.doi like_regex "x$"',
    '$."a$" == "$"',
    String.raw`$.titles[*].title == "a\"$" && $.titles[*].title == "\\$"`,
    '$ == $',
  ])('that has a dollar otherwise is not: %s', async (rule) => {
    await declare('s', rule);
    expect(await hasRules(database.db)).toBe(true);
  });
});

describe('A change of rules', () => {
  const note = async (...setSpecs: string[]) => {
    await run('truncate outbox');
    await noteRuleChanges(database.db, setSpecs);
    const { ids, entries, everything, setSpecs: sets } = await takeOutbox(database.db, 1000);
    expect([entries.length, everything, sets]).toEqual([ids.length, false, []]);
    return [...ids].sort();
  };
  const live = ['child', 'in', 'other', 'out'];

  beforeEach(async () => {
    await fillPublished(database.db, [
      { id: 'in', metadata: open, sets: ['s', 'other'] },
      { id: 'child', metadata: open, sets: ['s:t'] },
      { id: 'other', metadata: closed, sets: ['other'] },
      { id: 'out', metadata: open },
      { id: 'gone', metadata: open, deleted: true },
    ]);
  });

  test('notes each record that may come in or go, once, where there is a rule [S-08] [D-15]', async () => {
    await declare('s', '$.accessRights == "open"');
    expect(await note('s')).toEqual(live);
    await declare('new', 'true');
    expect(await note('s', 'new', 'other')).toEqual(live);
  });

  test('that leaves sets without one, or takes the sets away, notes those that were in them, once [S-08]', async () => {
    await declare('s', null);
    expect(await note('s')).toEqual(['child', 'in']);
    await run('delete from sets');
    expect(await note('other', 's')).toEqual(['child', 'in', 'other']);
  });

  test('of no set notes nothing, whatever the rules of others are', async () => {
    await declare('loud', 'true');
    await declare('s', null);
    expect(await note()).toEqual([]);
    expect(await note('s')).toEqual(['child', 'in']);
  });
});

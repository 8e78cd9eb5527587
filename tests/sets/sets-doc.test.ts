import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { listRuleSets } from '../../src/storage/set-rules.ts';
import { runForTest } from '../commands/run-for-test.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { toRecordJson } from '../support/fill-published.ts';

const guide = readFileSync(new URL('../../docs/sets.md', import.meta.url), 'utf8');

/** The command lines of the guide, taken apart as a shell does. */
function listCommandLines(): string[][] {
  const blocks = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block.replaceAll('\\\n', ' '));
  const lines = blocks.flatMap((block) => block.split(/^(?=oai-pmh-server )/m));
  return lines.map((line) => [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '').slice(1));
}

const samples: Readonly<Record<string, readonly [metadata: object, sets: readonly string[]]>> = {
  'an open article with a file': [
    {
      title: 'A',
      date: '2024-02-01',
      type: 'article',
      accessRights: 'open',
      files: ['https://example.org/a.pdf'],
      license: 'CC BY 4.0',
      language: 'de-AT',
    },
    ['doc-type:article', 'driver', 'free-licence', 'german', 'open', 'openaire', 'year:2024'],
  ],
  'an open article without a file, under a licence with conditions': [
    { title: 'A', accessRights: 'open', license: 'CC BY-NC 4.0', language: 'English', peerReviewed: true },
    ['open', 'openaire', 'peer-reviewed'],
  ],
  'a closed article that a project has paid for': [
    { title: 'A', accessRights: 'restricted', fundingReferences: [{ funderName: 'European Commission', awardNumber: '246686' }] },
    ['openaire'],
  ],
  'a closed article with a funder of no project': [
    { title: 'A', accessRights: 'restricted', fundingReferences: [{ funderName: 'European Commission' }] },
    [],
  ],
  'an embargoed article with a file': [
    { title: 'A', accessRights: 'embargoed', files: ['https://example.org/a.pdf'], license: 'CC0 1.0' },
    ['free-licence'],
  ],
  'a doctoral thesis': [
    { title: 'T', type: 'thesis', thesis: { degreeLevel: 'Ph.D.' }, date: '1999' },
    ['theses', 'theses:doctoral', 'year:before-2000'],
  ],
  'a thesis of another level, without a type': [{ title: 'T', thesis: { degreeLevel: 'Masters' } }, ['theses']],
  'a chapter': [{ title: 'C', type: 'bookPart', language: 'Deutsch' }, ['doc-type:book']],
  'an article of a class by its code': [
    {
      title: 'S',
      subjects: [{ subject: 'Libraries', subjectScheme: 'Dewey Decimal Classification', classificationCode: '020.5' }],
    },
    ['ddc:020'],
  ],
  'an article of a class as repositories write it in Dublin Core': [
    {
      dc: { title: ['S'], subject: ['ddc:020', 'Climate change'], rights: ['info:eu-repo/semantics/openAccess'], date: ['2024'] },
    },
    ['climate', 'ddc:020', 'open', 'openaire', 'year:2024'],
  ],
  'an article with the number of another classification': [
    { title: 'S', subjects: [{ subject: '02.20', subjectScheme: 'MSC', classificationCode: '02' }] },
    [],
  ],
  'an article of a journal': [{ title: 'J', journal: 'Journal of social work', language: 'ger' }, ['german', 'jsw']],
};

describe('docs/sets.md', () => {
  let database: TestDatabase;
  let env: Record<string, string>;
  beforeAll(async () => {
    database = await makeTestDatabase();
    const prepared = inject('testServer').kind === 'postgres' ? 'yes' : 'no';
    env = { DATABASE_URL: database.url, OAI_LOG_LEVEL: 'error', OAI_PREPARED_STATEMENTS: prepared };
  });
  afterAll(async () => {
    await database.drop();
  });

  test('has command lines that the program takes without a complaint', async () => {
    const lines = listCommandLines();
    expect(lines.length).toBeGreaterThan(15);
    for (const line of lines) expect(await runForTest(line, { env }), line.join(' ')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('has rules that hold for the records they say, and for no others [S-08]', async () => {
    const records = Object.entries(samples).map(([id, [metadata]]) => ({ id, record: toRecordJson(metadata) }));
    const found = await listRuleSets(database.db, records);
    const expected = Object.entries(samples).map(([id, [, sets]]) => [id, sets]);
    expect(records.map(({ id }) => [id, found.get(id) ?? []])).toEqual(expected);
    const declared = listCommandLines().flatMap((line) => (line.includes('add') && line.includes('--rule') ? [line[2]] : []));
    expect([...new Set(Object.values(samples).flatMap(([, sets]) => sets))].sort(), 'each rule has a sample').toEqual(
      declared.sort(),
    );
  });

  test('has conditions in its table that are conditions', async () => {
    const cells = [...guide.matchAll(/^\| [^|]+ \| (`.*) \|$/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, rule]) => rule!),
    );
    const rules = cells.filter((rule) => rule.includes('$'));
    expect(rules.length).toBeGreaterThan(6);
    for (const rule of rules)
      expect(await runForTest(['sets', 'preview', rule], { env }), rule).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

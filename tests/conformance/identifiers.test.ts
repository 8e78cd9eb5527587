import { beforeAll, describe, expect, test } from 'vitest';
import { useRepository } from './repository.ts';

const { asker, sql, publish } = useRepository('a repository of unusual ids');

/** Ids as owners may have them, and the identifiers they must make. */
const expected: Readonly<Record<string, string>> = {
  'ab<cd': 'ab%3Ccd',
  'ab%3Ccd': 'ab%253Ccd',
  'a b': 'a%20b',
  'a+b': 'a+b',
  'a&b=c;d': 'a&b=c;d',
  'a/b?c': 'a/b?c',
  'a#b': 'a%23b',
  'a"b': 'a%22b',
  "a'b(c)": "a'b(c)",
  'a[b]': 'a%5Bb%5D',
  'a\\b': 'a%5Cb',
  'a|b^`{}': 'a%7Cb%5E%60%7B%7D',
  ü: '%C3%BC',
  '😀': '%F0%9F%98%80',
  Case: 'Case',
  case: 'case',
  '10.1234/x:y': '10.1234/x:y',
  '\u0001\n': '%01%0A',
  'https://an.example.org/1': 'https://an.example.org/1',
};

const find = async (identifier: string) =>
  asker.get(`verb=GetRecord&identifier=${encodeURIComponent(identifier)}&metadataPrefix=oai_dc`);

beforeAll(async () => {
  for (const id of Object.keys(expected))
    await sql('insert into records (id, metadata) values ($1, $2)', [id, { title: 'A title' }]);
  await publish();
});

describe('an identifier', () => {
  test.each(Object.entries(expected))(
    'of the id %j has local part %s, and finds its record [U-01] [U-03] [U-04] [H-05]',
    async (_, local) => {
      const identifier = `oai:an.example.org:${local}`;
      const reply = await find(identifier);
      expect(reply.records.map((record) => record.identifier)).toEqual([identifier]);
      expect(reply.request.attributes.identifier).toBe(identifier);
    },
  );

  test('is escaped in upper-case hex, and lower-case hex is another that does not exist [U-04] [U-05]', async () => {
    expect((await find('oai:an.example.org:ab%3ccd')).codes).toEqual(['idDoesNotExist']);
  });

  test('is not the same with a character escaped that need not be [U-05]', async () => {
    expect((await find('oai:an.example.org:%43ase')).codes).toEqual(['idDoesNotExist']);
  });

  test('is decoded once from the URL: %253C asks for %3C, %3C for < [H-05]', async () => {
    const twice = await asker.get('verb=GetRecord&identifier=oai:an.example.org:ab%253Ccd&metadataPrefix=oai_dc');
    expect(twice.records[0]?.identifier).toBe('oai:an.example.org:ab%3Ccd');
    const once = await asker.get('verb=GetRecord&identifier=oai:an.example.org:ab%3Ccd&metadataPrefix=oai_dc');
    expect(once.codes).toEqual(['idDoesNotExist']);
  });

  test('has a plus sign from %2B, for a bare one is a blank [H-05]', async () => {
    const escaped = await asker.get('verb=GetRecord&identifier=oai:an.example.org:a%2Bb&metadataPrefix=oai_dc');
    expect(escaped.records[0]?.identifier).toBe('oai:an.example.org:a+b');
    const bare = await asker.get('verb=GetRecord&identifier=oai:an.example.org:a+b&metadataPrefix=oai_dc');
    expect(bare.codes).toEqual(['idDoesNotExist']);
  });

  test('of each record is its own, through the whole list [U-01] [U-02] [U-06]', async () => {
    const { records } = await asker.get('verb=ListRecords&metadataPrefix=oai_dc');
    const identifiers = records.map(({ identifier }) => identifier);
    expect([...identifiers].sort()).toEqual(
      Object.values(expected)
        .map((local) => `oai:an.example.org:${local}`)
        .sort(),
    );
    for (const identifier of identifiers) expect(identifier).not.toMatch(/[\s<>"{}|\\^`#[\]]|[^\x20-\x7e]/);
  });

  test('stays with its article: a deleted one is not free for another [U-06] [K-02]', async () => {
    await sql(`delete from records where id = 'Case'`);
    await publish();
    expect((await find('oai:an.example.org:Case')).records[0]?.deleted).toBe(true);
    expect((await find('oai:an.example.org:case')).records[0]?.deleted).toBe(false);
  });
});

asker.declareChecks();

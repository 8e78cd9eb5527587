import { beforeAll, describe, expect, test } from 'vitest';
import { harvestAll } from '../support/harvest.ts';
import { useHostileRepository } from './hostile-repository.ts';

// Pages of one, so that every id is once in a token.
const repository = useHostileRepository('hostile ids', 1);
const { asker, sql, publishAndRead, listed } = repository;

const ids = [
  ...[' ', '%', '%41', '%%', '"', "'", '<>&', 'ü', '😀', '\u0001', '\u202E', 'a\nb', '\uFFFE', '/../', '?a=b&c#d', '\\', ']]>'],
  ...['oai:an.example.org:1', 'x'.repeat(512), '😀'.repeat(512), '\u0001'.repeat(512), 'NULL', '-1', '../../etc/passwd'],
];

beforeAll(async () => {
  for (const id of ids) await sql(`insert into records (id, metadata) values ($1, '{"title": "By its id"}')`, [id]);
  await publishAndRead();
});

describe('an id', () => {
  test.each(ids)('like %j is found by its identifier, which is a plain URI [U-01] [U-04] [H-05]', async (id) => {
    const { identifier } = listed.get(id)!;
    expect(identifier).toMatch(/^oai:an\.example\.org:[A-Za-z0-9\-_.!~*'();/?:@&=+$,%]+$/);
    const reply = await asker.post(`verb=GetRecord&identifier=${encodeURIComponent(identifier)}&metadataPrefix=oai_dc`);
    expect(reply.records[0]?.metadataXml).toContain('By its id');
  });

  test('of nothing, or of more than 512 characters, is refused by the table', async () => {
    for (const id of ['', 'x'.repeat(513)]) {
      await expect(sql(`insert into records (id, metadata) values ($1, '{"title": "x"}')`, [id])).rejects.toThrow(
        'records_id_length',
      );
    }
  });
});

describe('ids of all kinds', () => {
  test('lead through the list in tokens, in sets too, the longest as well [T-f] [T-r] [R-13]', async () => {
    await sql(`update records set sets = '{every:one}'`);
    await publishAndRead();
    for (const set of [{}, { set: 'every' }]) {
      const found: string[] = [];
      await harvestAll(repository.url(), { verb: 'ListIdentifiers', ...set }, ({ answer }) => {
        found.push(...answer.records.map(({ identifier }) => identifier));
      });
      expect(new Set(found).size).toBe(ids.length);
    }
  });
});

asker.declareChecks();

import { beforeAll, describe, expect, test } from 'vitest';
import { giants } from './hostile-metadata.ts';
import { toNeighbour, useHostileRepository } from './hostile-repository.ts';

const { asker, sql, insert, publishAndRead, titleOf, listed, problems } = useHostileRepository('five megabytes');

beforeAll(async () => {
  await insert([toNeighbour('a-neighbour'), ...giants, toNeighbour('z-neighbour')]);
  await sql(
    `insert into records (id, metadata) values ('too-large', jsonb_build_object('title', 'A title', 'description', repeat('&', 5000000)))`,
  );
  await publishAndRead();
});

describe('five megabytes in one field', () => {
  test.each(giants)('of $id are published whole [X-24] [T-d]', ({ id, title }) => {
    expect(problems.get(id)).toBe(undefined);
    expect(titleOf(id) === title?.trim()).toBe(true);
  });

  test('that make more XML than harvesters read are a problem with both numbers in it [H-25]', () => {
    expect(listed.has('too-large')).toBe(false);
    expect(problems.get('too-large')?.code).toBe('record_too_large');
    expect(problems.get('too-large')?.message).toMatch(/^The record makes \d+ bytes of oai_dc; at most \d+ can be harvested\.$/);
  });

  test('do not touch their neighbours [X-24] [T-05]', () => {
    expect([titleOf('a-neighbour'), titleOf('z-neighbour')]).toEqual(['A neighbour', 'A neighbour']);
    expect(problems.size).toBe(1);
  });
});

asker.declareChecks();

import { beforeAll, describe, expect, test } from 'vitest';
import { harvestAll } from '../support/harvest.ts';
import { toNeighbour, useHostileRepository } from './hostile-repository.ts';

const repository = useHostileRepository('hostile sets');
const { asker, sql, insert, publishAndRead, listed, problems } = repository;

/** Gives the record these sets, as SQL has them, and gives back what it is listed under. */
async function setSets(sets: string, values: readonly unknown[] = []): Promise<readonly string[] | undefined> {
  await sql(`update records set sets = ${sets} where id = 'sets'`, values);
  await publishAndRead();
  return listed.get('sets')?.sets;
}

beforeAll(async () => {
  await insert([toNeighbour('sets'), toNeighbour('neighbour')]);
  await sql(`update records set sets = '{neighbours}' where id = 'neighbour'`);
});

describe('a set', () => {
  test.each([
    ['a blank', 'a b', 'would be'],
    ['a slash', 'a/b', '"a_b" would be'],
    ['an accent', 'Économie', '"Economie" would be'],
    ['an empty part', 'a::b', '"a:b" would be'],
    ['nothing', '', 'is not a legal setSpec'],
    ['markup', '<setSpec>', 'is not a legal setSpec'],
    ['a line end', 'a\n', 'would be'],
    ['400 characters', 's'.repeat(400), 'is not a legal setSpec'],
  ])('with %s is a problem that says what would be right [S-01] [S-02] [T-24]', async (_, set, hint) => {
    expect(await setSets(`array['good', $1::text]`, [set])).toBe(undefined);
    expect(problems.get('sets')?.code).toBe('set_spec_illegal');
    expect(problems.get('sets')?.message).toContain(hint);
    expect(listed.has('neighbour')).toBe(true);
  });

  test('that is null is a problem, mended by taking it out [S-01]', async () => {
    await setSets(`array['good', null]`);
    expect(problems.get('sets')?.message).toBe('records.sets holds a null.');
    expect(await setSets(`array['good:x', 'good', 'good']`)).toEqual(['good:x']);
    expect(problems.has('sets')).toBe(false);
  });

  test('gone bad keeps the sets that were public [X-24]', async () => {
    expect(await setSets(`array['bad set']`)).toEqual(['good:x']);
  });
});

describe('many sets', () => {
  test('in an array of several dimensions are read as one list, their ancestors implied [S-03] [L-03] [R-07]', async () => {
    expect(await setSets(`array[array['a', 'p:q'], array['c', 'a']]`)).toEqual(['a', 'c', 'p:q']);
    expect((await harvestAll(repository.url(), { set: 'p' })).records).toHaveLength(1);
  });

  test('are all kept, by the thousand [S-05]', async () => {
    expect(await setSets(`array(select 'many:n' || n from generate_series(1, 1000) n)`)).toHaveLength(1000);
    expect((await harvestAll(repository.url(), { set: 'many' })).records).toHaveLength(1);
    expect((await harvestAll(repository.url(), { set: 'many:n1000' })).records).toHaveLength(1);
  });

  test('are none, when all are taken away [S-05] [K-11]', async () => {
    expect(await setSets(`'{}'`)).toEqual([]);
    expect((await harvestAll(repository.url(), { set: 'many' })).records).toEqual([]);
  });
});

asker.declareChecks();

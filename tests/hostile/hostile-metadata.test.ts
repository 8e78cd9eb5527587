import { beforeAll, describe, expect, test } from 'vitest';
import { hopeless, hostileShapes, hostileTexts } from './hostile-metadata.ts';
import { toNeighbour, useHostileRepository } from './hostile-repository.ts';

const { asker, sql, insert, publishAndRead, titleOf, listed, problems } = useHostileRepository('hostile metadata');
const good = [...hostileTexts, ...hostileShapes];

beforeAll(async () => {
  await insert(good.slice(0, 40));
  await insert([toNeighbour('neighbour-1')]);
  await insert([...good.slice(40), ...hopeless]);
  await insert([toNeighbour('neighbour-2')]);
  await publishAndRead();
});

describe('a hostile title', () => {
  test.each(hostileTexts)(
    'of $id comes out as XML can carry it [X-16] [X-17] [X-18] [X-19] [X-24] [T-01] [T-02]',
    ({ id, title }) => {
      expect(titleOf(id)).toBe(title?.trim());
    },
  );
});

describe('a hostile shape', () => {
  test.each(hostileShapes)('of $id does no harm [X-23] [X-24] [X-26]', ({ id, title }) => {
    expect([problems.get(id), titleOf(id)]).toEqual([undefined, title]);
  });
});

describe('what is no record', () => {
  test.each(hopeless)('as $id is not published, and a problem says why [X-24] [T-05]', ({ id }) => {
    expect(listed.has(id)).toBe(false);
    expect(problems.get(id)?.code).toBe('metadata_invalid');
    expect(problems.get(id)?.message).toMatch(/\w+ \w+/);
    expect(problems.get(id)!.message.length).toBeLessThan(2000);
    expect(problems.get(id)?.message).not.toMatch(/\bat .*\.ts|node_modules|undefined is not/);
  });

  test('does not touch its neighbours, and nothing else is a problem [X-24] [T-05]', () => {
    for (const id of ['neighbour-1', 'neighbour-2']) expect(titleOf(id)).toBe('A neighbour');
    expect([...problems.keys()].sort()).toEqual(hopeless.map(({ id }) => id).sort());
    expect(listed.size).toBe(good.length + 2);
  });
});

describe('a record that goes bad', () => {
  test('keeps its last good version, and when it is mended the problem goes [X-24] [D-13]', async () => {
    await insert([toNeighbour('mended')]);
    await publishAndRead();
    const before = listed.get('mended');
    await insert([{ id: 'mended', metadata: '{"title": []}', title: null }]);
    await publishAndRead();
    expect(listed.get('mended')).toEqual(before);
    expect(problems.get('mended')?.message).toContain('a record needs a title');
    await insert([{ id: 'mended', metadata: '{"title": "Mended"}', title: 'Mended' }]);
    await publishAndRead();
    expect([problems.has('mended'), titleOf('mended')]).toEqual([false, 'Mended']);
    expect(listed.get('mended')!.datestamp > before!.datestamp).toBe(true);
  });

  test('and is deleted leaves its tombstone and no problem [K-02]', async () => {
    await insert([toNeighbour('deleted')]);
    await publishAndRead();
    await insert([{ id: 'deleted', metadata: '[]', title: null }]);
    await publishAndRead();
    await sql(`delete from records where id = 'deleted'`);
    await publishAndRead();
    expect([problems.has('deleted'), listed.get('deleted')?.deleted]).toEqual([false, true]);
  });

  test('and never was good leaves nothing when it is deleted [K-09]', async () => {
    await sql(`delete from records where id = 'hopeless-0'`);
    await publishAndRead();
    expect([problems.has('hopeless-0'), listed.has('hopeless-0')]).toEqual([false, false]);
  });
});

describe('lone surrogates and U+0000', () => {
  test.each(['{"title": "\\ud800"}', '{"title": "a\\udc00b"}', '{"title": "\\u0000"}'])(
    'in %s are refused by jsonb itself',
    async (text) => {
      await expect(sql(`insert into records (id, metadata) values ('half', $1::jsonb)`, [text])).rejects.toThrow();
    },
  );
});

asker.declareChecks();

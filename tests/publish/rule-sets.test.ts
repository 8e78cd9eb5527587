import { beforeAll, describe, expect, test } from 'vitest';
import { useRepository } from '../conformance/repository.ts';
import { harvestAll } from '../support/harvest.ts';
import { parseOai } from '../support/parse-oai.ts';

const repository = useRepository('a repository whose rules change');
const { asker, sql, publish } = repository;

let ticks = 0;

/** Publishes what waits, and a record of no set a minute later, so that the next harvest begins after everything that came before. */
async function settle() {
  const done = await publish();
  ticks += 1;
  await sql(`insert into records (id, metadata) values ($1, '{"title": "Tick"}')`, [`tick-${ticks}`]);
  await publish();
  return done;
}

/** Harvests as an aggregator does, and gives the ids, in their order, with what is deleted marked. */
async function harvest(options: { readonly set?: string; readonly from?: string } = {}) {
  const { records, responseDate } = await harvestAll(repository.url(), options);
  const ids = records.map(({ identifier, deleted }) => `${identifier.split(':')[2]}${deleted ? ' deleted' : ''}`);
  return { ids: ids.filter((id) => !id.startsWith('tick-')).sort(), responseDate };
}

const getStamps = async () =>
  Object.fromEntries(
    (await harvestAll(repository.url())).records
      .filter(({ identifier }) => !identifier.includes('tick-'))
      .map(({ identifier, datestamp }) => [identifier.split(':')[2], datestamp]),
  );
const getSets = async (id: string) =>
  (await asker.ask({ verb: 'GetRecord', identifier: `oai:an.example.org:${id}`, metadataPrefix: 'oai_dc' })).records[0]?.sets;

/** Makes a change, publishes it, and tells whose datestamps moved and what an incremental harvest of the set and of all gets. */
async function change(text: string, set: string) {
  const from = (await harvest()).responseDate;
  const before = await getStamps();
  await sql(text);
  const { published, deleted } = await settle();
  const after = await getStamps();
  const moved = Object.keys({ ...before, ...after }).filter((id) => before[id] !== after[id]);
  for (const id of moved) expect((after[id] ?? '') > (before[id] ?? ''), id).toBe(true);
  return {
    moved: moved.sort(),
    published: published + deleted,
    ofSet: (await harvest({ set, from })).ids,
    ofAll: (await harvest({ from })).ids,
  };
}

const records = {
  open: { title: 'Open', accessRights: 'open', date: '2019' },
  'open-too': { title: 'Open, too', accessRights: 'open', date: '2021' },
  'plain-open': { dc: { title: ['Plain'], rights: ['info:eu-repo/semantics/openAccess'], date: ['2021'] } },
  closed: { title: 'Closed', accessRights: 'restricted', date: '2021' },
  chosen: { title: 'Chosen', accessRights: 'restricted', date: '2019' },
  gone: { title: 'Gone', accessRights: 'open', date: '2021' },
};

beforeAll(async () => {
  for (const [id, metadata] of Object.entries(records)) {
    const sets = id === 'chosen' ? ['S:part', 'other'] : ['other'];
    await sql('insert into records (id, metadata, sets) values ($1, $2, $3)', [id, JSON.stringify(metadata), sets]);
  }
  await settle();
  await sql(`delete from records where id = 'gone'`);
  await settle();
});

describe('A rule', () => {
  test('that a set gets brings in just the records it holds for, and an incremental harvest of the set has them [S-08] [D-15] [G5]', async () => {
    const { moved, published, ofSet, ofAll } = await change(
      `insert into sets (set_spec, name, rule) values ('S', 'A set', '$.publicationYear == 2021')`,
      'S',
    );
    expect(moved).toEqual(['closed', 'open-too', 'plain-open']);
    expect([published, ofSet, ofAll]).toEqual([3, moved, moved]);
    expect((await harvest({ set: 'S' })).ids).toEqual(['chosen', ...moved]);
    expect(await getSets('closed')).toEqual(['S', 'other']);
    expect(await getSets('chosen')).toEqual(['S:part', 'other']);
  });

  test('that changes reaches a harvester of the set with just what came in; what left is live without it [S-08] [K-11] [K-12] [G5]', async () => {
    const { moved, ofSet, ofAll } = await change(`update sets set rule = '$.accessRights == "open"' where set_spec = 'S'`, 'S');
    expect(moved).toEqual(['closed', 'open']);
    expect(ofSet).toEqual(['open']);
    expect(ofAll).toEqual(moved);
    expect(await getSets('closed')).toEqual(['other']);
    expect((await harvest({ set: 'S' })).ids).toEqual(['chosen', 'open', 'open-too', 'plain-open']);
  });

  test('that is spelt otherwise, or a set that gets another name, moves nothing [G5]', async () => {
    const { moved, published } = await change(`update sets set rule = '($."accessRights"=="open")', name = 'Another name'`, 'S');
    expect([moved, published]).toEqual([[], 0]);
  });

  test('is looked at when a record is published, and when it changes [S-08] [D-15]', async () => {
    const added = await change(
      `insert into records (id, metadata) values ('new', '{"title": "New", "accessRights": "open"}')`,
      'S',
    );
    expect([added.moved, added.ofSet]).toEqual([['new'], ['new']]);
    const closed = await change(
      `update records set metadata = '{"title": "New", "accessRights": "restricted"}' where id = 'new'`,
      'S',
    );
    expect([closed.moved, closed.ofSet, await getSets('new')]).toEqual([['new'], [], []]);
  });

  test('takes nothing out that names the set; a record in a set by both ways does not move when the rule goes [S-05] [G5]', async () => {
    await change(`update records set sets = '{S, other}' where id = 'open'`, 'S');
    const { moved } = await change(`update sets set rule = null where set_spec = 'S'`, 'S');
    expect(moved).toEqual(['open-too', 'plain-open']);
    expect((await harvest({ set: 'S' })).ids).toEqual(['chosen', 'open']);
  });

  test('goes with its set, and comes under the other setSpec where that changes [S-08] [L-01]', async () => {
    await change(`update sets set rule = '$.accessRights == "open"' where set_spec = 'S'`, 'S');
    const renamed = await change(`update sets set set_spec = 'T' where set_spec = 'S'`, 'T');
    expect(renamed.ofSet).toEqual(['open', 'open-too', 'plain-open']);
    expect((await harvest({ set: 'S' })).ids).toEqual(['chosen', 'open']);
    const removed = await change(`delete from sets`, 'T');
    expect([removed.moved, removed.ofSet]).toEqual([['open', 'open-too', 'plain-open'], []]);
    expect((await harvest({ set: 'T' })).ids).toEqual([]);
    const { sets } = await asker.ask({ verb: 'ListSets' });
    expect(sets.map(({ setSpec }) => setSpec)).toEqual(['S', 'S:part', 'other']);
  });

  test('of a part of a set brings its records into the set as well, and leaves its header short [S-03] [L-03]', async () => {
    const { moved, ofSet } = await change(
      `insert into sets (set_spec, name, rule) values ('other:old', 'Old', '$.publicationYear == 2019'), ('years:old', 'Old', '$.publicationYear == 2019')`,
      'years',
    );
    expect([moved, ofSet]).toEqual([
      ['chosen', 'open'],
      ['chosen', 'open'],
    ]);
    expect(await getSets('open')).toEqual(['S', 'other:old', 'years:old']);
  });

  test('leaves a deleted record in the sets it was last in, and a record that is deleted in those of its rules [K-05] [G6]', async () => {
    const before = await getSets('gone');
    await change(`update sets set rule = 'true'`, 'years');
    expect(await getSets('gone')).toEqual(before);
    const deleted = await change(`delete from records where id = 'closed'`, 'years:old');
    expect(deleted.ofSet).toEqual(['closed deleted']);
    const later = await change('delete from sets', 'years:old');
    expect(later.moved).not.toContain('closed');
    expect(await getSets('closed')).toEqual(['other:old', 'years:old']);
  });

  test('that gives neither yes nor no holds for nothing, and publishing goes on [G4]', async () => {
    const { moved } = await change(
      `insert into sets (set_spec, name, rule) values ('bad', 'Bad', '$.titles'), ('worse', 'Worse', 'strict $.a.b.c')`,
      'bad',
    );
    expect(moved).toEqual([]);
    const { ofAll } = await change(`update records set metadata = '{"title": "Opener"}' where id = 'open'`, 'bad');
    expect(ofAll).toEqual(['open']);
  });

  test('changes the whole list no other way than its records moved: nothing twice, nothing lost [G2]', async () => {
    const xml = await fetch(`${repository.url()}?verb=ListIdentifiers&metadataPrefix=oai_dc`).then((response) => response.text());
    const ids = parseOai(xml).records.map(({ identifier }) => identifier);
    expect(new Set(ids).size).toBe(ids.length);
    const [live] = await sql<{ count: number }>('select count(*)::integer as count from records');
    expect(parseOai(xml).records.filter(({ deleted }) => !deleted)).toHaveLength(live!.count);
  });
});

asker.declareChecks();

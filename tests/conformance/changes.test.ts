import { describe, expect, test } from 'vitest';
import type { OaiRecord } from '../support/parse-oai.ts';
import { publishNow } from '../support/publish-now.ts';
import { useRepository } from './repository.ts';

const { asker, sql, publish, database } = useRepository('a repository that changes');

const insert = (id: string, sets: readonly string[] = [], visibility = 'public') =>
  sql('insert into records (id, metadata, sets, visibility) values ($1, $2, $3, $4)', [
    id,
    JSON.stringify({ title: `Title of ${id}` }),
    sets,
    visibility,
  ]);
const get = async (id: string) =>
  asker.ask({ verb: 'GetRecord', identifier: `oai:an.example.org:${id}`, metadataPrefix: 'oai_dc' });
const find = async (id: string): Promise<OaiRecord | undefined> => (await get(id)).records[0];
const listSince = async (from: string, set?: string) => {
  const reply = await asker.ask({ verb: 'ListRecords', metadataPrefix: 'oai_dc', from, ...(set === undefined ? {} : { set }) });
  return reply.records.map(({ identifier, deleted }) => `${identifier.split(':')[2]}${deleted ? ' deleted' : ''}`);
};

/** Makes a change, publishes it, and gives the record before and after. */
async function change(id: string, text: string): Promise<{ before: OaiRecord; after: OaiRecord }> {
  const before = await find(id);
  await sql(text);
  await publish();
  return { before: before!, after: (await find(id))! };
}

describe('the datestamp of a record', () => {
  test('moves when its metadata change, and the change is found from there on [D-13] [D-17] [V-01]', async () => {
    await insert('edited', ['s:t']);
    await publish();
    const { before, after } = await change('edited', `update records set metadata = '{"title": "New"}' where id = 'edited'`);
    expect(after.datestamp > before.datestamp).toBe(true);
    expect(after.metadataXml).toContain('<dc:title>New</dc:title>');
    expect(await listSince(after.datestamp)).toEqual(['edited']);
    expect(await listSince(after.datestamp, 's')).toEqual(['edited']);
  });

  test('stays when the record is written again as it was [D-13] [T-18]', async () => {
    await insert('touched', ['a', 'b']);
    await publish();
    const { before, after } = await change('touched', `update records set sets = '{b,a}' where id = 'touched'`);
    expect(after).toEqual(before);
  });

  test('moves when a set is joined or left, and the record stays live [D-15] [K-11] [K-12] [S-08] [T-28]', async () => {
    await insert('joiner');
    await publish();
    const joined = await change('joiner', `update records set sets = '{u}' where id = 'joiner'`);
    expect(joined.after.datestamp > joined.before.datestamp).toBe(true);
    expect(await listSince(joined.after.datestamp, 'u')).toEqual(['joiner']);
    const left = await change('joiner', `update records set sets = '{}' where id = 'joiner'`);
    expect(left.after.datestamp > left.before.datestamp).toBe(true);
    expect([left.after.deleted, left.after.sets]).toEqual([false, []]);
    expect(await listSince('2000-01-01', 'u')).toEqual([]);
  });

  test('is the time of publishing, whatever dates the record has of its own [D-22] [D-18] [D-16]', async () => {
    await sql(`insert into records (id, metadata) values ('dated', '{"title": "Old", "issued": "1901-02-03"}')`);
    await publish();
    const record = await find('dated');
    expect(record?.metadataXml).toContain('<dc:date>1901-02-03</dc:date>');
    expect(record!.datestamp > '2020').toBe(true);
    expect((await get('dated')).responseDate >= record!.datestamp).toBe(true);
  });

  test('has whole seconds, and the bounds compare them as they are written [D-08] [D-02] [R-12]', async () => {
    await insert('fraction');
    await publish();
    const [stored] = await sql<{ whole: boolean }>(
      `select bool_and(datestamp = date_trunc('second', datestamp)) as whole from published`,
    );
    expect(stored?.whole).toBe(true);
    const { datestamp } = (await find('fraction'))!;
    const reply = await asker.ask({ verb: 'ListIdentifiers', metadataPrefix: 'oai_dc', from: datestamp, until: datestamp });
    expect(reply.records.map(({ identifier }) => identifier)).toContain('oai:an.example.org:fraction');
  });

  test('is never before one that was given out already [D-17]', async () => {
    await insert('first');
    await publish();
    const before = (await find('first'))!.datestamp;
    await insert('later');
    await publishNow(database().db, { clockOffsetSeconds: -3600 });
    expect((await find('later'))!.datestamp >= before).toBe(true);
  });
});

describe('a deletion', () => {
  test('leaves a tombstone with its sets, stamped when it was made, found from there on [D-19] [K-02] [K-05] [R-11] [T-27]', async () => {
    await insert('gone', ['s:t']);
    await publish();
    const { before, after } = await change('gone', `delete from records where id = 'gone'`);
    expect(after).toEqual({ ...before, deleted: true, metadataXml: null, datestamp: after.datestamp });
    expect(after.datestamp > before.datestamp).toBe(true);
    for (const set of [undefined, 's', 's:t']) expect(await listSince(after.datestamp, set)).toEqual(['gone deleted']);
  });

  test.each(['private', 'withdrawn'])('is what becoming %s means for the world [K-07] [T-26]', async (visibility) => {
    await insert(`hidden-${visibility}`, ['s']);
    await publish();
    const { after } = await change(
      `hidden-${visibility}`,
      `update records set visibility = '${visibility}' where id = 'hidden-${visibility}'`,
    );
    expect([after.deleted, after.sets, after.metadataXml]).toEqual([true, ['s'], null]);
  });

  test('can be taken back, under the same identifier with a new datestamp [K-08]', async () => {
    await insert('back', ['u']);
    await publish();
    await sql(`delete from records where id = 'back'`);
    await publish();
    const tombstone = (await find('back'))!;
    await insert('back');
    await publish();
    const record = (await find('back'))!;
    expect([record.deleted, record.sets]).toEqual([false, []]);
    expect(record.datestamp > tombstone.datestamp).toBe(true);
    expect(await listSince(record.datestamp)).toEqual(['back']);
    expect(await listSince('2000-01-01', 'u')).not.toContain('back');
  });

  test.each(['private', 'withdrawn'])('of what was %s from the beginning leaves nothing [K-09]', async (visibility) => {
    const id = `draft-${visibility}`;
    await insert(id, [], visibility);
    await publish();
    expect((await get(id)).codes).toEqual(['idDoesNotExist']);
    await sql(`delete from records where id = '${id}'`);
    await publish();
    expect((await get(id)).codes).toEqual(['idDoesNotExist']);
  });

  test('comes once, however often it is said, and stays after the row is long gone [K-02] [T-27]', async () => {
    await insert('twice');
    await publish();
    await sql(`delete from records where id = 'twice'`);
    await publish();
    const tombstone = await find('twice');
    await sql(`insert into outbox (record_id) values ('twice'), (null)`);
    await publish();
    expect(await find('twice')).toEqual(tombstone);
  });

  test('of every record at once is that of each [K-02] [K-05]', async () => {
    const live = (await listSince('2000-01-01')).filter((each) => !each.includes('deleted'));
    expect(live.length).toBeGreaterThan(3);
    await sql('truncate records');
    await publish();
    expect((await listSince('2000-01-01')).filter((each) => !each.includes('deleted'))).toEqual([]);
  });
});

asker.declareChecks();

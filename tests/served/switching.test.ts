import { describe, expect, test } from 'vitest';
import { useFormats } from './formats-repository.ts';

describe('Formats that are switched on, off, and to another version', () => {
  const { sql, publish, harvest, ask, database } = useFormats(['oai_dc', 'mods', 'oai_etdms']);
  const listFormats = async () =>
    (await ask({ verb: 'ListMetadataFormats' })).formats.map(({ metadataPrefix }) => metadataPrefix);
  const listCodes = async (metadataPrefix: string) =>
    (await ask({ verb: 'ListRecords', metadataPrefix })).errors.map(({ code }) => code);

  test('on a repository with records are not offered before every record was looked at [G1] [F-01]', async () => {
    await sql(
      `insert into records (id, metadata) select 'r' || n, '{"title": "T", "type": "thesis", "creators": ["A, B"], "issued": "2019"}' from generate_series(1, 30) n`,
    );
    await publish(['oai_dc']);
    expect(await listFormats()).toEqual(['oai_dc']);
    expect(await listCodes('mods')).toEqual(['cannotDisseminateFormat']);
    expect(await listCodes('oai_etdms')).toEqual(['cannotDisseminateFormat']);
    const dc = await harvest('oai_dc');
    expect(await publish()).toMatchObject({ published: 0 });
    expect(await listFormats()).toEqual(['oai_dc', 'mods', 'oai_etdms']);
    // No datestamp of another format moved, and those of the new ones are of now.
    expect((await harvest('oai_dc')).records).toEqual(dc.records);
    for (const prefix of ['mods', 'oai_etdms']) {
      const { records } = await harvest(prefix, { from: dc.responseDate });
      expect(records.length).toBe(30);
      expect(records.every(({ datestamp }) => datestamp > dc.responseDate)).toBe(true);
      expect(await harvest(prefix, { verb: 'ListIdentifiers', from: dc.responseDate })).toMatchObject({
        records: records.map(({ identifier, datestamp }) => expect.objectContaining({ identifier, datestamp })),
      });
    }
  });

  test('have one datestamp in lists, headers and GetRecord, be they rendered before or not [R-09] [R-12]', async () => {
    const [{ datestamp } = { datestamp: '' }] = (await harvest('mods')).records;
    const { records } = await ask({ verb: 'GetRecord', metadataPrefix: 'mods', identifier: 'oai:an.example.org:r1' });
    expect(records[0]?.datestamp).toBe(datestamp);
    expect((await harvest('mods', { from: datestamp, until: datestamp })).records.length).toBe(30);
    await sql(`delete from records where id = 'r1'`);
    await publish();
    expect((await harvest('mods', { from: datestamp, until: datestamp })).records.length).toBe(29);
  });

  test('come anew, once, when they are written in another way, and other formats do not [D-13] [D-14] [G5]', async () => {
    const before = await harvest('oai_dc');
    await publish(undefined, { mods: 99, oai_etdms: 99 });
    // A server that would write them the former way must not answer for the new one.
    await expect(harvest('mods')).rejects.toThrow('503');
    const shifted = await sql<{ prefix: string; late: boolean }>(
      `select prefix, since >= $1::timestamptz as late from published_formats order by prefix`,
      [before.responseDate],
    );
    expect(shifted).toEqual([
      { prefix: 'mods', late: true },
      { prefix: 'oai_etdms', late: true },
    ]);
    expect((await harvest('oai_dc')).records).toEqual(before.records);
    await publish();
    expect((await harvest('mods', { from: before.responseDate })).records.length).toBe(30);
    expect((await harvest('oai_etdms', { from: before.responseDate })).records.length).toBe(30);
  });

  test('are gone when they are switched off, with what was rendered in them, and the others stay [15.7]', async () => {
    await harvest('oai_etdms');
    await publish(['oai_dc', 'mods']);
    expect(await listFormats()).toEqual(['oai_dc', 'mods']);
    expect(await listCodes('oai_etdms')).toEqual(['cannotDisseminateFormat']);
    expect(await sql('select 1 from published_prefixes')).toEqual([]);
    const { deleteStaleRenditions } = await import('../../src/storage/published-formats.ts');
    const counts: number[] = [];
    do counts.push(await deleteStaleRenditions(database().db, 10));
    while (counts.at(-1)! > 0);
    expect(counts.length).toBeGreaterThan(2);
    expect(await sql('select 1 from renditions where format not in (select key from published_formats)')).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { useFormats } from './formats-repository.ts';

const thesis = '{"title": "Tides", "type": "thesis", "creators": ["Água, Inês"], "issued": "2019"}';
const article = '{"title": "Tides", "type": "article", "creators": ["Água, Inês"], "issued": "2019"}';

describe('A format that not every record has', () => {
  const { sql, publish, harvest, ask } = useFormats(['oai_dc', 'oai_etdms']);
  const write = (id: string, metadata: string, sets = '{}') =>
    sql(
      `insert into records (id, metadata, sets) values ($1, $2::jsonb, $3::text[])
       on conflict (id) do update set metadata = excluded.metadata, sets = excluded.sets`,
      [id, metadata, sets],
    );
  const list = async (options = {}) =>
    (await harvest('oai_etdms', options)).records.map(
      ({ identifier, deleted }) => `${identifier.split(':').at(-1)}${deleted ? ' deleted' : ''}`,
    );
  const get = (id: string) => ask({ verb: 'GetRecord', metadataPrefix: 'oai_etdms', identifier: `oai:an.example.org:${id}` });
  const listFormats = async (id: string) =>
    (await ask({ verb: 'ListMetadataFormats', identifier: `oai:an.example.org:${id}` })).formats.map(
      ({ metadataPrefix }) => metadataPrefix,
    );

  test('lists the records that it carries, of all and of sets and their ancestors, and no others [R-03] [R-07] [F-02] [G-03]', async () => {
    await write('thesis', thesis, '{a:b}');
    await write('other', thesis, '{c}');
    await write('article', article, '{a:b}');
    await publish();
    expect((await list()).sort()).toEqual(['other', 'thesis']);
    expect((await list({ verb: 'ListIdentifiers' })).sort()).toEqual(['other', 'thesis']);
    expect(await list({ set: 'a' })).toEqual(['thesis']);
    expect(await list({ set: 'a:b', verb: 'ListIdentifiers' })).toEqual(['thesis']);
    expect(await listFormats('thesis')).toEqual(['oai_dc', 'oai_etdms']);
    expect(await listFormats('article')).toEqual(['oai_dc']);
    expect((await get('article')).errors).toMatchObject([
      { code: 'cannotDisseminateFormat', text: expect.stringContaining('This record') },
    ]);
    expect((await get('thesis')).records[0]?.metadataXml).toContain('<thesis');
  });

  test('gets a record as deleted that is one for it no longer, once, and as live when it is again [K-06] [K-08] [G5]', async () => {
    const { responseDate } = await harvest('oai_etdms');
    await write('thesis', article, '{a:b}');
    await publish();
    expect(await list({ from: responseDate, set: 'a' })).toEqual(['thesis deleted']);
    expect((await get('thesis')).records[0]).toMatchObject({ deleted: true, sets: ['a:b'], metadataXml: null });
    expect(await listFormats('thesis')).toEqual(['oai_dc']);
    const datestamp = (await get('thesis')).records[0]!.datestamp;
    await write('thesis', article.replace('Tides', 'Ebbs'), '{a:b}');
    await publish();
    expect((await get('thesis')).records[0]?.datestamp).toBe(datestamp);
    const later = await harvest('oai_etdms');
    await write('thesis', thesis, '{a:b}');
    await publish();
    expect(await list({ from: later.responseDate })).toEqual(['thesis']);
    expect(await list({ set: 'a:b' })).toEqual(['thesis']);
  });

  test('gets the deletion of an item that it carried, and nothing of one that it never did [G-05] [G-06] [K-05]', async () => {
    await sql(`delete from records where id in ('thesis', 'article')`);
    await publish();
    expect(await list({ set: 'a' })).toEqual(['thesis deleted']);
    expect((await get('thesis')).records[0]?.deleted).toBe(true);
    expect((await get('article')).errors.map(({ code }) => code)).toEqual(['cannotDisseminateFormat']);
    expect((await harvest('oai_dc')).records.filter(({ deleted }) => deleted).length).toBe(2);
  });
});

describe('A long list of a format that few records have', () => {
  const { sql, publish, harvest, ask } = useFormats(['oai_dc', 'oai_etdms'], { OAI_PAGE_SIZE: '10' });

  test('comes in pages with a size, and each record once [T-e] [T-q] [R-14]', async () => {
    await sql(`insert into records (id, metadata, sets) select 'r' || n, ('{"title": "T", "creators": ["A, B"], "issued": "2019", "type": "' || case when n % 4 = 0 then 'thesis' else 'article' end || '"}')::jsonb,
      array['s'] from generate_series(1, 100) n`);
    await publish();
    const { records, pages } = await harvest('oai_etdms', { set: 's' });
    expect([records.length, new Set(records.map(({ identifier }) => identifier)).size, pages]).toEqual([25, 25, 3]);
    const first = await ask({ verb: 'ListRecords', metadataPrefix: 'oai_etdms' });
    expect(first.resumptionToken).toMatchObject({ completeListSize: 25, cursor: 0 });
  });
});

describe('A format that most records have', () => {
  const { sql, publish, harvest, ask } = useFormats(['oai_dc', 'oai_openaire'], { OAI_PAGE_SIZE: '10' });
  const write = (id: string, issued: string | null, title: string) =>
    sql(
      `insert into records (id, metadata, sets) values ($1, $2::jsonb, '{a:b}') on conflict (id) do update set metadata = excluded.metadata`,
      [id, { title, url: `https://an.example.org/${id}`, ...(issued === null ? {} : { issued }) }],
    );
  const list = async (options = {}) =>
    (await harvest('oai_openaire', options)).records.map(
      ({ identifier, deleted }) => `${identifier.split(':').at(-1)}${deleted ? ' deleted' : ''}`,
    );
  const getIt = async (id: string) =>
    (await ask({ verb: 'GetRecord', metadataPrefix: 'oai_openaire', identifier: `oai:an.example.org:${id}` })).records[0];

  test('lists those in their sets, too, in pages with a size, and not those that it cannot carry [R-03] [R-07] [F-02] [T-q]', async () => {
    for (let number = 0; number < 30; number += 1) await write(`r${number}`, number % 5 === 0 ? null : '2020', 'Tides');
    await publish();
    expect((await list()).length).toBe(24);
    for (const set of ['a', 'a:b']) expect((await list({ set })).sort()).toEqual((await list()).sort());
    expect((await list({ set: 'a', verb: 'ListIdentifiers' })).sort()).toEqual((await list()).sort());
    const first = await ask({ verb: 'ListRecords', metadataPrefix: 'oai_openaire', set: 'a' });
    expect(first.resumptionToken).toMatchObject({ completeListSize: 24, cursor: 0 });
    expect(await getIt('r0')).toBe(undefined);
  });

  test('shows a record as deleted that it carries no longer, wherever it was, and as live again [K-06] [K-08]', async () => {
    const since = async (set: string) => list({ from: (await getIt('r1'))!.datestamp, set });
    await write('r1', null, 'Tides');
    await publish();
    expect(await since('a')).toEqual(['r1 deleted']);
    await write('r1', null, 'Ebbs');
    await publish();
    // It has the record's own datestamp, by which lists of sets have it.
    const [ofDc] = (await ask({ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: 'oai:an.example.org:r1' })).records;
    expect((await getIt('r1'))!.datestamp).toBe(ofDc!.datestamp);
    expect(await since('a:b')).toEqual(['r1 deleted']);
    expect(await list({ from: (await getIt('r1'))!.datestamp })).toEqual(['r1 deleted']);
    await write('r1', '2021', 'Ebbs');
    await publish();
    expect(await since('a')).toEqual(['r1']);
    await sql(`delete from records where id in ('r0', 'r1')`);
    await publish();
    expect(await since('a')).toEqual(['r1 deleted']);
    expect(await getIt('r0')).toBe(undefined);
  });

  test('takes no place in lists for the sets of its records', async () => {
    expect(await sql('select 1 from published_prefixes')).toHaveLength(24);
  });
});

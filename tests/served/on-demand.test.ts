import { describe, expect, test } from 'vitest';
import { useFormats } from './formats-repository.ts';

const insert = (ids: readonly string[]) =>
  `insert into records (id, metadata, sets) values ${ids.map((id) => `('${id}', '{"title": "Article ${id}"}', '{s}')`).join(', ')}`;

describe('A format that is rendered when somebody asks', () => {
  const { sql, publish, harvest, ask } = useFormats(['oai_dc', 'mods'], { OAI_PAGE_SIZE: '2' });
  const countRenditions = async () => (await sql<{ n: number }>('select count(*)::integer as n from renditions'))[0]!.n;

  test('lists the same records as oai_dc with the same headers, page by page, and keeps what it rendered [R-09] [R-10]', async () => {
    await sql(insert(['a', 'b', 'c', 'd', 'e']));
    await publish();
    await sql(`delete from records where id = 'b'`);
    await publish();
    expect(await countRenditions()).toBe(0);
    const [mods, dc, headers] = [
      await harvest('mods'),
      await harvest('oai_dc'),
      await harvest('mods', { verb: 'ListIdentifiers' }),
    ];
    const toHeaders = ({ records }: typeof mods) => records.map(({ metadataXml: _, ...header }) => header);
    expect(toHeaders(mods)).toEqual(toHeaders(dc));
    expect(toHeaders(headers)).toEqual(toHeaders(dc));
    expect(mods.pages).toBe(3);
    expect(mods.records.filter(({ deleted }) => !deleted).every(({ metadataXml }) => metadataXml?.includes('<mods'))).toBe(true);
    expect(await countRenditions()).toBe(4);
    expect((await harvest('mods')).records).toEqual(mods.records);
  });

  test('is kept when nothing changed, and rendered again after a change, never from what is not published [G4] [G5]', async () => {
    await sql(`update records set metadata = '{"title": "Another"}' where id = 'a'`);
    const read = async () =>
      (await ask({ verb: 'GetRecord', metadataPrefix: 'mods', identifier: 'oai:an.example.org:a' })).records[0];
    expect((await read())?.metadataXml).toContain('Article a');
    await publish();
    expect((await read())?.metadataXml).toContain('Another');
    // The last good version stays public.
    await sql(`update records set metadata = '{"titel": "Wrong"}' where id = 'a'`);
    await sql('delete from renditions');
    await publish();
    expect((await read())?.metadataXml).toContain('Another');
    await sql('truncate renditions');
    expect((await harvest('mods')).records.find(({ identifier }) => identifier.endsWith(':a'))?.metadataXml).toContain('Another');
  });

  test('moves the datestamp when something changes that oai_dc does not show, for it shows it [D-13]', async () => {
    const before = await harvest('oai_dc');
    await sql(
      `update records set metadata = '{"title": "Article c", "creators": [{"name": "Água, Inês", "affiliation": "Shore"}]}' where id = 'c'`,
    );
    await publish();
    const once = await harvest('mods', { from: before.responseDate });
    expect(once.records.map(({ identifier }) => identifier)).toContain('oai:an.example.org:c');
    await sql(
      `update records set metadata = '{"title": "Article c", "creators": [{"name": "Água, Inês", "affiliation": "Coast"}]}' where id = 'c'`,
    );
    expect((await publish()).published).toBe(1);
    await sql('update records set metadata = metadata');
    expect((await publish()).published).toBe(0);
  });

  test('moves nothing for what no format shows, and keeps what was rendered [G5]', async () => {
    await harvest('mods');
    const renditions = await sql('select id, revision from renditions order by id');
    await sql(`update records set metadata = metadata || '{"lastEdited": "2020-01-02"}' where id <> 'a'`);
    expect(await publish()).toMatchObject({ published: 0, problems: [] });
    await harvest('mods');
    expect(await sql('select id, revision from renditions order by id')).toEqual(renditions);
    // What was compared is what is kept now, and compared with the next time.
    await sql('update records set metadata = metadata');
    expect(await publish()).toMatchObject({ published: 0 });
  });

  test('has the deleted record of an item that is deleted, by GetRecord too, and no source of it is kept [K-05] [G-05]', async () => {
    await sql(`delete from records where id = 'd'`);
    await publish();
    const { records } = await ask({ verb: 'GetRecord', metadataPrefix: 'mods', identifier: 'oai:an.example.org:d' });
    expect(records).toEqual([expect.objectContaining({ deleted: true, sets: ['s'], metadataXml: null })]);
    expect(
      await sql(`select id from published_sources where id = 'd' union all select id from renditions where id = 'd'`),
    ).toEqual([]);
  });
});

describe('A page that is read in several stretches', () => {
  const { sql, publish, harvest } = useFormats(['oai_dc', 'mods'], { OAI_PAGE_SIZE: '700', OAI_PAGE_MAX_BYTES: '1000000' });
  const fill = (title: string) =>
    sql(
      `insert into records (id, metadata)
      select 'r' || n, jsonb_build_object('title', $1::text || n) from generate_series(1, 700) as n
      on conflict (id) do update set metadata = excluded.metadata`,
      [title],
    );

  test('has all records in the order of the list, whether none, some or all of them are rendered already [G2]', async () => {
    await fill('Article ');
    await publish();
    const expected = (await harvest('oai_dc')).records.map(({ identifier }) => identifier);
    expect(expected).toHaveLength(700);
    const first = await harvest('mods');
    expect(first.records.map(({ identifier }) => identifier)).toEqual(expected);
    expect(first.pages).toBe(1);
    await expect.poll(() => sql('select id from renditions')).toHaveLength(700);
    await sql(`delete from renditions where id like '%3'`);
    expect((await harvest('mods')).records).toEqual(first.records);
    await expect.poll(() => sql('select id from renditions')).toHaveLength(700);
    expect((await harvest('mods')).records).toEqual(first.records);
  });

  test('ends early when what was rendered is too much for it, and the next one goes on behind it [G2]', async () => {
    await fill('A long title. '.repeat(200));
    await publish();
    const expected = (await harvest('oai_dc')).records.map(({ identifier }) => identifier);
    for (let turn = 0; turn < 2; turn += 1) {
      const { records, pages } = await harvest('mods');
      expect(records.map(({ identifier }) => identifier)).toEqual(expected);
      expect(pages).toBeGreaterThan(1);
    }
  });
});

describe('A format that is rendered when records are published', () => {
  const { sql, publish, harvest } = useFormats(['oai_dc', 'mods'], { OAI_EAGER_FORMATS: 'oai_dc,mods' });

  test('is ready before anybody asks, and is what is sent', async () => {
    await sql(insert(['a', 'b']));
    await publish();
    const ready = await sql<{ id: string; xml: string }>('select id, record_xml as xml from renditions order by id');
    expect(ready.map(({ id }) => id)).toEqual(['a', 'b']);
    const { records } = await harvest('mods');
    for (const [index, { metadataXml }] of records.entries()) expect(ready[index]?.xml).toContain(metadataXml);
  });
});

describe('In a repository of days', () => {
  const { sql, publish, harvest } = useFormats(['oai_dc', 'mods'], { OAI_GRANULARITY: 'day' });

  test('headers of every format have days, rendered now or before, whatever the identifier looks like [D-02]', async () => {
    await sql(insert(['2020-01-01T00:00:00Z', 'b']));
    await publish();
    for (let turn = 0; turn < 2; turn += 1) {
      const { records } = await harvest('mods');
      expect(records.map(({ datestamp }) => datestamp.length)).toEqual([10, 10]);
      expect(records.map(({ identifier }) => identifier)).toContain('oai:an.example.org:2020-01-01T00:00:00Z');
    }
  });
});

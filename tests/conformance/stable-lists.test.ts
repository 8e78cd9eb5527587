import { beforeEach, describe, expect, test } from 'vitest';
import { useRepository } from './repository.ts';

const size = 60;
const { asker, sql, publish } = useRepository('a list that changes while it is read', { OAI_PAGE_SIZE: '10' });
const ids = Array.from({ length: size }, (_, index) => `r${String(index).padStart(3, '0')}`);

beforeEach(async () => {
  await sql('truncate records, published, published_sets, outbox');
  await sql(`update publish_clock set record_count = 0`);
  await sql(
    `insert into records (id, metadata, sets) select id, jsonb_build_object('title', 'Title of ' || id), '{s}' from unnest($1::text[]) as id`,
    [ids],
  );
  await publish();
});

const touch = (some: readonly string[]) =>
  sql(`update records set metadata = metadata || '{"publisher": "Changed"}' where id = any($1::text[])`, [some]);
const remove = (some: readonly string[]) => sql('delete from records where id = any($1::text[])', [some]);

/** Reads a list, and does something after each page; gives the ids of each page. */
async function walk(query: string, between: (page: number) => Promise<unknown> = async () => {}): Promise<string[][]> {
  const pages: string[][] = [];
  for (let next: string | undefined = query; next !== undefined; ) {
    const reply = await asker.get(next);
    expect(reply.codes).toEqual([]);
    pages.push(reply.records.map(({ identifier }) => identifier.split(':')[2]!));
    await between(pages.length);
    const value = reply.resumptionToken?.value ?? '';
    next = value === '' ? undefined : `verb=ListRecords&resumptionToken=${value}`;
  }
  return pages;
}

const list = 'verb=ListRecords&metadataPrefix=oai_dc';

describe.each([
  ['the whole list', list],
  ['the list of a set', `${list}&set=s`],
])('%s', (_, query) => {
  test('has every unchanged record once, though records before and after the position change [T-i] [T-j] [R-14]', async () => {
    const changed = [...ids.slice(0, 5), ...ids.slice(30, 35)];
    const pages = await walk(query, async (page) => {
      if (page !== 1) return;
      await touch(changed);
      await publish();
    });
    const unchanged = ids.filter((id) => !changed.includes(id));
    expect(pages.flat().filter((id) => unchanged.includes(id))).toEqual(unchanged);
  });

  test('has no gap when what was read has been deleted [T-j]', async () => {
    const pages = await walk(query, async (page) => {
      if (page !== 2) return;
      await remove(ids.slice(0, 20));
      await publish();
    });
    expect(pages.flat()).toEqual(ids);
  });

  test('does not grow by what is added while it is read: it ends where it began [T-k] [T-l]', async () => {
    let added = 0;
    const pages = await walk(query, async () => {
      added += 20;
      await sql(
        `insert into records (id, metadata, sets) select 'new' || n, '{"title": "New"}', '{s}' from generate_series($1::integer, $1::integer + 19) as n`,
        [added],
      );
      await publish();
    });
    expect(pages.flat()).toEqual(ids);
  });

  test('gives what changed meanwhile to the next harvest from its first responseDate [T-l] [V-01] [D-18]', async () => {
    const first = (await asker.get(query)).responseDate;
    const pages = await walk(query, async (page) => {
      if (page !== 1) return;
      await touch([ids[50]!]);
      await publish();
    });
    expect(pages.flat()).not.toContain(ids[50]);
    expect((await walk(`${query}&from=${first}`)).flat()).toContain(ids[50]);
  });

  test('ends early, with an empty token and a true size, when its tail has moved out [T-b] [T-p] [T-u]', async () => {
    const first = await asker.get(query);
    await touch(ids.slice(15));
    await publish();
    const second = await asker.get(`verb=ListRecords&resumptionToken=${first.resumptionToken?.value}`);
    expect(second.records).toHaveLength(5);
    expect(second.resumptionToken?.value).toBe('');
  });

  test('that has lost all its rest says so with both errors, never with an empty list [E-04] [T-x] [T-u]', async () => {
    const first = await asker.get(query);
    await touch(ids.slice(10));
    await publish();
    const second = await asker.get(`verb=ListRecords&resumptionToken=${first.resumptionToken?.value}`);
    expect([...second.codes].sort()).toEqual(['badResumptionToken', 'noRecordsMatch']);
  });
});

describe('a token used twice', () => {
  test('gives the unchanged records again, though others have changed between [T-h] [T-i]', async () => {
    const value = (await asker.get(list)).resumptionToken?.value;
    const once = await asker.get(`verb=ListRecords&resumptionToken=${value}`);
    await touch(ids.slice(12, 15));
    await publish();
    const again = await asker.get(`verb=ListRecords&resumptionToken=${value}`);
    const kept = once.records.filter((_, index) => index < 2 || index > 4);
    expect(again.records.slice(0, 7)).toEqual(kept);
  });

  test('after days, works as on the first [T-n]', async () => {
    const value = (await asker.get(list)).resumptionToken?.value;
    await sql(`update publish_clock set published_through = published_through + interval '400 days'`);
    expect((await asker.get(`verb=ListRecords&resumptionToken=${value}`)).records).toHaveLength(10);
  });
});

asker.declareChecks();

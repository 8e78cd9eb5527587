import type { Queryable } from '../../src/storage/database.ts';

/** Inserts plain records `<prefix>-0` … with a title each, in one statement of SQL as a user would write it. */
export async function insertRecords(db: Queryable, count: number, prefix = 'r', abstractLength = 10): Promise<void> {
  const text = `
    insert into records (id, metadata, sets)
    select $2::text || '-' || n, jsonb_build_object('title', 'Title ' || n, 'creators', jsonb_build_array('Pithouse, A.'),
      'descriptions', jsonb_build_array(repeat('x', $3::integer))), array['s']
    from generate_series(0, $1::integer - 1) as n`;
  await db.query({ name: 'insert_test_records', text }, [count, prefix, abstractLength]);
}

/** One value of one row. */
export async function getValue<T>(db: Queryable, text: string, values: readonly unknown[] = []): Promise<T> {
  const [row] = await db.query<{ value: T }>({ name: '', text: `select (${text}) as value` }, values);
  return row!.value;
}

/** How many rows of `published` are live. */
export function countLive(db: Queryable): Promise<number> {
  return getValue<number>(db, 'select count(*)::integer from published where not deleted');
}

/** Every id with its datestamp and status, in the order of ids. */
export function listStamps(db: Queryable): Promise<{ id: string; datestamp: Date; deleted: boolean }[]> {
  return db.query({ name: '', text: 'select id, datestamp, deleted from published order by id' });
}

import type { Queryable } from './database.ts';

/** What the publisher took: the ids that changed, the sets whose rule did, and whether any record may have. */
export interface OutboxBatch {
  /** The entries that were taken, by their numbers. */
  readonly entries: readonly string[];
  readonly ids: readonly string[];
  readonly setSpecs: readonly string[];
  readonly everything: boolean;
}

/** Takes entries, oldest first; they come back if the transaction does not commit. Entries another transaction holds are passed over. */
export async function takeOutbox(db: Queryable, limit: number): Promise<OutboxBatch> {
  const text = `
    delete from outbox where entry = any(array(select entry from outbox order by entry limit $1::integer for update skip locked))
    returning entry::text as entry, record_id as id, set_spec as "setSpec"`;
  type Row = { readonly entry: string; readonly id: string | null; readonly setSpec: string | null };
  const rows = await db.query<Row>({ name: 'take_outbox', text }, [limit]);
  const ids = new Set<string>();
  const setSpecs = new Set<string>();
  let everything = false;
  for (const { id, setSpec } of rows) {
    if (id !== null) ids.add(id);
    else if (setSpec !== null) setSpecs.add(setSpec);
    else everything = true;
  }
  return { entries: rows.map(({ entry }) => entry), ids: [...ids], setSpecs: [...setSpecs], everything };
}

/**
 * Takes just these entries, as far as they still wait and name a record, and returns the ids, each once.
 *
 * @param id the record whose entries alone are taken; null for any
 */
export async function takeOutboxEntries(db: Queryable, entries: readonly string[], id: string | null): Promise<string[]> {
  const text = `
    delete from outbox where entry = any($1::bigint[]) and record_id is not null and ($2::text is null or record_id = $2::text) returning record_id as id`;
  const taken = await db.query<{ id: string }>({ name: 'take_outbox_entries', text }, [entries, id]);
  return [...new Set(taken.map((row) => row.id))];
}

/** Notes that any record may have changed. */
export async function noteEverything(db: Queryable): Promise<void> {
  await db.query({ name: 'note_everything', text: 'insert into outbox (record_id) values (null)' });
}

/** Notes these records as changed. */
export async function noteRecords(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query({ name: 'note_records', text: 'insert into outbox (record_id) select unnest($1::text[])' }, [ids]);
}

/** Notes the records that have one of these problems. */
export async function noteProblems(db: Queryable, codes: readonly string[]): Promise<void> {
  const text = 'insert into outbox (record_id) select record_id from problems where code = any($1::text[])';
  await db.query({ name: 'note_problems', text }, [codes]);
}

/** Notes every record there is, and every published one that no longer has a record. Returns the number of the last entry; null when there is nothing to note. */
export async function noteEachRecord(db: Queryable): Promise<string | null> {
  const text = `
    with noted as (
      insert into outbox (record_id)
      select r.id from records r
      union all
      select p.id from published p where not p.deleted and not exists (select 1 from records r where r.id = p.id)
      returning entry
    )
    select max(entry)::text as entry from noted`;
  return (await db.query<{ entry: string | null }>({ name: 'note_each_record', text }))[0]!.entry;
}

/** Notes the records that are listed in these sets. */
export async function noteMembers(db: Queryable, setSpecs: readonly string[]): Promise<void> {
  const text = 'insert into outbox (record_id) select distinct id from published_sets where set_spec = any($1::text[])';
  await db.query({ name: 'note_members', text }, [setSpecs]);
}

/** How many entries wait. */
export async function countOutbox(db: Queryable): Promise<number> {
  const text = 'select count(*)::float8 as total from outbox';
  return (await db.query<{ total: number }>({ name: 'count_outbox', text }))[0]!.total;
}

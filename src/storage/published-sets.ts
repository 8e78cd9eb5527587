import type { Queryable } from './database.ts';
import { toDatestampSql } from './datestamp-sql.ts';

export interface SetsRow {
  readonly setSpec: string;
  readonly name: string;
  readonly description: string | null;
}

/** A record's place in the list of one set. */
export interface Membership {
  readonly id: string;
  readonly setSpec: string;
}

/** Puts the memberships of changed records in the place of what they were. */
export async function replaceMemberships(
  db: Queryable,
  ids: readonly string[],
  memberships: readonly Membership[],
  datestamp: string,
): Promise<void> {
  await db.query({ name: 'delete_memberships', text: 'delete from published_sets where id = any($1::text[])' }, [ids]);
  if (memberships.length === 0) return;
  const text = `
    insert into published_sets (set_spec, datestamp, id)
    select m.set_spec, $1::timestamptz, m.id from unnest($2::text[], $3::text[]) as m(set_spec, id)`;
  await db.query({ name: 'insert_memberships', text }, [
    datestamp,
    memberships.map(({ setSpec }) => setSpec),
    memberships.map(({ id }) => id),
  ]);
}

/** Moves records that became tombstones to their new place in the lists of their sets. */
export async function restampMemberships(db: Queryable, ids: readonly string[], datestamp: string): Promise<void> {
  const text = 'update published_sets set datestamp = $1::timestamptz where id = any($2::text[])';
  await db.query({ name: 'restamp_memberships', text }, [datestamp, ids]);
}

// The specs in use are found by hopping from one to the next in the index: a few reads a set, however many records it has.
const allSets = `
  with recursive used(set_spec) as (
    (select set_spec from published_sets order by set_spec limit 1)
    union all
    select (select m.set_spec from published_sets m where m.set_spec > used.set_spec order by m.set_spec limit 1)
    from used where used.set_spec is not null
  ),
  declared(set_spec) as (
    select array_to_string((string_to_array(s.set_spec, ':'))[1:depth], ':')
    from sets s cross join lateral generate_series(1, cardinality(string_to_array(s.set_spec, ':'))) as depth
  ),
  all_sets(set_spec) as (
    select u.set_spec collate "C" from used u where u.set_spec is not null union select d.set_spec collate "C" from declared d
  )`;

/** Every set in use or declared, and every ancestor of one, in the order of setSpecs; with the publish time from the same snapshot. */
export async function listSets(
  db: Queryable,
  after: string | null,
  limit: number,
): Promise<{ publishedThrough: string; sets: SetsRow[]; more: boolean; total: number }> {
  const text = `${allSets}
    select ${toDatestampSql('c.published_through')} as "publishedThrough", (select count(*)::integer from all_sets) as total,
      a.set_spec as "setSpec", coalesce(s.name, a.set_spec) as name, nullif(btrim(s.description), '') as description
    from publish_clock c
    left join (select set_spec from all_sets where set_spec > $1::text order by set_spec limit $2::integer) a on true
    left join sets s on s.set_spec = a.set_spec
    order by a.set_spec`;
  const rows = await db.query<SetsRow & { publishedThrough: string; total: number }>({ name: 'list_sets', text }, [
    after ?? '',
    limit + 1,
  ]);
  const { publishedThrough, total, setSpec } = rows[0]!;
  const sets = setSpec === null ? [] : rows.slice(0, limit);
  return { publishedThrough, sets, more: rows.length > limit, total };
}

/** Whether any set is declared, or has a record, be it a deleted one. */
export async function hasSets(db: Queryable): Promise<boolean> {
  const text = 'select exists (select 1 from published_sets) or exists (select 1 from sets) as found';
  return (await db.query<{ found: boolean }>({ name: 'has_sets', text }))[0]!.found;
}

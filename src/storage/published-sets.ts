import { toTextArray } from './binary-array.ts';
import type { Queryable } from './database.ts';
import { toDatestampSql } from './datestamp.ts';
import { clockSql } from './publish-clock.ts';

export interface SetsRow {
  readonly setSpec: string;
  readonly name: string;
  readonly description: string | null;
}

/** A record's place in the list of one set. */
export interface Membership {
  readonly setSpec: string;
  /** `YYYY-MM-DDThh:mm:ssZ` */
  readonly datestamp: string;
  readonly id: string;
}

const toColumns = (memberships: readonly Membership[]) => [
  memberships.map(({ setSpec }) => setSpec),
  memberships.map(({ datestamp }) => datestamp),
  memberships.map(({ id }) => id),
];

const fromColumns = 'from unnest($1::text[], $2::timestamptz[], $3::text[]) as m(set_spec, datestamp, id)';

/** Takes records out of the lists of sets. */
export async function deleteMemberships(db: Queryable, memberships: readonly Membership[]): Promise<void> {
  if (memberships.length === 0) return;
  const text = `
    delete from published_sets p using (select * ${fromColumns}) m where p.set_spec = m.set_spec and p.datestamp = m.datestamp and p.id = m.id`;
  await db.query({ name: 'delete_memberships', text }, toColumns(memberships));
}

/** Puts records into the lists of sets, all with one datestamp. */
export async function insertMemberships(
  db: Queryable,
  memberships: readonly Pick<Membership, 'setSpec' | 'id'>[],
  datestamp: string,
): Promise<void> {
  if (memberships.length === 0) return;
  const text = `
    insert into published_sets (set_spec, datestamp, id)
    select m.set_spec, $1::timestamptz, m.id from unnest($2::text[], $3::text[]) as m(set_spec, id)`;
  const setSpecs = toTextArray(memberships.map(({ setSpec }) => setSpec));
  await db.query({ name: 'insert_memberships', text }, [datestamp, setSpecs, toTextArray(memberships.map(({ id }) => id))]);
}

/** SQL for the setSpecs in use from one on, for `with recursive used(set_spec)`; the last is null. */
// They are found by hopping from one to the next in the index: a few reads a set, however many records it has.
export const usedSetsAfter = (start: string) => `
  (select set_spec from published_sets where set_spec > ${start} order by set_spec limit 1)
  union all
  select (select m.set_spec from published_sets m where m.set_spec > u.set_spec order by m.set_spec limit 1) from used u where u.set_spec is not null`;

/** SQL for the setSpecs that are declared, and their ancestors. */
export const declaredSetsSql = `
  select array_to_string((string_to_array(s.set_spec, ':'))[1:depth], ':') collate "C"
  from sets s cross join lateral generate_series(1, cardinality(string_to_array(s.set_spec, ':'))) as depth`;

/**
 * Every set in use or declared, and every ancestor of one, in the order of setSpecs; with the publish time from the same snapshot.
 *
 * @param total how many there are, where the first page has counted them
 */
export async function listSets(
  db: Queryable,
  after: string | null,
  limit: number,
  total: number | null,
): Promise<{ publishedThrough: string; publication: number; sets: SetsRow[]; more: boolean; total: number }> {
  const text = `
    with recursive used(set_spec) as (${usedSetsAfter('$1::text')}),
    declared(set_spec) as (${declaredSetsSql}),
    page as (
      select u.set_spec from (select set_spec from used limit $2::integer) u where u.set_spec is not null
      union
      select d.set_spec from declared d where d.set_spec > $1::text
      order by 1 limit $2::integer
    )
    select ${toDatestampSql('c.published_through')} as "publishedThrough", c.publication::float8 as publication,
      a.set_spec as "setSpec", coalesce(s.name, a.set_spec) as name, nullif(btrim(s.description), '') as description
    from ${clockSql} c
    left join page a on true
    left join sets s on s.set_spec = a.set_spec
    order by a.set_spec`;
  type Row = SetsRow & { publishedThrough: string; publication: number };
  const rows = await db.query<Row>({ name: 'list_sets', text }, [after ?? '', limit + 1]);
  const { publishedThrough, publication, setSpec } = rows[0]!;
  const sets = setSpec === null ? [] : rows.slice(0, limit);
  const more = rows.length > limit;
  return { publishedThrough, publication, sets, more, total: total ?? (more ? await countSets(db) : sets.length) };
}

async function countSets(db: Queryable): Promise<number> {
  const text = `
    with recursive used(set_spec) as (${usedSetsAfter("''")}),
    declared(set_spec) as (${declaredSetsSql})
    select count(*)::float8 as total
    from (select u.set_spec from used u where u.set_spec is not null union select d.set_spec from declared d) all_sets`;
  return (await db.query<{ total: number }>({ name: 'count_sets', text }))[0]!.total;
}

/** Whether any set is declared, or has a record, be it a deleted one. */
export async function hasSets(db: Queryable): Promise<boolean> {
  const text = 'select exists (select 1 from published_sets) or exists (select 1 from sets) as found';
  return (await db.query<{ found: boolean }>({ name: 'has_sets', text }))[0]!.found;
}

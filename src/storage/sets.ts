import type { Database, Queryable } from './database.ts';
import { declaredSetsSql, usedSetsAfter } from './published-sets.ts';

/** A row of `sets`. */
export interface DeclaredSet {
  readonly setSpec: string;
  readonly name: string;
  readonly description: string | null;
  /** A jsonpath predicate over records in full form. */
  readonly rule: string | null;
}

/** What is changed of a set; what is left out stays. */
export type SetChanges = Partial<Omit<DeclaredSet, 'setSpec'>>;

/** Declares a set. Returns false when it is there already. */
export async function insertSet(db: Queryable, { setSpec, name, description, rule }: DeclaredSet): Promise<boolean> {
  const text = `
    insert into sets (set_spec, name, description, rule) values ($1::text, $2::text, $3::text, $4::text::jsonpath)
    on conflict (set_spec) do nothing returning 1`;
  return (await db.query({ name: 'insert_set', text }, [setSpec, name, description, rule])).length > 0;
}

/** Changes a set. Returns false when there is none. */
export async function updateSet(db: Queryable, setSpec: string, changes: SetChanges): Promise<boolean> {
  const text = `
    update sets set
      name = coalesce($2::text, name),
      description = case when $3::boolean then $4::text else description end,
      rule = case when $5::boolean then $6::text::jsonpath else rule end
    where set_spec = $1::text returning 1`;
  const { name = null, description, rule } = changes;
  const values = [setSpec, name, description !== undefined, description ?? null, rule !== undefined, rule ?? null];
  return (await db.query({ name: 'update_set', text }, values)).length > 0;
}

/** Takes a set's declaration away; its records are not touched. Returns false when there was none. */
export async function deleteSet(db: Queryable, setSpec: string): Promise<boolean> {
  return (
    (await db.query({ name: 'delete_set', text: 'delete from sets where set_spec = $1::text returning 1' }, [setSpec])).length > 0
  );
}

/** Finds a set's declaration. */
export async function findSet(db: Queryable, setSpec: string): Promise<DeclaredSet | null> {
  const text = 'select set_spec as "setSpec", name, description, rule::text as rule from sets where set_spec = $1::text';
  return (await db.query<DeclaredSet>({ name: 'find_set', text }, [setSpec]))[0] ?? null;
}

/** The setSpecs that are declared, in their order; no more than `limit`. */
export async function listDeclaredSpecs(db: Queryable, limit: number): Promise<string[]> {
  const text = 'select set_spec as "setSpec" from sets order by set_spec limit $1::integer';
  return (await db.query<{ setSpec: string }>({ name: 'list_declared_specs', text }, [limit])).map(({ setSpec }) => setSpec);
}

/** A set as the repository's manager sees it. */
export interface SetSummary extends DeclaredSet {
  /** False for one that records name, or that is an ancestor of another, and that `sets` does not have. */
  readonly declared: boolean;
  /** Live records in it or in its descendants; where it is an estimate, deleted ones among them. */
  readonly records: number;
  /** Deleted ones that it is kept for; null where `records` is an estimate. */
  readonly deleted: number | null;
  readonly exact: boolean;
}

/**
 * A page of the sets that ListSets has, with the number of their records: counted up to `exactUpTo` in each set, and beyond that what PostgreSQL's statistics tell,
 * so that a set of millions costs no more than a small one.
 */
export function listSetSummaries(
  db: Database,
  { after, limit, exactUpTo }: { readonly after: string; readonly limit: number; readonly exactUpTo: number },
): Promise<SetSummary[]> {
  const text = `
    with recursive used(set_spec) as (${usedSetsAfter('$1::text')}),
    declared(set_spec) as (${declaredSetsSql}),
    page as (
      select u.set_spec from (select set_spec from used limit $2::integer) u where u.set_spec is not null
      union
      select d.set_spec from declared d where d.set_spec > $1::text
      order by 1 limit $2::integer
    )
    select a.set_spec as "setSpec", coalesce(s.name, a.set_spec) as name, s.description, s.rule::text as rule, s.set_spec is not null as declared,
      counted.live::float8 as records, counted.deleted::float8 as deleted, counted.listed <= $3::integer as exact
    from page a left join sets s on s.set_spec = a.set_spec cross join lateral (
      select count(*) filter (where not p.deleted) as live, count(*) filter (where p.deleted) as deleted, count(*) as listed
      from (select m.id from published_sets m where m.set_spec = a.set_spec limit $3::integer::bigint + 1) m join published p on p.id = m.id
    ) counted
    order by a.set_spec`;
  return db.transaction(
    async (transaction) => {
      await transaction.query({ name: 'lift_time_limit', text: "select set_config('statement_timeout', '0', true)" });
      const rows = await transaction.query<SetSummary>({ name: 'list_set_summaries', text }, [after, limit, exactUpTo]);
      const summaries: SetSummary[] = [];
      for (const row of rows) summaries.push(row.exact ? row : await toEstimate(transaction, row));
      return summaries;
    },
    { silenceMs: 0 },
  );
}

async function toEstimate(db: Queryable, row: SetSummary): Promise<SetSummary> {
  const text = 'explain (format json) select 1 from published_sets where set_spec = $1::text';
  const [plan] = await db.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>({ name: 'estimate_set', text }, [
    row.setSpec,
  ]);
  const counted = row.records + (row.deleted ?? 0);
  return { ...row, records: Math.max(counted, plan!['QUERY PLAN'][0].Plan['Plan Rows']), deleted: null };
}

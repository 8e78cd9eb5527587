import type { Queryable } from './database.ts';
import { type FormatQuery, type ListKind, toListKind } from './published-in-format.ts';

/** What a list is restricted to, as `PublishedStretchQuery` has it. */
export interface ListBounds {
  /** Null for oai_dc. */
  readonly format: Pick<FormatQuery, 'prefix' | 'carries'> | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly set: string | null;
}

/**
 * How many records of a list come after a position: exactly where no more than `exactUpTo` have to be counted for that, otherwise as many as PostgreSQL's statistics let expect and a tenth more, for a harvester
 * that stops at the number loses nothing by one that is too large (OAI-PMH 2.0 §3.5 allows an estimate). Asked at the end of a list's first page: records may leave what is left of a
 * frozen list, but none can enter it except in the second it is frozen at.
 *
 * @param after the last record that was sent
 * @param exactUpTo the most index entries counted
 */
export async function countRest(
  db: Queryable,
  list: ListBounds,
  after: { readonly datestamp: string; readonly id: string },
  exactUpTo: number,
): Promise<number> {
  const { format, from, until, set } = list;
  const kind = toListKind(format?.carries ?? 'each', set);
  const place = [after.datestamp, after.id, until ?? 'infinity'];
  const bounds: Bounds = { kind, values: [...place, ...[set ?? '', format?.prefix ?? ''].slice(0, lists[kind].parameters)] };
  const counted = await (kind === 'all' && from === null
    ? countWhatIsNotLeft(db, place, exactUpTo)
    : countLeft(db, bounds, exactUpTo));
  if (counted.exact) return counted.least;
  const expected = Math.round((await estimateLeft(db, bounds)) * 1.1);
  return Math.max(counted.least, Math.min(counted.most, expected));
}

interface Count {
  readonly exact: boolean;
  readonly least: number;
  readonly most: number;
}

/** What the entries of lists are, and how many values beside the place that takes. */
const lists = {
  all: { parameters: 0, source: 'published where true' },
  set: { parameters: 1, source: 'published_sets where set_spec = $4::text' },
  sparse: { parameters: 2, source: 'published_prefixes where prefix = $5::text and set_spec = $4::text' },
  setOfMost: {
    parameters: 2,
    source: `published_sets m where set_spec = $4::text
      and exists (select 1 from published_prefixes x where x.id = m.id and x.prefix = $5::text and x.set_spec = '' offset 0)`,
  },
} as const;

/** A list, and the values for its statements. */
interface Bounds {
  readonly kind: ListKind;
  readonly values: readonly string[];
}

const toLeftSql = (kind: ListKind) =>
  `select 1 from ${lists[kind].source} and (datestamp, id) > ($1::timestamptz, $2::text) and datestamp <= $3::timestamptz`;

async function countLeft(db: Queryable, { kind, values }: Bounds, exactUpTo: number): Promise<Count> {
  const limit = `$${values.length + 1}::integer`;
  const text = `
    select counted.n <= ${limit} as exact, counted.n::float8 as least, c.record_count::float8 as most
    from publish_clock c cross join (select count(*) as n from (${toLeftSql(kind)} limit ${limit} + 1) bounded) counted`;
  return (await db.query<Count>({ name: `count_left_${kind}`, text }, [...values, exactUpTo]))[0]!;
}

// The length of the whole list is kept in the clock: what was sent and what lies behind `until` are all there is to count.
async function countWhatIsNotLeft(db: Queryable, place: readonly string[], exactUpTo: number): Promise<Count> {
  const text = `
    select c.record_count::float8 as total, sent.n::float8 as sent, later.n::float8 as later
    from publish_clock c
    cross join (select count(*) as n from (
      select 1 from published where (datestamp, id) <= ($1::timestamptz, $2::text) limit $4::integer + 1
    ) bounded) sent
    cross join (select count(*) as n from (select 1 from published where datestamp > $3::timestamptz limit $4::integer + 1) bounded) later`;
  type Counts = { readonly total: number; readonly sent: number; readonly later: number };
  const [row] = await db.query<Counts>({ name: 'count_what_is_not_left', text }, [...place, exactUpTo]);
  const { total, sent, later } = row!;
  const most = total - sent - later;
  const exact = sent <= exactUpTo && later <= exactUpTo;
  return { exact, least: exact ? most : 0, most };
}

/** What the planner expects, from the statistics that PostgreSQL keeps; nothing is read. */
async function estimateLeft(db: Queryable, { kind, values }: Bounds): Promise<number> {
  const statement = { name: `estimate_left_${kind}`, text: `explain (format json) ${toLeftSql(kind)}` };
  const [row] = await db.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(statement, values);
  return row!['QUERY PLAN'][0].Plan['Plan Rows'];
}

import type { Database } from './database.ts';
import { toDatestampSql } from './datestamp.ts';

/** A part of the list of all records, by its datestamps; both bounds are inclusive. */
export interface Slice {
  /** `YYYY-MM-DDThh:mm:ssZ`, or `YYYY-MM-DD` where that is the granularity. */
  readonly from: string;
  /** Null for the last slice, which goes on to the present. */
  readonly until: string | null;
  readonly records: number;
}

/**
 * Cuts the list of all records into slices of about the same length. Records of one second, or of one day where days are the granularity, stay together, so there may be
 * fewer slices than were asked for. Reads every entry of the list's index.
 */
export function listSlices(db: Database, count: number, granularity: 'YYYY-MM-DD' | 'YYYY-MM-DDThh:mm:ssZ'): Promise<Slice[]> {
  const unit = granularity === 'YYYY-MM-DD' ? 'day' : 'second';
  const width = granularity.length === 10 ? 10 : 20;
  const text = `
    with moments as (
      select date_trunc($2::text, datestamp at time zone 'UTC') at time zone 'UTC' as at, count(*) as records from published group by 1
    ), placed as (
      select at, records, ceil(sum(records) over (order by at) * $1::integer / sum(records) over ()) as slice from moments
    ), slices as (
      select min(at) as start, sum(records)::float8 as records from placed group by slice
    )
    select left(${toDatestampSql('start')}, $3::integer) as "from",
      left(${toDatestampSql("lead(start) over (order by start) - ('1 ' || $2::text)::interval")}, $3::integer) as until,
      records
    from slices
    order by start`;
  return db.transaction(
    async (transaction) => {
      await transaction.query({ name: 'lift_time_limit', text: "select set_config('statement_timeout', '0', true)" });
      return transaction.query<Slice>({ name: 'list_slices', text }, [count, unit, width]);
    },
    { silenceMs: 0 },
  );
}

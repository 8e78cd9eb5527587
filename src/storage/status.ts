import type { Database } from './database.ts';
import { isFailedSql, isOfPublishedSql } from './renditions.ts';

/** Where the repository stands. */
export interface Status {
  /** Rows of `records`. */
  readonly records: number;
  /** Live records the world sees. */
  readonly published: number;
  /** Tombstones. */
  readonly deleted: number;
  /** Changes that wait for the publisher. */
  readonly outboxLength: number;
  readonly publishedThrough: Date;
  /** Seconds from `publishedThrough` to the database's time. */
  readonly lagSeconds: number;
  /** Records that could not be published, or that a format failed on. */
  readonly problems: number;
  /** The metadataPrefixes that harvesters are offered. */
  readonly formats: readonly string[];
  /** Those that are switched on and not offered before every record was looked at. */
  readonly formatsToCome: readonly string[];
  /** Who publishes, or null. */
  readonly publisher: string | null;
  /** Seconds since its last sign of life. */
  readonly publisherSeenSecondsAgo: number | null;
}

// One format after the other, each by the index of what failed.
const failedSql = `
        select r.id from published_formats f
        cross join lateral (select r.id from renditions r where r.format = f.key and ${isFailedSql} and ${isOfPublishedSql} offset 0) r`;

/** Counts everything; on a large repository this takes seconds. */
export async function getStatus(db: Database): Promise<Status> {
  const text = `
    select (select count(*) from records)::float8 as records,
      (select count(*) from published where not deleted)::float8 as published,
      (select count(*) from published where deleted)::float8 as deleted,
      (select count(*) from outbox)::float8 as "outboxLength",
      published_through as "publishedThrough",
      greatest(0, floor(extract(epoch from clock_timestamp() - published_through)))::float8 as "lagSeconds",
      (select count(*) from (select record_id from problems union ${failedSql}) records)::float8 as problems,
      array['oai_dc'] || array(select prefix from published_formats where since is not null order by prefix) as formats,
      array(select prefix from published_formats where since is null order by prefix) as "formatsToCome",
      publisher,
      case when publisher is not null then greatest(0, extract(epoch from clock_timestamp() - publisher_seen_at)) end::float8
        as "publisherSeenSecondsAgo"
    from publish_clock`;
  return db.transaction(
    async (transaction) => {
      await transaction.query({ name: 'lift_time_limit', text: "select set_config('statement_timeout', '0', true)" });
      // To compile it would take longer than to run it.
      await transaction.query({ name: 'do_not_compile', text: "select set_config('jit', 'off', true)" });
      return (await transaction.query<Status>({ name: 'get_status', text: text }))[0]!;
    },
    { silenceMs: 0 },
  );
}

import type { Queryable } from './database.ts';
import { toDatestampSql } from './datestamp.ts';
import { clockSql } from './publish-clock.ts';
import { failedInSql } from './renditions.ts';

/** A format beside oai_dc that is switched on. */
export interface PublishedFormat {
  readonly prefix: string;
  /** Names the renderings of this version of it. */
  readonly key: number;
  readonly version: string;
  /** No record in it has an earlier datestamp; null while it is not offered yet. */
  readonly since: string | null;
}

/** The formats that are switched on, in the order of prefixes. */
export function listPublishedFormats(db: Queryable): Promise<PublishedFormat[]> {
  const text = `select prefix, key, version, ${toDatestampSql('since')} as since from published_formats order by prefix`;
  return db.query({ name: 'list_published_formats', text });
}

/** The formats beside oai_dc that are offered, and how a record stands in them, from one snapshot with the publish time. */
export interface OfferedFormats {
  /** `YYYY-MM-DDThh:mm:ssZ` */
  readonly publishedThrough: string;
  readonly publication: number;
  readonly offered: readonly string[];
  /** Null where no record was asked for, or there is none. */
  readonly identifier: string | null;
  readonly deleted: boolean | null;
  /** Of the formats that not every record has, those that the record is in. */
  readonly carriedBy: readonly string[];
  /** Those that failed on it when somebody asked. */
  readonly failedBy: readonly string[];
}

/** Reads which formats are offered, and, for the record with this id, which of them it is in. */
export async function getOfferedFormats(db: Queryable, id: string | null): Promise<OfferedFormats> {
  const text = `
    select ${toDatestampSql('c.published_through')} as "publishedThrough", c.publication::float8 as publication,
      array(select prefix from published_formats where since is not null) as offered, p.identifier, p.deleted,
      array(select prefix from published_prefixes where id = $1::text and set_spec = '' and tombstone_xml is null) as "carriedBy",
      case when p.id is null then '{}' else ${failedInSql} end as "failedBy"
    from ${clockSql} c left join published p on p.id = $1::text`;
  return (await db.query<OfferedFormats>({ name: 'get_offered_formats', text }, [id]))[0]!;
}

/**
 * Switches a format on, or to another version. Renderings of a former version are not found any more.
 *
 * @param since what no record in it shall have an earlier datestamp than; null to leave what was so far: nothing, for a new one
 * @param pendingEntry it is offered once no entry of the outbox up to this one is left; null for one that is ready
 */
export async function upsertPublishedFormat(
  db: Queryable,
  format: {
    readonly prefix: string;
    readonly version: string;
    readonly since: string | null;
    readonly pendingEntry: string | null;
  },
): Promise<void> {
  const text = `
    insert into published_formats (prefix, version, since, pending_entry) values ($1::text, $2::text, $3::timestamptz, $4::bigint)
    on conflict (prefix) do update set
      key = default, version = excluded.version, since = coalesce(excluded.since, published_formats.since), pending_entry = excluded.pending_entry`;
  const { prefix, version, since, pendingEntry } = format;
  await db.query({ name: 'upsert_published_format', text }, [prefix, version, since, pendingEntry]);
}

/** Switches formats off, and forgets the lists of their records. */
export async function deletePublishedFormats(db: Queryable, prefixes: readonly string[]): Promise<void> {
  if (prefixes.length === 0) return;
  const lists = { name: 'delete_prefix_lists', text: 'delete from published_prefixes where prefix = any($1::text[])' };
  await db.query(lists, [prefixes]);
  const formats = { name: 'delete_published_formats', text: 'delete from published_formats where prefix = any($1::text[])' };
  await db.query(formats, [prefixes]);
}

/** Offers the formats whose records have all been looked at; returns whether there are any. */
export async function offerReadyFormats(db: Queryable, datestamp: string): Promise<boolean> {
  const text = `
    update published_formats set since = $1::timestamptz, pending_entry = null, key = default
    where pending_entry is not null and not exists (select 1 from outbox where entry <= pending_entry)
    returning prefix`;
  return (await db.query({ name: 'offer_ready_formats', text }, [datestamp])).length > 0;
}

/** Forgets up to `limit` renditions of former versions, and of formats that are switched off; returns how many. */
export async function deleteStaleRenditions(db: Queryable, limit: number): Promise<number> {
  const text = `
    with recursive used(format) as (
      (select format from renditions order by format limit 1)
      union all
      select (select r.format from renditions r where r.format > u.format order by r.format limit 1) from used u where u.format is not null
    ), stale as (
      select min(format) as format from used where format not in (select key from published_formats)
    ), gone as (
      delete from renditions r using (
        select format, id from renditions where format = (select format from stale) limit $1::integer
      ) part
      where r.format = part.format and r.id = part.id
      returning 1
    )
    select count(*)::integer as total from gone`;
  return (await db.query<{ total: number }>({ name: 'delete_stale_renditions', text }, [limit]))[0]!.total;
}

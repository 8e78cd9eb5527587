import type { Queryable } from './database.ts';
import { toDatestampSql } from './datestamp-sql.ts';

/** A row of `published` as the read side takes it; datestamps are `YYYY-MM-DDThh:mm:ssZ`. */
export interface PublishedRow {
  readonly id: string;
  readonly identifier: string;
  readonly datestamp: string;
  readonly deleted: boolean;
  readonly setsXml: string;
  readonly metadataXml: string | null;
}

/** A stretch of a list to read: what comes after a position, no further than `until` and than what is published. */
export interface PublishedStretchQuery {
  readonly from: string | null;
  readonly until: string | null;
  readonly set: string | null;
  readonly after: { readonly datestamp: string; readonly id: string } | null;
  readonly limit: number;
  readonly maxBytes: number;
  readonly headersOnly: boolean;
}

/** What the publisher writes for one live record. */
export interface PublishedChange {
  readonly id: string;
  readonly identifier: string;
  readonly sets: readonly string[];
  readonly metadataXml: string;
  /** SHA-256 of everything the world sees of it but its datestamp. */
  readonly digest: Buffer;
}

// Legal setSpecs have no character that XML minds.
const setsXml = `case when p.sets = '{}' then '' else '<setSpec>' || array_to_string(p.sets, '</setSpec><setSpec>') || '</setSpec>' end`;

const columns = (metadata: string) =>
  `p.id, p.identifier, ${toDatestampSql('p.datestamp')} as datestamp, p.deleted, ${setsXml} as "setsXml", ${metadata} as "metadataXml"`;

/** One record and the publish time, from one snapshot. */
export async function findPublished(
  db: Queryable,
  id: string,
): Promise<{ publishedThrough: string; record: PublishedRow | null }> {
  const text = `
    select ${toDatestampSql('c.published_through')} as "publishedThrough", ${columns('p.metadata_xml')}
    from publish_clock c
    left join published p on p.id = $1::text`;
  const [row] = await db.query<PublishedRow & { publishedThrough: string }>({ name: 'find_published', text }, [id]);
  return { publishedThrough: row!.publishedThrough, record: row!.id === null ? null : row! };
}

/**
 * A stretch of the whole list or of a set's, and the publish time, from one snapshot. Reads `limit` records and one more, to know whether the list
 * goes on, and cuts after the record that reaches `maxBytes` without having read the text of those behind it.
 */
export async function listPublished(
  db: Queryable,
  query: PublishedStretchQuery,
): Promise<{ publishedThrough: string; records: PublishedRow[]; more: boolean }> {
  const { from, until, set, after, limit, maxBytes, headersOnly } = query;
  const source =
    set === null
      ? 'from published p where (p.datestamp, p.id) > ($1::timestamptz, $2::text) and p.datestamp <= $3::timestamptz order by p.datestamp, p.id'
      : `from published_sets m join published p on p.id = m.id
         where m.set_spec = $6::text and (m.datestamp, m.id) > ($1::timestamptz, $2::text) and m.datestamp <= $3::timestamptz
         order by m.datestamp, m.id`;
  const bytes = `octet_length(array_to_string(p.sets, ' '))${headersOnly ? '' : ' + p.metadata_bytes'}`;
  const text = `
    select ${toDatestampSql('c.published_through')} as "publishedThrough", p.found, ${columns(headersOnly ? 'null' : 'p.metadata_xml')}
    from publish_clock c
    left join (
      select s.*, count(*) over ()::integer as found, sum(s.bytes) over (order by s.datestamp, s.id) - s.bytes as bytes_before
      from (select p.*, ${bytes} as bytes ${source} limit $4::integer) s
    ) p on p.bytes_before < $5::bigint
    order by p.datestamp, p.id`;
  const start = after ?? { datestamp: from ?? '-infinity', id: '' };
  const values = [start.datestamp, start.id, until ?? 'infinity', limit + 1, maxBytes];
  const name = `list_published${set === null ? '' : '_of_set'}${headersOnly ? '_headers' : ''}`;
  const rows = await db.query<PublishedRow & { publishedThrough: string; found: number | null }>(
    { name, text },
    set === null ? values : [...values, set],
  );
  const { publishedThrough, found } = rows[0]!;
  const records = found === null ? [] : rows.slice(0, limit);
  return { publishedThrough, records, more: (found ?? 0) > records.length };
}

// Counting this many takes some hundredths of a second.
const mostCounted = 100_000;

/**
 * How many records of a list come after a position: exactly, as far as that is cheap, else more than there are but never fewer, which the specification allows and a harvester
 * that stops at the number survives (§3.5). Asked at the end of a list's first page: records may leave what is left of a frozen list, but none can enter it.
 * Of the whole list, whose length is kept in the clock, only what is not left is counted.
 */
export async function countRest(
  db: Queryable,
  query: Pick<PublishedStretchQuery, 'from' | 'until' | 'set'>,
  after: { readonly datestamp: string; readonly id: string },
): Promise<number> {
  const { from, until, set } = query;
  const bounds = [after.datestamp, after.id, until ?? 'infinity'];
  if (set === null && from === null) return countRestOfAll(db, bounds);
  const source = set === null ? 'published where true' : 'published_sets where set_spec = $5::text';
  const text = `
    select (case when counted.n > $4::integer then c.record_count else counted.n end)::float8 as total
    from publish_clock c cross join (
      select count(*) as n from (
        select 1 from ${source} and (datestamp, id) > ($1::timestamptz, $2::text) and datestamp <= $3::timestamptz limit $4::integer + 1
      ) bounded
    ) counted`;
  const name = set === null ? 'count_rest' : 'count_rest_of_set';
  const values = [...bounds, mostCounted, ...(set === null ? [] : [set])];
  return (await db.query<{ total: number }>({ name, text }, values))[0]!.total;
}

async function countRestOfAll(db: Queryable, bounds: readonly string[]): Promise<number> {
  const text = `
    select (
      record_count
      - (select count(*) from (select 1 from published where (datestamp, id) <= ($1::timestamptz, $2::text) limit $4::integer) sent)
      - (select count(*) from (select 1 from published where datestamp > $3::timestamptz limit $4::integer) later)
    )::float8 as total
    from publish_clock`;
  return (await db.query<{ total: number }>({ name: 'count_rest_of_all', text }, [...bounds, mostCounted]))[0]!.total;
}

/**
 * Writes live records, each only if the world would see a difference.
 *
 * @param datestamp the stamp of those that are written
 * @returns the ids that were written, and which of them are new
 */
export function upsertPublished(
  db: Queryable,
  changes: readonly PublishedChange[],
  datestamp: string,
): Promise<{ id: string; inserted: boolean }[]> {
  const text = `
    insert into published (id, identifier, datestamp, deleted, sets, metadata_xml, metadata_bytes, digest)
    select c.id, c.identifier, $1::timestamptz, false, string_to_array(c.sets, ' '), c.metadata_xml, octet_length(c.metadata_xml), c.digest
    from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[]) as c(id, identifier, sets, metadata_xml, digest)
    on conflict (id) do update set
      identifier = excluded.identifier, datestamp = excluded.datestamp, deleted = false, sets = excluded.sets,
      metadata_xml = excluded.metadata_xml, metadata_bytes = excluded.metadata_bytes, digest = excluded.digest
    where published.digest is distinct from excluded.digest
    returning id, (xmax = 0) as inserted`;
  return db.query({ name: 'upsert_published', text }, [
    datestamp,
    changes.map(({ id }) => id),
    changes.map(({ identifier }) => identifier),
    changes.map(({ sets }) => sets.join(' ')),
    changes.map(({ metadataXml }) => metadataXml),
    changes.map(({ digest }) => digest),
  ]);
}

/**
 * Turns published records into tombstones; they keep their sets. Ids that were never published, or are tombstones already, are left alone.
 *
 * @returns the ids that were turned
 */
export async function markDeleted(db: Queryable, ids: readonly string[], datestamp: string): Promise<string[]> {
  const text = `
    update published set datestamp = $1::timestamptz, deleted = true, metadata_xml = null, metadata_bytes = 0, digest = null
    where id = any($2::text[]) and not deleted
    returning id`;
  return (await db.query<{ id: string }>({ name: 'mark_deleted', text }, [datestamp, ids])).map(({ id }) => id);
}

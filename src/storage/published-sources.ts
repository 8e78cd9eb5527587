import { toTextArray } from './binary-array.ts';
import type { Queryable } from './database.ts';

/** What a published record was made from. */
export interface PublishedSource {
  readonly id: string;
  /** The metadata as they stood in `records`: JSON. */
  readonly metadata: string;
  /** XML given with the record, as a JSON object by metadataPrefix; null where there is none. */
  readonly readyXml: string | null;
  /** The ready `about` elements, or ''. */
  readonly aboutXml: string;
}

/** The same as it is written. */
export interface DigestedSource extends Omit<PublishedSource, 'metadata'> {
  /** JSON in UTF-8. */
  readonly metadata: Uint8Array;
  /** SHA-256 of all that it was made from, in hexadecimal digits. */
  readonly digest: string;
}

/** Keeps what records were made from; each id may stand here once. */
export async function upsertSources(db: Queryable, sources: readonly DigestedSource[]): Promise<void> {
  if (sources.length === 0) return;
  const text = `
    insert into published_sources (id, metadata, ready_xml, about_xml, digest)
    select s.id, s.metadata, nullif(s.ready_xml, ''), s.about_xml, decode(s.digest, 'hex')
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as s(id, metadata, ready_xml, about_xml, digest)
    on conflict (id) do update set
      metadata = excluded.metadata, ready_xml = excluded.ready_xml, about_xml = excluded.about_xml, digest = excluded.digest`;
  await db.query({ name: 'upsert_sources', text }, [
    toTextArray(sources.map(({ id }) => id)),
    toTextArray(sources.map(({ metadata }) => metadata)),
    toTextArray(sources.map(({ readyXml }) => readyXml ?? '')),
    toTextArray(sources.map(({ aboutXml }) => aboutXml)),
    toTextArray(sources.map(({ digest }) => digest)),
  ]);
}

/** Reads what a record was made from; null where that was not kept. */
export async function findSource(db: Queryable, id: string): Promise<PublishedSource | null> {
  const text = 'select id, metadata, ready_xml as "readyXml", about_xml as "aboutXml" from published_sources where id = $1::text';
  return (await db.query<PublishedSource>({ name: 'find_source', text }, [id]))[0] ?? null;
}

/** Reads up to `limit` of them behind an id, in the order of ids, and no more of them than make `maxBytes` of metadata, but one. */
export function listSources(
  db: Queryable,
  after: string,
  { limit, maxBytes }: { readonly limit: number; readonly maxBytes: number },
): Promise<Pick<PublishedSource, 'id' | 'metadata'>[]> {
  const text = `
    select id, metadata from (
      select id, metadata, sum(octet_length(metadata)) over (order by id rows between unbounded preceding and 1 preceding) as bytes_before
      from (select id, metadata from published_sources where id > $1::text order by id limit $2::integer) s
    ) s where coalesce(bytes_before, 0) < $3::bigint order by id`;
  return db.query({ name: 'list_sources', text }, [after, limit, maxBytes]);
}

/** Forgets what records were made from that are no longer public. */
export async function deleteSources(db: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.query({ name: 'delete_sources', text: 'delete from published_sources where id = any($1::text[])' }, [ids]);
}

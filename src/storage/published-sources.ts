import { toTextArray } from './binary-array.ts';
import type { Queryable } from './database.ts';

/** What a published record was made from. */
export interface PublishedSource {
  readonly id: string;
  /** The record in full form, as JSON. */
  readonly record: string;
  /** XML given with the record, as a JSON object by metadataPrefix; null where there is none. */
  readonly readyXml: string | null;
  /** The ready `about` elements, or ''. */
  readonly aboutXml: string;
  /** SHA-256 of all of these. */
  readonly digest: Buffer;
}

/** Keeps what records were made from; each id may stand here once. */
export async function upsertSources(db: Queryable, sources: readonly PublishedSource[]): Promise<void> {
  if (sources.length === 0) return;
  const text = `
    insert into published_sources (id, record, ready_xml, about_xml, digest)
    select s.id, s.record, nullif(s.ready_xml, ''), s.about_xml, s.digest
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[]) as s(id, record, ready_xml, about_xml, digest)
    on conflict (id) do update set
      record = excluded.record, ready_xml = excluded.ready_xml, about_xml = excluded.about_xml, digest = excluded.digest`;
  await db.query({ name: 'upsert_sources', text }, [
    toTextArray(sources.map(({ id }) => id)),
    toTextArray(sources.map(({ record }) => record)),
    toTextArray(sources.map(({ readyXml }) => readyXml ?? '')),
    toTextArray(sources.map(({ aboutXml }) => aboutXml)),
    sources.map(({ digest }) => digest),
  ]);
}

/** Forgets what records were made from that are no longer public. */
export async function deleteSources(db: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.query({ name: 'delete_sources', text: 'delete from published_sources where id = any($1::text[])' }, [ids]);
}

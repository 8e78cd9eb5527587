import { toTextArray } from './binary-array.ts';
import type { Queryable } from './database.ts';

/** A record ready to be sent in one format. */
export interface Rendition {
  readonly id: string;
  /** Of the row of `published` that it was made from. */
  readonly revision: string;
  /** In UTF-8. */
  readonly recordXml: Uint8Array;
}

/**
 * Keeps renditions, unless one of a later revision is there. In the order of ids, so that two that keep the same ones wait for each other instead of both for ever.
 *
 * @param key names the format and its version (`published_formats.key`)
 */
export async function upsertRenditions(db: Queryable, key: number, renditions: readonly Rendition[]): Promise<void> {
  if (renditions.length === 0) return;
  const inOrder = renditions.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const text = `
    insert into renditions (format, id, revision, record_xml, record_bytes)
    select $1::integer, r.id, r.revision, r.record_xml, octet_length(r.record_xml)
    from unnest($2::text[], $3::bigint[], $4::text[]) as r(id, revision, record_xml)
    on conflict (format, id) do update set
      revision = excluded.revision, record_xml = excluded.record_xml, record_bytes = excluded.record_bytes
    where renditions.revision < excluded.revision`;
  await db.query({ name: 'upsert_renditions', text }, [
    key,
    toTextArray(inOrder.map(({ id }) => id)),
    inOrder.map(({ revision }) => revision),
    toTextArray(inOrder.map(({ recordXml }) => recordXml)),
  ]);
}

/** Forgets the renditions of records that are no longer public, in every format. */
export async function deleteRenditions(db: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const text = `
    delete from renditions where format in (select key from published_formats) and id = any($1::text[])`;
  await db.query({ name: 'delete_renditions', text }, [ids]);
}

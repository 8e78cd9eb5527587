import { toTextArray } from './binary-array.ts';
import type { Database, Queryable, Statement } from './database.ts';

/** A record ready to be sent in one format. */
export interface Rendition {
  readonly id: string;
  /** Of the row of `published` that it was made from. */
  readonly revision: string;
  /** As text, or its bytes in UTF-8; where the format failed, the element that shows the record as deleted. */
  readonly recordXml: string | Uint8Array;
  /** Why the format failed; left out where it did not. */
  readonly fault?: string;
}

/** The renditions `r` of formats `f` that stand for records that a format failed on, as it is and as they are. */
export const failedRenditionsSql = `published_formats f
  join renditions r on r.format = f.key and r.fault is not null
  join published p on p.id = r.id and p.revision = r.revision and not p.deleted`;

/**
 * Keeps renditions, unless one of a later revision is there. In the order of ids, so that two that keep the same ones wait for each other instead of both for ever.
 *
 * @param key names the format and its version (`published_formats.key`)
 */
export async function upsertRenditions(db: Queryable, key: number, renditions: readonly Rendition[]): Promise<void> {
  await upsert(db, { name: 'upsert_renditions', text: toUpsertSql('') }, key, renditions);
}

/**
 * The same in a transaction of its own, which does not wait for the disk: what a crash takes is rendered again when somebody asks. Not for a transaction that
 * writes anything else, which would not wait either.
 */
export async function keepRenditions(db: Database, key: number, renditions: readonly Rendition[]): Promise<void> {
  const text = toUpsertSql(`cross join (select set_config('synchronous_commit', 'off', true)) as unhurried`);
  await upsert(db, { name: 'keep_renditions', text }, key, renditions);
}

const toUpsertSql = (more: string) => `
    insert into renditions (format, id, revision, record_xml, record_bytes, fault, failed_at)
    select $1::integer, r.id, r.revision, r.record_xml, octet_length(r.record_xml), r.fault, case when r.fault is not null then clock_timestamp() end
    from unnest($2::text[], $3::bigint[], $4::text[], $5::text[]) as r(id, revision, record_xml, fault) ${more}
    on conflict (format, id) do update set
      revision = excluded.revision, record_xml = excluded.record_xml, record_bytes = excluded.record_bytes, fault = excluded.fault, failed_at = excluded.failed_at
    where renditions.revision < excluded.revision`;

async function upsert(db: Queryable, statement: Statement, key: number, renditions: readonly Rendition[]): Promise<void> {
  if (renditions.length === 0) return;
  const inOrder = renditions.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  await db.query(statement, [
    key,
    toTextArray(inOrder.map(({ id }) => id)),
    inOrder.map(({ revision }) => revision),
    toTextArray(inOrder.map(({ recordXml }) => recordXml)),
    inOrder.map(({ fault }) => fault ?? null),
  ]);
}

/** Forgets the renditions of records that are no longer public, in every format. */
export async function deleteRenditions(db: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const text = `
    delete from renditions where format in (select key from published_formats) and id = any($1::text[])`;
  await db.query({ name: 'delete_renditions', text }, [ids]);
}

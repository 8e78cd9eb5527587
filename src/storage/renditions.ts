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

/** Of a rendition `r`: that it stands for a record that the format failed on. */
export const isFailedSql = 'r.failed_revision = r.revision';

/** That of a rendition `r` the record is as it was then. */
export const isOfPublishedSql =
  'exists (select 1 from published p where p.id = r.id and p.revision = r.revision and not p.deleted offset 0)';

/**
 * The prefixes of the formats that failed on the record `p` as it is; for each of them one look into an index, where there are any at all. By the order, that is looked for in the index of what failed, whatever the
 * statistics say: without any, the whole table would be read, 0.6 s for 300,000 renditions.
 */
export const failedInSql = `case when (select true from renditions r where r.failed_revision is not null and ${isFailedSql} order by r.format, r.id limit 1) then array(
    select f.prefix from published_formats f
    cross join lateral (select 1 from renditions r where r.format = f.key and r.id = p.id and r.revision = p.revision and ${isFailedSql} offset 0) r
  ) else '{}' end`;

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
    insert into renditions (format, id, revision, record_xml, record_bytes, fault, failed_at, failed_revision)
    select $1::integer, r.id, r.revision, r.record_xml, octet_length(r.record_xml), r.fault,
      case when r.fault is not null then clock_timestamp() end, case when r.fault is not null then r.revision end
    from unnest($2::text[], $3::bigint[], $4::text[], $5::text[]) as r(id, revision, record_xml, fault) ${more}
    on conflict (format, id) do update set
      revision = excluded.revision, record_xml = excluded.record_xml, record_bytes = excluded.record_bytes,
      fault = excluded.fault, failed_at = excluded.failed_at, failed_revision = excluded.failed_revision
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

/** Of these renditions, those that are there for the same revision and did not fail, with their ids. */
export function readRendered(
  db: Queryable,
  key: number,
  renditions: readonly Pick<Rendition, 'id' | 'revision'>[],
): Promise<{ readonly id: string; readonly recordXml: string }[]> {
  const text = `
    select r.id, r.record_xml as "recordXml"
    from unnest($2::text[], $3::bigint[]) as w(id, revision)
    join renditions r on r.format = $1::integer and r.id = w.id and r.revision = w.revision and (${isFailedSql}) is not true`;
  return db.query({ name: 'read_rendered', text }, [
    key,
    renditions.map(({ id }) => id),
    renditions.map(({ revision }) => revision),
  ]);
}

/** Forgets the renditions of records that are no longer public, in every format. */
export async function deleteRenditions(db: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const text = `
    delete from renditions where format in (select key from published_formats) and id = any($1::text[])`;
  await db.query({ name: 'delete_renditions', text }, [ids]);
}

import { toTextArray } from './binary-array.ts';
import type { Queryable } from './database.ts';
import { toDatestampSql } from './datestamp.ts';
import { failedInSql } from './renditions.ts';

/** What the publisher writes for one record, live or deleted. */
export interface PublishedChange {
  readonly id: string;
  readonly identifier: string;
  /** The minimal list. */
  readonly sets: readonly string[];
  /** In UTF-8. */
  readonly recordXml: Uint8Array;
  /** The bytes of the header inside it, all of them ASCII. */
  readonly headerLength: number;
  /** SHA-256 of everything the world sees of a live record but its datestamp, in hexadecimal digits; null for a deleted one. */
  readonly digest: string | null;
}

/** How a record stands in `published` before a batch. */
export interface FormerlyPublished {
  readonly id: string;
  readonly identifier: string;
  /** `YYYY-MM-DDThh:mm:ssZ` */
  readonly datestamp: string;
  readonly sets: readonly string[];
  /** Null for a tombstone. */
  readonly digest: string | null;
  /** Of what it was made from; null for a tombstone, and where that was not kept yet. */
  readonly sourceDigest: string | null;
  /** Whether what it was made from was not kept although formats are offered, which are made from it. */
  readonly sourceMissed: boolean;
  /** The prefixes of the formats that failed on it when somebody asked. */
  readonly failedIn: readonly string[];
}

/** Reads how these records stand; those that were never published are not in the result. */
export function readFormerlyPublished(db: Queryable, ids: readonly string[]): Promise<FormerlyPublished[]> {
  const text = `
    select p.id, p.identifier, ${toDatestampSql('p.datestamp')} as datestamp, p.sets, encode(p.digest, 'hex') as digest,
      encode(s.digest, 'hex') as "sourceDigest",
      s.id is null and exists (select 1 from published_formats where since is not null) as "sourceMissed",
      ${failedInSql} as "failedIn"
    from published p left join published_sources s on s.id = p.id
    where p.id = any($1::text[])`;
  return db.query({ name: 'read_formerly_published', text }, [ids]);
}

/** Whether nothing was ever published. */
export async function isNothingPublished(db: Queryable): Promise<boolean> {
  const text = 'select not exists (select 1 from published) as nothing';
  return (await db.query<{ nothing: boolean }>({ name: 'is_nothing_published', text }))[0]!.nothing;
}

/** The number for the rows of one batch: greater than that of every batch before, as long as the clock is locked. */
export async function nextRevision(db: Queryable): Promise<string> {
  const text = `select nextval('published_revisions')::text as revision`;
  return (await db.query<{ revision: string }>({ name: 'next_revision', text }))[0]!.revision;
}

/** When records are published, and the number of the batch they are published in. */
export interface Stamp {
  /** `YYYY-MM-DDThh:mm:ssZ` */
  readonly datestamp: string;
  readonly revision: string;
}

/** Writes records over what they were. */
export async function upsertPublished(
  db: Queryable,
  changes: readonly PublishedChange[],
  { datestamp, revision }: Stamp,
): Promise<void> {
  const text = `
    insert into published (id, identifier, datestamp, deleted, sets, record_xml, record_bytes, header_length, digest, revision)
    select c.id, c.identifier, $1::timestamptz, c.digest = '', string_to_array(c.sets, ' '), c.record_xml, octet_length(c.record_xml), c.header_length, decode(nullif(c.digest, ''), 'hex'), $8::bigint
    from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::text[]) as c(id, identifier, sets, record_xml, header_length, digest)
    on conflict (id) do update set
      identifier = excluded.identifier, datestamp = excluded.datestamp, deleted = excluded.deleted, sets = excluded.sets,
      record_xml = excluded.record_xml, record_bytes = excluded.record_bytes, header_length = excluded.header_length, digest = excluded.digest,
      revision = excluded.revision`;
  await db.query({ name: 'upsert_published', text }, [
    datestamp,
    toTextArray(changes.map(({ id }) => id)),
    toTextArray(changes.map(({ identifier }) => identifier)),
    toTextArray(changes.map(({ sets }) => sets.join(' '))),
    toTextArray(changes.map(({ recordXml }) => recordXml)),
    changes.map(({ headerLength }) => headerLength),
    toTextArray(changes.map(({ digest }) => digest ?? '')),
    revision,
  ]);
}

import { toJsonbArray } from './binary-array.ts';
import type { Queryable } from './database.ts';

export type Visibility = 'public' | 'private' | 'withdrawn';

/** A row to be written. */
export interface RecordRow {
  readonly id: string;
  /** JSON text. */
  readonly metadata: string;
  readonly sets: readonly string[];
  readonly visibility: Visibility;
  /** JSON text; null for a record that did not come from elsewhere. */
  readonly provenance: string | null;
  /** JSON text: an object of XML texts by metadataPrefix. */
  readonly readyXml: string;
}

/** A row as the publisher reads it: what was written, not yet looked at. */
export interface StoredRecord {
  readonly id: string;
  /** JSON text in UTF-8: what is only passed on is never made a string of. */
  readonly metadata: Uint8Array;
  readonly sets: readonly (string | null)[];
  readonly visibility: Visibility;
  /** JSON text of an object: XML given with the record, by metadataPrefix; null where there is none. */
  readonly readyXml: string | null;
  /** JSON text: where the record was harvested from; null for one of the repository's own. */
  readonly provenance: string | null;
}

/** Writes rows by id; a row that would stay as it is is not touched. Each id may stand here once. */
export async function upsertRecords(
  db: Queryable,
  rows: readonly RecordRow[],
): Promise<{ inserted: number; changed: number; unchanged: number }> {
  // A JSON array carries the sets, for unnest flattens nested ones.
  const text = `
    insert into records (id, metadata, sets, visibility, provenance, ready_xml)
    select r.id, r.metadata, array(select jsonb_array_elements_text(r.sets)), r.visibility, nullif(r.provenance, 'null'::jsonb), r.ready_xml
    from unnest($1::text[], $2::jsonb[], $3::jsonb[], $4::text[], $5::jsonb[], $6::jsonb[]) as r(id, metadata, sets, visibility, provenance, ready_xml)
    on conflict (id) do update set
      metadata = excluded.metadata, sets = excluded.sets, visibility = excluded.visibility,
      provenance = excluded.provenance, ready_xml = excluded.ready_xml
    where (records.metadata, records.sets, records.visibility, records.provenance, records.ready_xml)
      is distinct from (excluded.metadata, excluded.sets, excluded.visibility, excluded.provenance, excluded.ready_xml)
    returning (xmax = 0) as inserted`;
  const written = await db.query<{ inserted: boolean }>({ name: 'upsert_records', text }, [
    rows.map(({ id }) => id),
    toJsonbArray(rows.map(({ metadata }) => metadata)),
    rows.map(({ sets }) => JSON.stringify(sets)),
    rows.map(({ visibility }) => visibility),
    toJsonbArray(rows.map(({ provenance }) => provenance ?? 'null')),
    toJsonbArray(rows.map(({ readyXml }) => readyXml)),
  ]);
  const inserted = written.filter((row) => row.inserted).length;
  return { inserted, changed: written.length - inserted, unchanged: rows.length - written.length };
}

/** Deletes rows by id and returns how many there were. */
export async function deleteRecords(db: Queryable, ids: readonly string[]): Promise<number> {
  const text = 'delete from records where id = any($1::text[]) returning id';
  return (await db.query({ name: 'delete_records', text }, [ids])).length;
}

/** A row, as far as it could be read. */
export interface ReadRecord extends Omit<StoredRecord, 'metadata'> {
  /** Null where there was too much of it. */
  readonly metadata: Uint8Array | null;
  /** Of its metadata and of the XML given with it, as text. */
  readonly bytes: number;
}

/**
 * Reads rows for publishing; ids without a row are not in the result. The metadata of a row of more than `maxRecordBytes` of text are null, and so are those
 * of rows that come after `maxBytes` have been read: ask for these again.
 */
export async function readRecords(
  db: Queryable,
  ids: readonly string[],
  maxBytes: number,
  maxRecordBytes: number,
): Promise<ReadRecord[]> {
  // Measured as text, for compression makes a ninetieth of repeated text. The text is made once, as `offset 0` keeps it apart, and summed up in whatever order the rows
  // come in, which spares sorting them: a materialized CTE in the order of ids took PostgreSQL 1.6 times the time.
  const text = `
    select id, case when bytes <= $3::bigint and bytes_before < $2::bigint then metadata end, bytes, array_to_json(sets)::text, visibility,
      case when bytes <= $3::bigint and bytes_before < $2::bigint then ready_xml end, provenance
    from (
      select sized.*, coalesce(sum(least(bytes, $3::bigint)) over (rows between unbounded preceding and 1 preceding), 0) as bytes_before
      from (
        select texts.*, octet_length(metadata)::bigint + coalesce(octet_length(ready_xml), 0) as bytes
        from (
          select id, metadata::text as metadata, sets, visibility,
            case when ready_xml <> '{}' then ready_xml::text end as ready_xml, provenance::text as provenance
          from records where id = any($1::text[]) offset 0
        ) texts
      ) sized
    ) summed`;
  const records: ReadRecord[] = [];
  await db.readRaw({ name: 'read_records', text }, [ids, maxBytes, maxRecordBytes], (row) => {
    const metadata = row.getBytes(1);
    records.push({
      id: row.getText(0)!,
      metadata: metadata === null ? null : Buffer.from(metadata),
      bytes: Number(row.getBigint(2)),
      // An array of several dimensions counts as what is in it.
      sets: (JSON.parse(row.getText(3)!) as (string | null)[]).flat(Number.POSITIVE_INFINITY) as (string | null)[],
      visibility: row.getText(4) as Visibility,
      readyXml: row.getText(5),
      provenance: row.getText(6),
    });
  });
  return records;
}

/** Whether the repository has never held anything: no record, no tombstone, and nothing that waits. */
export async function isRepositoryUnused(db: Queryable): Promise<boolean> {
  const text = `
    select not exists (select 1 from records) and not exists (select 1 from published) and not exists (select 1 from outbox) as unused`;
  return (await db.query<{ unused: boolean }>({ name: 'is_repository_unused', text }))[0]!.unused;
}

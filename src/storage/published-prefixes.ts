import { toTextArray } from './binary-array.ts';
import type { Queryable } from './database.ts';
import { toDatestampSql } from './datestamp.ts';

/** A record's place in a list of a format that not every record has. */
export interface PrefixPlace {
  readonly prefix: string;
  /** A set or an ancestor of one; '' for all of the format. */
  readonly setSpec: string;
  /** `YYYY-MM-DDThh:mm:ssZ` */
  readonly datestamp: string;
  readonly id: string;
  /** For a record that is no longer in this format: the `record` element that says so. */
  readonly tombstoneXml: string | null;
}

/** Reads the places of these records. */
export function readPrefixPlaces(db: Queryable, ids: readonly string[]): Promise<PrefixPlace[]> {
  const text = `
    select prefix, set_spec as "setSpec", ${toDatestampSql('datestamp')} as datestamp, id, tombstone_xml as "tombstoneXml"
    from published_prefixes where id = any($1::text[])`;
  return ids.length === 0 ? Promise.resolve([]) : db.query({ name: 'read_prefix_places', text }, [ids]);
}

/** Takes records out of the lists of formats. */
export async function deletePrefixPlaces(db: Queryable, places: readonly PrefixPlace[]): Promise<void> {
  if (places.length === 0) return;
  const text = `
    delete from published_prefixes p
    using (select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[]) as m(prefix, set_spec, datestamp, id)) m
    where p.prefix = m.prefix and p.set_spec = m.set_spec and p.datestamp = m.datestamp and p.id = m.id`;
  await db.query({ name: 'delete_prefix_places', text }, [
    places.map(({ prefix }) => prefix),
    places.map(({ setSpec }) => setSpec),
    places.map(({ datestamp }) => datestamp),
    places.map(({ id }) => id),
  ]);
}

/** Puts records into the lists of formats. */
export async function insertPrefixPlaces(db: Queryable, places: readonly PrefixPlace[]): Promise<void> {
  if (places.length === 0) return;
  const text = `
    insert into published_prefixes (prefix, set_spec, datestamp, id, tombstone_xml)
    select m.prefix, m.set_spec, m.datestamp, m.id, nullif(m.tombstone_xml, '')
    from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[]) as m(prefix, set_spec, datestamp, id, tombstone_xml)`;
  await db.query({ name: 'insert_prefix_places', text }, [
    toTextArray(places.map(({ prefix }) => prefix)),
    toTextArray(places.map(({ setSpec }) => setSpec)),
    places.map(({ datestamp }) => datestamp),
    toTextArray(places.map(({ id }) => id)),
    toTextArray(places.map(({ tombstoneXml }) => tombstoneXml ?? '')),
  ]);
}

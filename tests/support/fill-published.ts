import { parseRecord } from '../../src/record/parse-record.ts';
import { toLineage } from '../../src/sets/set-spec.ts';
import type { Queryable } from '../../src/storage/database.ts';

/** A record as it would stand in `records`. */
export interface FilledRecord {
  readonly id: string;
  readonly metadata: object;
  readonly sets?: readonly string[];
  /** A tombstone, which has sets but no source. */
  readonly deleted?: boolean;
}

/** Fills the published tables as the publisher would, as far as rules and lists of sets look at them. The ready XML is none. */
export async function fillPublished(db: Queryable, records: readonly FilledRecord[]): Promise<void> {
  const run = (text: string, values: readonly unknown[]) => db.query({ name: '', text }, values);
  const published = `
    insert into published (id, identifier, datestamp, deleted, sets, record_xml, record_bytes, header_length, digest)
    select id, 'oai:an.example.org:' || id, '2020-01-01T00:00:00Z', deleted, '{}', '', 0, 0, case when not deleted then ''::bytea end
    from unnest($1::text[], $2::boolean[]) as r(id, deleted)`;
  await run(published, [records.map(({ id }) => id), records.map(({ deleted = false }) => deleted)]);
  const live = records.filter(({ deleted }) => deleted !== true);
  const sources = `
    insert into published_sources (id, metadata, about_xml, digest) select id, metadata, '', '' from unnest($1::text[], $2::text[]) as r(id, metadata)`;
  await run(sources, [live.map(({ id }) => id), live.map(({ metadata }) => JSON.stringify(metadata))]);
  const memberships = records.flatMap(({ id, sets = [] }) => [...new Set(sets.flatMap(toLineage))].map((set) => [set, id]));
  const listed = `
    insert into published_sets (set_spec, datestamp, id)
    select set_spec, '2020-01-01T00:00:00Z', id from unnest($1::text[], $2::text[]) as m(set_spec, id)`;
  await run(listed, [memberships.map(([set]) => set), memberships.map(([, id]) => id)]);
}

/** A record in full form, as the rules of sets see it. @throws Error when the metadata are none of a record */
export function toRecordJson(metadata: object): string {
  const parsed = parseRecord(metadata);
  if (!parsed.ok) throw new Error(parsed.problems.join('; '));
  return JSON.stringify(parsed.record);
}

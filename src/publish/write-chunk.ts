import { renderRecordXml } from '../oai/record-xml.ts';
import { toLineage } from '../sets/set-spec.ts';
import type { Queryable } from '../storage/database.ts';
import { deleteProblems, type Problem, upsertProblems } from '../storage/problems.ts';
import { type FormerlyPublished, type PublishedChange, type Stamp, upsertPublished } from '../storage/published-changes.ts';
import { deletePrefixPlaces, insertPrefixPlaces, type PrefixPlace, readPrefixPlaces } from '../storage/published-prefixes.ts';
import { deleteMemberships, insertMemberships, type Membership } from '../storage/published-sets.ts';
import { type DigestedSource, deleteSources, upsertSources } from '../storage/published-sources.ts';
import type { StoredRecord } from '../storage/records.ts';
import { deleteRenditions, upsertRenditions } from '../storage/renditions.ts';
import { hasOtherSource, listAlike } from './alike-sources.ts';
import { type PlaceChoice, type PlacedRecord, toPlaceChanges } from './prefix-places.ts';
import { type LiveChange, type Rendering, renderTombstone } from './render-record.ts';
import { toText } from './to-text.ts';

/** Records that were rendered, and how they stood before. */
export interface RenderedChunk {
  /** What was rendered. */
  readonly live: readonly StoredRecord[];
  /** In the order of `live`. */
  readonly renderings: readonly Rendering[];
  /** Ids that are deleted, or not public. */
  readonly gone: readonly string[];
  readonly tooLarge: readonly Problem[];
  readonly former: ReadonlyMap<string, FormerlyPublished>;
}

/** What became of the records of a batch. */
export interface RecordsResult {
  /** Records the world sees differently now. */
  readonly published: number;
  /** Records that became tombstones. */
  readonly deleted: number;
  /** Of those published, how many never were before. */
  readonly inserted: number;
  readonly problems: readonly Problem[];
}

/** What a batch is written with. */
export interface WriteContext extends Stamp {
  /** The numbers of the formats beside oai_dc that are rendered now (`published_formats.key`). */
  readonly eagerKeys: ReadonlyMap<string, number>;
  /** Whether there are formats beside oai_dc: then a record has changed when any of them may show it. */
  readonly further: boolean;
  /** Of the formats that not every record has; null where there are none. */
  readonly places: PlaceChoice | null;
}

/** Writes what is new in a chunk: only that gets the datestamp. */
export async function writeChunk(db: Queryable, chunk: RenderedChunk, context: WriteContext): Promise<RecordsResult> {
  const { former, gone, renderings, tooLarge } = chunk;
  const rendered = renderings.flatMap((rendering) => (rendering.ok ? [rendering.change] : []));
  const problems = [...tooLarge, ...renderings.flatMap((rendering) => (rendering.ok ? [] : [rendering.problem]))];
  const sources = toSources(rendered, chunk);
  const alike = context.further ? await listAlike(db, rendered, sources, former) : new Set<string>();
  const changed = rendered.filter((change) => isChanged(change, former.get(change.id), alike, context));
  const tombstones = gone.flatMap((id) => {
    const row = former.get(id);
    return row === undefined || row.digest === null ? [] : [renderTombstone(row, context.datestamp)];
  });
  await writeChanges(db, [...changed, ...tombstones], former, context);
  await upsertSources(
    db,
    sources.filter(({ id, digest }) => digest !== former.get(id)?.sourceDigest),
  );
  const deleted = tombstones.map(({ id }) => id);
  await deleteSources(db, deleted);
  if (context.further) await deleteRenditions(db, deleted);
  if (context.places !== null) {
    await writePlaces(db, toPlacedRecords(rendered, new Set(changed), tombstones, chunk, context), chunk.former, context.places);
  }
  await writeRenditions(db, changed, context);
  await upsertProblems(db, problems);
  await deleteProblems(db, [...gone, ...rendered.map(({ id }) => id)]);
  const inserted = changed.filter(({ id }) => !former.has(id)).length;
  return { published: changed.length, deleted: tombstones.length, inserted, problems };
}

function toSources(rendered: readonly LiveChange[], { live }: RenderedChunk): DigestedSource[] {
  const stored = new Map(live.map((record) => [record.id, record]));
  return rendered.map(({ id, aboutXml, sourceDigest }) => {
    const { metadata, readyXml } = stored.get(id)!;
    return { id, metadata, readyXml, aboutXml, digest: sourceDigest };
  });
}

/** The same digest, the same output: nothing moves (G5). But what a format failed on when somebody asked, and does not any more, comes back in it. */
function isChanged(
  change: LiveChange,
  former: FormerlyPublished | undefined,
  alike: ReadonlySet<string>,
  { further }: WriteContext,
): boolean {
  if (change.digest !== former?.digest) return true;
  if (!further) return false;
  if (change.renditions.some(({ prefix }) => former.failedIn.includes(prefix))) return true;
  return hasOtherSource(change, former) && !alike.has(change.id);
}

async function writeChanges(
  db: Queryable,
  changes: readonly PublishedChange[],
  former: ReadonlyMap<string, FormerlyPublished>,
  stamp: Stamp,
): Promise<void> {
  if (changes.length === 0) return;
  await upsertPublished(db, changes, stamp);
  const rows = changes.flatMap(({ id }) => former.get(id) ?? []);
  await deleteMemberships(db, rows.flatMap(toMemberships));
  const { datestamp } = stamp;
  await insertMemberships(
    db,
    changes.flatMap(({ id, sets }) => toMemberships({ id, sets, datestamp })),
    datestamp,
  );
}

/** The places of a record in the lists of its sets and of their ancestors. */
function toMemberships({ id, sets, datestamp }: Pick<FormerlyPublished, 'id' | 'sets' | 'datestamp'>): Membership[] {
  return [...new Set(sets.flatMap(toLineage))].map((setSpec) => ({ setSpec, datestamp, id }));
}

function toPlacedRecords(
  rendered: readonly LiveChange[],
  changed: ReadonlySet<LiveChange>,
  tombstones: readonly PublishedChange[],
  { former }: RenderedChunk,
  { datestamp }: Stamp,
): PlacedRecord[] {
  const live = rendered.map((change) => {
    const moved = changed.has(change);
    return { ...change, moved, datestamp: moved ? datestamp : former.get(change.id)!.datestamp };
  });
  return [...live, ...tombstones.map((change) => ({ ...change, moved: true, datestamp, carriedBy: null }))];
}

async function writePlaces(
  db: Queryable,
  records: readonly PlacedRecord[],
  published: ReadonlyMap<string, unknown>,
  choice: PlaceChoice,
): Promise<void> {
  // What was never published has no place yet.
  const known = records.filter(({ id }) => published.has(id)).map(({ id }) => id);
  const former = new Map<string, PrefixPlace[]>(known.map((id) => [id, []]));
  for (const place of await readPrefixPlaces(db, known)) former.get(place.id)!.push(place);
  const changes = records.map((record) => toPlaceChanges(record, former.get(record.id) ?? [], choice));
  const removed = changes.flatMap((change) => change.removed);
  await deletePrefixPlaces(db, removed);
  const added = changes.flatMap((change) => change.added);
  await insertPrefixPlaces(db, added);
}

async function writeRenditions(
  db: Queryable,
  changed: readonly LiveChange[],
  { revision, eagerKeys }: WriteContext,
): Promise<void> {
  for (const [prefix, key] of eagerKeys) {
    const renditions = changed.flatMap(({ id, recordXml, headerLength, aboutXml, renditions }) => {
      const rendition = renditions.find((one) => one.prefix === prefix);
      if (rendition === undefined) return [];
      const header = toText(recordXml.subarray('<record>'.length, '<record>'.length + headerLength));
      return [{ id, revision, recordXml: renderRecordXml(header, rendition.metadataXml, aboutXml) }];
    });
    await upsertRenditions(db, key, renditions);
  }
}

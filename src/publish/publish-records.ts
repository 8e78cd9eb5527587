import { toLineage } from '../sets/set-spec.ts';
import type { Queryable } from '../storage/database.ts';
import { noteRecords } from '../storage/outbox.ts';
import { deleteProblems, type Problem, upsertProblems } from '../storage/problems.ts';
import {
  type FormerlyPublished,
  type PublishedChange,
  readFormerlyPublished,
  upsertPublished,
} from '../storage/published-changes.ts';
import { deleteMemberships, insertMemberships, type Membership } from '../storage/published-sets.ts';
import { readRecords, type StoredRecord } from '../storage/records.ts';
import type { ProblemCode } from './problem-codes.ts';
import { type Rendering, renderTombstone } from './render-record.ts';
import type { Renderer } from './renderer.ts';

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

// Rendered by the threads while the database writes those before and reads those behind.
const chunkRecords = 250;
// Of text, so that of a batch of giants no more than two such parts are in hand; what is beyond is noted again.
const chunkBytes = 16_777_216;
// The XML of a record that is larger than this would be refused anyway; reading it could be more than the process can hold.
const maxRecordBytes = 33_554_432;

/** Publishes these records as they are now, under the lock of the clock's row: each that the world would see a difference of gets the datestamp. */
export async function publishRecords(
  db: Queryable,
  renderer: Renderer,
  ids: readonly string[],
  datestamp: string,
): Promise<RecordsResult> {
  const total = { published: 0, deleted: 0, inserted: 0, problems: [] as Problem[] };
  const write = async (chunk: RenderedChunk) => {
    const result = await writeChunk(db, chunk, datestamp);
    total.published += result.published;
    total.deleted += result.deleted;
    total.inserted += result.inserted;
    total.problems.push(...result.problems);
  };
  let before: RenderedChunk | null = null;
  let chunk = await readChunk(db, ids.slice(0, chunkRecords));
  for (let next = chunkRecords; ; next += chunkRecords) {
    const rendering = renderer.render(chunk.live, datestamp);
    // It is awaited below; a rejection while the database is asked must not count as unhandled.
    rendering.catch(() => undefined);
    if (before !== null) await write(before);
    // Its texts need not be kept while the next are read.
    before = null;
    const following: StoredChunk | null = next < ids.length ? await readChunk(db, ids.slice(next, next + chunkRecords)) : null;
    before = { ...chunk, renderings: await rendering };
    if (following === null) break;
    chunk = following;
  }
  await write(before);
  return total;
}

interface StoredChunk {
  readonly live: readonly StoredRecord[];
  /** Deleted, or not public. */
  readonly gone: readonly string[];
  readonly tooLarge: readonly Problem[];
  readonly former: ReadonlyMap<string, FormerlyPublished>;
}

interface RenderedChunk extends StoredChunk {
  readonly renderings: readonly Rendering[];
}

async function readChunk(db: Queryable, ids: readonly string[]): Promise<StoredChunk> {
  const rows = await readRecords(db, ids, chunkBytes, maxRecordBytes);
  const found = new Set(rows.map(({ id }) => id));
  const shown = rows.filter(({ visibility }) => visibility === 'public');
  const hidden = rows.filter(({ visibility }) => visibility !== 'public').map(({ id }) => id);
  const tooLarge = shown.filter(({ bytes }) => bytes > maxRecordBytes).map(toTooLarge);
  const later = shown.filter(({ metadata, bytes }) => metadata === null && bytes <= maxRecordBytes).map(({ id }) => id);
  if (later.length > 0) await noteRecords(db, later);
  const live = shown.filter((row): row is StoredRecord & { bytes: number } => row.metadata !== null);
  const former = new Map((await readFormerlyPublished(db, ids)).map((row) => [row.id, row]));
  return { live, gone: [...ids.filter((id) => !found.has(id)), ...hidden], tooLarge, former };
}

function toTooLarge({ id, bytes }: { readonly id: string; readonly bytes: number }): Problem {
  const message = `The metadata are ${bytes} bytes of text; at most ${maxRecordBytes} are published.`;
  return { id, code: 'record_too_large' satisfies ProblemCode, message };
}

async function writeChunk(db: Queryable, chunk: RenderedChunk, datestamp: string): Promise<RecordsResult> {
  const { former, gone, renderings, tooLarge } = chunk;
  const rendered = renderings.flatMap((rendering) => (rendering.ok ? [rendering.change] : []));
  const problems = [...tooLarge, ...renderings.flatMap((rendering) => (rendering.ok ? [] : [rendering.problem]))];
  // The same digest, the same output: nothing moves (G5).
  const changed = rendered.filter(({ id, digest }) => !(former.get(id)?.digest?.equals(digest) ?? false));
  const tombstones = gone.flatMap((id) => {
    const row = former.get(id);
    return row === undefined || row.digest === null ? [] : [renderTombstone(row, datestamp)];
  });
  await writeChanges(db, [...changed, ...tombstones], former, datestamp);
  await upsertProblems(db, problems);
  await deleteProblems(db, [...gone, ...rendered.map(({ id }) => id)]);
  const inserted = changed.filter(({ id }) => !former.has(id)).length;
  return { published: changed.length, deleted: tombstones.length, inserted, problems };
}

async function writeChanges(
  db: Queryable,
  changes: readonly PublishedChange[],
  former: ReadonlyMap<string, FormerlyPublished>,
  datestamp: string,
): Promise<void> {
  if (changes.length === 0) return;
  await upsertPublished(db, changes, datestamp);
  const rows = changes.flatMap(({ id }) => former.get(id) ?? []);
  await deleteMemberships(db, rows.flatMap(toMemberships));
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

import { toLineage } from '../sets/set-spec.ts';
import type { Database, Queryable } from '../storage/database.ts';
import { noteEachRecord, noteRecords, takeOutbox, takeOutboxEntries } from '../storage/outbox.ts';
import { deleteProblems, type Problem, upsertProblems } from '../storage/problems.ts';
import { advanceClock, lockClock } from '../storage/publish-clock.ts';
import { markDeleted, type PublishedChange, upsertPublished } from '../storage/published.ts';
import { replaceMemberships, restampMemberships } from '../storage/published-sets.ts';
import { readRecords, type StoredRecord } from '../storage/records.ts';
import type { ProblemCode } from './problem-codes.ts';
import type { Renderer } from './renderer.ts';

/** What publishing needs. */
export interface PublishDependencies {
  readonly db: Database;
  readonly renderer: Renderer;
  /** Seconds the publisher's clock is ahead of the database's: 0, but for a test that steps it back. */
  readonly clockOffsetSeconds: () => number;
}

/** What one batch did. */
export interface BatchResult {
  /** Entries taken from the outbox; 0 when nothing was waiting. */
  readonly entries: number;
  /** Records the world sees differently now. */
  readonly published: number;
  /** Records that became tombstones. */
  readonly deleted: number;
  readonly problems: readonly Problem[];
}

// Of text, so that a batch of giants is published in several.
const batchBytes = 33_554_432;
// The XML of a record that is larger than this would be refused anyway; reading it could be more than the process can hold.
const maxRecordBytes = 33_554_432;

/** A batch that failed, with the outbox entries that were in it; the cause tells why. */
export class BatchFault extends Error {
  override readonly name = 'BatchFault';
  readonly entries: readonly string[];

  /** @param entries numbers of outbox entries, all of them back in the outbox */
  constructor(entries: readonly string[], cause: unknown) {
    super('A batch could not be published.', { cause });
    this.entries = entries;
  }
}

/**
 * Publishes up to `size` noted changes in one transaction with one datestamp, under the lock of the clock's row. The stamp is never before anything
 * published before, so that whatever a reader cannot see yet carries a stamp at or after the responseDate it was given (G1).
 *
 * @throws BatchFault when something goes wrong with the changes in hand
 */
export async function publishBatch(dependencies: PublishDependencies, size: number): Promise<BatchResult> {
  const { db, clockOffsetSeconds } = dependencies;
  let taken: readonly string[] = [];
  try {
    return await db.transaction(async (transaction) => {
      const datestamp = await lockClock(transaction, clockOffsetSeconds());
      const batch = await takeOutbox(transaction, size);
      taken = batch.entries;
      if (taken.length === 0) return { entries: 0, published: 0, deleted: 0, problems: [] };
      if (batch.everything) await noteEachRecord(transaction);
      return { entries: taken.length, ...(await publishRecords(transaction, dependencies.renderer, batch.ids, datestamp)) };
    });
  } catch (error) {
    throw taken.length === 0 ? error : new BatchFault(taken, error);
  }
}

/** Takes the entries of a batch that failed out of the outbox and files their records as problems, so that they cannot hold up the others. */
export function setAside({ db }: PublishDependencies, { entries, cause }: BatchFault): Promise<readonly Problem[]> {
  return db.transaction(async (transaction) => {
    await lockClock(transaction, 0);
    const ids = await takeOutboxEntries(transaction, entries);
    const message = `Publishing failed: ${cause instanceof Error ? cause.message : String(cause)}`;
    const problems = ids.map((id) => ({ id, code: 'publish_failed' satisfies ProblemCode, message }));
    await upsertProblems(transaction, problems);
    return problems;
  });
}

async function publishRecords(
  db: Queryable,
  renderer: Renderer,
  ids: readonly string[],
  datestamp: string,
): Promise<Omit<BatchResult, 'entries'>> {
  const { live, gone, tooLarge } = await readBatch(db, ids);
  const renderings = await renderer.render(live);
  const changes = renderings.flatMap((rendering) => (rendering.ok ? [rendering.change] : []));
  const problems = [...tooLarge, ...renderings.flatMap((rendering) => (rendering.ok ? [] : [rendering.problem]))];
  const { published, inserted } = await writeChanges(db, changes, datestamp);
  const deleted = gone.length === 0 ? [] : await markDeleted(db, gone, datestamp);
  if (deleted.length > 0) await restampMemberships(db, deleted, datestamp);
  await upsertProblems(db, problems);
  await deleteProblems(db, [...gone, ...changes.map(({ id }) => id)]);
  await advanceClock(db, datestamp, inserted, published + deleted.length > 0);
  return { published, deleted: deleted.length, problems };
}

async function readBatch(
  db: Queryable,
  ids: readonly string[],
): Promise<{ live: StoredRecord[]; gone: string[]; tooLarge: Problem[] }> {
  const rows = await readRecords(db, ids, batchBytes, maxRecordBytes);
  const found = new Set(rows.map(({ id }) => id));
  const shown = rows.filter(({ visibility }) => visibility === 'public');
  const hidden = rows.filter(({ visibility }) => visibility !== 'public').map(({ id }) => id);
  const tooLarge = shown.filter(({ bytes }) => bytes > maxRecordBytes).map(toTooLarge);
  const later = shown.filter(({ metadata, bytes }) => metadata === null && bytes <= maxRecordBytes);
  if (later.length > 0)
    await noteRecords(
      db,
      later.map(({ id }) => id),
    );
  const live = shown.filter((row): row is StoredRecord & { bytes: number } => row.metadata !== null);
  return { live, gone: [...ids.filter((id) => !found.has(id)), ...hidden], tooLarge };
}

function toTooLarge({ id, bytes }: { readonly id: string; readonly bytes: number }): Problem {
  const message = `The metadata are ${bytes} bytes of text; at most ${maxRecordBytes} are published.`;
  return { id, code: 'record_too_large' satisfies ProblemCode, message };
}

async function writeChanges(
  db: Queryable,
  changes: readonly PublishedChange[],
  datestamp: string,
): Promise<{ published: number; inserted: number }> {
  if (changes.length === 0) return { published: 0, inserted: 0 };
  const written = await upsertPublished(db, changes, datestamp);
  if (written.length === 0) return { published: 0, inserted: 0 };
  const ids = new Set(written.map(({ id }) => id));
  const memberships = changes
    .filter(({ id }) => ids.has(id))
    .flatMap(({ id, sets }) => [...new Set(sets.flatMap(toLineage))].map((setSpec) => ({ id, setSpec })));
  await replaceMemberships(db, [...ids], memberships, datestamp);
  return { published: written.length, inserted: written.filter((row) => row.inserted).length };
}

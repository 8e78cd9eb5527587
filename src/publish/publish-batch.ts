import { toLineage } from '../sets/set-spec.ts';
import type { Database, Queryable } from '../storage/database.ts';
import { noteEachRecord, noteRecords, takeOutbox } from '../storage/outbox.ts';
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

// Of stored, compressed text: a batch of giants is published in several.
const batchBytes = 8_388_608;

/**
 * Publishes up to `size` noted changes in one transaction with one datestamp, under the lock of the clock's row. The stamp is never before anything
 * published before, so that whatever a reader cannot see yet carries a stamp at or after the responseDate it was given (G1).
 */
export function publishBatch({ db, renderer, clockOffsetSeconds }: PublishDependencies, size: number): Promise<BatchResult> {
  return db.transaction(async (transaction) => {
    const datestamp = await lockClock(transaction, clockOffsetSeconds());
    const batch = await takeOutbox(transaction, size);
    if (batch.entries === 0) return { entries: 0, published: 0, deleted: 0, problems: [] };
    if (batch.everything) await noteEachRecord(transaction);
    const { live, gone } = await readBatch(transaction, batch.ids);
    const renderings = await renderer.render(live);
    const changes = renderings.flatMap((rendering) => (rendering.ok ? [rendering.change] : []));
    const problems = renderings.flatMap((rendering) => (rendering.ok ? [] : [rendering.problem]));
    const { published, inserted } = await writeChanges(transaction, changes, datestamp);
    const deleted = gone.length === 0 ? [] : await markDeleted(transaction, gone, datestamp);
    if (deleted.length > 0) await restampMemberships(transaction, deleted, datestamp);
    await upsertProblems(transaction, problems);
    await deleteProblems(transaction, [...gone, ...changes.map(({ id }) => id)]);
    await advanceClock(transaction, datestamp, inserted, published + deleted.length > 0);
    return { entries: batch.entries, published, deleted: deleted.length, problems };
  });
}

/** Takes the next entry as publishBatch would and files its record as a problem, so that it cannot hold up the others. */
export function setAside({ db }: PublishDependencies, error: unknown): Promise<readonly Problem[]> {
  return db.transaction(async (transaction) => {
    await lockClock(transaction, 0);
    const { ids } = await takeOutbox(transaction, 1);
    const message = `Publishing failed: ${error instanceof Error ? error.message : String(error)}`;
    const problems = ids.map((id) => ({ id, code: 'publish_failed' satisfies ProblemCode, message }));
    await upsertProblems(transaction, problems);
    return problems;
  });
}

async function readBatch(db: Queryable, ids: readonly string[]): Promise<{ live: StoredRecord[]; gone: string[] }> {
  const rows = await readRecords(db, ids, batchBytes);
  const later = rows.flatMap(({ id, metadata }) => (metadata === null ? [id] : []));
  if (later.length > 0) await noteRecords(db, later);
  const found = new Set(rows.map(({ id }) => id));
  const read = rows.filter((row): row is StoredRecord => row.metadata !== null);
  const live = read.filter(({ visibility }) => visibility === 'public');
  const hidden = read.filter(({ visibility }) => visibility !== 'public').map(({ id }) => id);
  return { live, gone: [...ids.filter((id) => !found.has(id)), ...hidden] };
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

import type { Database } from '../storage/database.ts';
import { noteEachRecord, takeOutbox, takeOutboxEntries } from '../storage/outbox.ts';
import { type Problem, upsertProblems } from '../storage/problems.ts';
import { advanceClock, lockClock } from '../storage/publish-clock.ts';
import { offerReadyFormats } from '../storage/published-formats.ts';
import { noteRuleChanges } from '../storage/set-rules.ts';
import type { FormatChoice } from './format-choice.ts';
import { assertIdentifierDomain } from './output-version.ts';
import { publishRecords } from './publish-records.ts';
import type { Renderer } from './renderer.ts';
import type { RecordsResult } from './write-chunk.ts';

/** What publishing needs. */
export interface PublishDependencies {
  readonly db: Database;
  readonly renderer: Renderer;
  readonly formats: FormatChoice;
  /** Seconds the publisher's clock is ahead of the database's: 0, but for a test that steps it back. */
  readonly clockOffsetSeconds: () => number;
}

/** What one batch did. */
export interface BatchResult extends RecordsResult {
  /** Entries taken from the outbox; 0 when nothing was waiting. */
  readonly entries: number;
}

const nothing: BatchResult = { entries: 0, published: 0, deleted: 0, inserted: 0, problems: [] };

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
 * @throws ProgramError IDENTIFIER_DOMAIN_CHANGED
 */
export async function publishBatch(dependencies: PublishDependencies, size: number): Promise<BatchResult> {
  const { db, clockOffsetSeconds } = dependencies;
  let taken: readonly string[] = [];
  try {
    return await db.transaction(async (transaction) => {
      const datestamp = await lockClock(transaction, clockOffsetSeconds());
      // Somebody may have published everything under another domain since this process was elected.
      await assertIdentifierDomain(transaction, dependencies.renderer.identifierDomain);
      const batch = await takeOutbox(transaction, size);
      taken = batch.entries;
      if (taken.length === 0) return nothing;
      if (batch.everything) await noteEachRecord(transaction);
      await noteRuleChanges(transaction, batch.setSpecs);
      const result = await publishRecords(transaction, dependencies, batch.ids, datestamp);
      const offered = await offerReadyFormats(transaction, datestamp);
      await advanceClock(transaction, datestamp, result.inserted, offered || result.published + result.deleted > 0);
      return { entries: taken.length, ...result };
    });
  } catch (error) {
    throw taken.length === 0 ? error : new BatchFault(taken, error);
  }
}

/**
 * Takes entries of a batch that failed out of the outbox and files their records as problems, so that they cannot hold up the others.
 *
 * @param entries their numbers: what was noted of a record since is none of them, and is tried
 * @param problem of the record that it names; of all where that is null
 */
export function setAside(
  { db }: Pick<PublishDependencies, 'db'>,
  entries: readonly string[],
  { id, code, message }: { readonly id: string | null; readonly code: string; readonly message: string },
): Promise<readonly Problem[]> {
  return db.transaction(async (transaction) => {
    const datestamp = await lockClock(transaction, 0);
    const ids = await takeOutboxEntries(transaction, entries, id);
    if (await offerReadyFormats(transaction, datestamp)) await advanceClock(transaction, datestamp, 0, true);
    const problems = ids.map((id) => ({ id, code, message }));
    await upsertProblems(transaction, problems);
    return problems;
  });
}

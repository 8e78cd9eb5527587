import { setTimeout as sleep } from 'node:timers/promises';
import { ProgramError } from '../errors.ts';
import { isDatabaseFault, isRowFault } from '../storage/database-fault.ts';
import type { Problem } from '../storage/problems.ts';
import { claimPublishing, getPublisherSign, leavePublishing, type PublisherSign, tickClock } from '../storage/publish-clock.ts';
import { deleteStaleRenditions } from '../storage/published-formats.ts';
import { BatchFault, type PublishDependencies, publishBatch, setAside } from './publish-batch.ts';
import { RecordFault } from './renderer.ts';

/** What happened, for the log; nothing is decided here. */
export interface PublisherEvents {
  /** Before anything is published; what it throws is a failure of publishing. */
  elected(): void | Promise<void>;
  published(result: { readonly published: number; readonly deleted: number }): void;
  problem(problem: Problem): void;
  failed(error: unknown): void;
}

export interface PublisherOptions extends PublishDependencies {
  /** Names this publisher among those of the installation. */
  readonly name: string;
  /** The most outbox entries in one transaction. */
  readonly batchSize: number;
  readonly events: PublisherEvents;
}

/** A running publisher. */
export interface Publisher {
  /** Ends after the batch in hand and lets another take over. */
  stop(): Promise<void>;
}

// Twice a second: a change is harvestable within a second, and an idle database sees two small statements.
const tickMs = 500;
const standbyMs = 1_000;
// A publisher that gave no sign for so long is taken for dead. Measured by the watcher's own clock, so that no two clocks are compared; if it is alive after all,
// two publish for a moment, which the lock of the clock's row makes harmless.
const takeoverMs = 4_000;
const retryMs = 1_000;
// Some tens of milliseconds' work for the database, between two signs of life.
const staleRenditions = 2_000;

/**
 * Publishes everything that is noted and returns what was done.
 *
 * @param onBatch told after each batch, and after each record that was set aside; the drain stops when it returns false
 * @param batch how many entries are taken at once; kept by a caller that tries again after a fault of the database, in case the batch was what the database could not bear
 */
export async function drainOutbox(
  options: PublishDependencies & { readonly batchSize: number; readonly events: Pick<PublisherEvents, 'problem'> },
  onBatch: (result: { readonly entries: number; readonly published: number; readonly deleted: number }) => Promise<boolean>,
  batch: { size: number } = { size: options.batchSize },
): Promise<void> {
  for (;;) {
    const { size } = batch;
    try {
      const result = await publishBatch(options, size);
      for (const problem of result.problems) options.events.problem(problem);
      if (result.entries === 0 || !(await onBatch(result))) return;
      batch.size = Math.min(options.batchSize, size * 2);
    } catch (error) {
      const cause = error instanceof BatchFault ? error.cause : error;
      if (error instanceof BatchFault && cause instanceof RecordFault) {
        for (const problem of await setAside(options, error.entries, cause.problem)) options.events.problem(problem);
        // It may have taken a while.
        if (!(await onBatch({ entries: 0, published: 0, deleted: 0 }))) return;
        continue;
      }
      batch.size = Math.ceil(size / 8);
      if (!(error instanceof BatchFault) || isDatabaseFault(cause) || cause instanceof ProgramError) throw cause;
      // One record may be at fault: smaller batches find it, the others go on.
      if (size > 1) continue;
      if (!(isRowFault(cause) || cause instanceof RangeError)) throw cause;
      const message = `Publishing failed: ${cause instanceof Error ? cause.message : String(cause)}`;
      for (const problem of await setAside(options, error.entries, { id: null, code: 'publish_failed', message })) {
        options.events.problem(problem);
      }
    }
  }
}

/** Starts a publisher: it waits until it is the only one of the installation that gives signs of life, then publishes whatever is noted. */
export function startPublisher(options: PublisherOptions): Publisher {
  const stopping = new AbortController();
  const done = run(options, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

async function run(options: PublisherOptions, signal: AbortSignal): Promise<void> {
  const batch = { size: options.batchSize };
  while (!signal.aborted) {
    try {
      await awaitElection(options, signal);
      if (!signal.aborted) await options.events.elected();
      await publishWhileElected(options, batch, signal);
    } catch (error) {
      options.events.failed(error);
      // What is wrong with the settings does not mend itself: another server may have others. What is wrong with the database is the same for all.
      if (error instanceof ProgramError) await leavePublishing(options.db, options.name).catch(() => undefined);
      await pause(retryMs, signal);
    }
  }
  await leavePublishing(options.db, options.name).catch(() => undefined);
}

async function awaitElection({ db, name }: PublisherOptions, signal: AbortSignal): Promise<void> {
  let seen: PublisherSign | null = null;
  let seenAt = performance.now();
  while (!signal.aborted) {
    const sign = await getPublisherSign(db);
    if (seen === null || sign.publisher !== seen.publisher || sign.beat !== seen.beat) {
      seen = sign;
      seenAt = performance.now();
    }
    // Its own name is left from before the database was away.
    if (sign.publisher === null || sign.publisher === name || performance.now() - seenAt >= takeoverMs) {
      if (await claimPublishing(db, name, sign)) return;
    }
    await pause(standbyMs, signal);
  }
}

async function publishWhileElected(options: PublisherOptions, batch: { size: number }, signal: AbortSignal): Promise<void> {
  const { db, name, events } = options;
  let tickedAt = Number.NEGATIVE_INFINITY;
  // What formats leave behind when they are switched off or written in another way, which happens when somebody is elected and when a batch has offered them.
  let stale = true;
  const beat = async () => {
    tickedAt = performance.now();
    return tickClock(db, name, options.clockOffsetSeconds());
  };
  while (!signal.aborted) {
    const tick = await beat();
    if (tick === null) return;
    if (!tick.pending) {
      if (stale) stale = (await deleteStaleRenditions(db, staleRenditions)) > 0;
      await pause(tickMs, signal);
      continue;
    }
    stale = true;
    const onBatch = async (result: { readonly published: number; readonly deleted: number }) => {
      if (result.published + result.deleted > 0) events.published(result);
      if (signal.aborted) return false;
      return performance.now() - tickedAt < standbyMs || (await beat()) !== null;
    };
    await drainOutbox(options, onBatch, batch);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

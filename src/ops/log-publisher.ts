import { ProgramError, toHint } from '../errors.ts';
import type { PublisherEvents } from '../publish/publisher.ts';
import type { Log } from './log.ts';

// A publisher tries again every second; whoever reads the log wants to know once, and now and then that it still is so.
const repeatMs = 60_000;
const mostTold = 20;

/** Writes what the publisher does to the log. */
export function logPublisherEvents(log: Pick<Log, 'debug' | 'info' | 'warn' | 'error'>): PublisherEvents {
  // When each was told.
  const told = new Map<string, number>();
  let stoppedAt: number | null = null;
  return {
    elected: () => {
      // It is elected again for each try, unless somebody else has mended it.
      if (stoppedAt === null || performance.now() - stoppedAt > 2 * repeatMs) log.info('This server publishes.');
    },
    published: ({ published, deleted }) => {
      if (stoppedAt === null) told.clear();
      else log.info('Publishing goes on.');
      stoppedAt = null;
      log.debug({ published, deleted }, 'Published a batch.');
    },
    problem: ({ id, code, message }) =>
      log.warn(
        { record: id, problem: code },
        `The record ${JSON.stringify(id)} was not published anew; what the world had of it, if anything, stays: ${message}`,
      ),
    failed: (error) => {
      const message = error instanceof Error ? error.message : String(error);
      const now = performance.now();
      // What is wrong with the settings does not mend itself.
      const stays = error instanceof ProgramError;
      if (stays) stoppedAt = now;
      if (now - (told.get(message) ?? Number.NEGATIVE_INFINITY) < repeatMs) return;
      if (told.size > mostTold) told.clear();
      told.set(message, now);
      if (stays) log.error(toHint(error), `Nothing is published, and what changed waits: ${message}`);
      else log.warn({ err: error, ...toHint(error) }, 'Publishing was interrupted; it goes on by itself.');
    },
  };
}

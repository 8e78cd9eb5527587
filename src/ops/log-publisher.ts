import { ProgramError, toHint } from '../errors.ts';
import type { PublisherEvents } from '../publish/publisher.ts';
import type { Log } from './log.ts';

// A publisher tries again every second; whoever reads the log wants to know once, and now and then that it still is so.
const repeatMs = 60_000;

/** Writes what the publisher does to the log. */
export function logPublisherEvents(log: Pick<Log, 'debug' | 'info' | 'warn' | 'error'>): PublisherEvents {
  let failure: { readonly message: string; readonly at: number; readonly stays: boolean } | null = null;
  return {
    elected: () => {
      // It is elected again for each try.
      if (failure?.stays !== true) log.info('This server publishes.');
    },
    published: ({ published, deleted }) => {
      if (failure?.stays === true) log.info('Publishing goes on.');
      failure = null;
      log.debug({ published, deleted }, 'Published a batch.');
    },
    problem: ({ id, code, message }) =>
      log.warn(
        { record: id, problem: code },
        `The record ${JSON.stringify(id)} was not published anew; what the world had of it, if anything, stays: ${message}`,
      ),
    failed: (error) => {
      const { message } = error instanceof Error ? error : { message: String(error) };
      const at = performance.now();
      if (failure !== null && failure.message === message && at - failure.at < repeatMs) return;
      // What is wrong with the settings does not mend itself.
      failure = { message, at, stays: error instanceof ProgramError };
      if (failure.stays) log.error(toHint(error), `Nothing is published, and what changed waits: ${message}`);
      else log.warn({ err: error, ...toHint(error) }, 'Publishing was interrupted; it goes on by itself.');
    },
  };
}

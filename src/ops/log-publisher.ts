import { toHint } from '../errors.ts';
import type { PublisherEvents } from '../publish/publisher.ts';
import type { Log } from './log.ts';

/** Writes what the publisher does to the log. */
export function logPublisherEvents(log: Log): PublisherEvents {
  return {
    elected: () => log.info('This server publishes.'),
    published: ({ published, deleted }) => log.debug({ published, deleted }, 'Published a batch.'),
    problem: ({ id, code, message }) =>
      log.warn({ record: id, problem: code }, `The record ${JSON.stringify(id)} was not published: ${message}`),
    failed: (error) => log.warn({ err: error, ...toHint(error) }, 'Publishing was interrupted; it goes on by itself.'),
  };
}

import type { ForkedWorker } from './fork-worker.ts';

/** Which worker publishes: one at a time, or none for a moment. */
export interface PublisherRole {
  /** Gives the role to the heir, if nobody has it. */
  offer(): void;
  /** Takes note that a worker has stopped publishing, by itself or by ending. */
  leave(worker: ForkedWorker): void;
}

/**
 * Keeps the role. All workers publish under one name, so that whoever has the role next need not wait until the last one is taken for dead.
 *
 * @param findHeir the worker that shall have the role next, or null when there is none
 */
export function makePublisherRole(name: string, findHeir: () => ForkedWorker | null): PublisherRole {
  let holder: ForkedWorker | null = null;
  return {
    offer: () => {
      if (holder !== null) return;
      holder = findHeir();
      holder?.tell({ order: 'publish', name });
    },
    leave: (worker) => {
      if (holder === worker) holder = null;
    },
  };
}

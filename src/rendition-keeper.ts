import type { Log } from './ops/log.ts';
import type { Database } from './storage/database.ts';
import { keepRenditions, type Rendition } from './storage/renditions.ts';

/** Keeps a batch of renditions, and comes back when whoever made them may go on. Never throws. */
export type RenditionKeeper = (prefix: string, key: number, renditions: readonly Rendition[]) => Promise<void>;

/**
 * Makes what keeps renditions, one batch after the other. Whoever renders faster than the database keeps has to wait for the batches before his; but while the database takes none,
 * nobody waits for it, and just one batch at a time is tried with: the others are made again when somebody asks.
 */
export function makeRenditionKeeper(primary: Database, log: Pick<Log, 'debug'>): RenditionKeeper {
  let last: Promise<void> = Promise.resolve();
  let pending = 0;
  let failing = false;
  return async (prefix, key, renditions) => {
    const trial = failing;
    if (trial && pending > 0) return;
    const before = last;
    pending += 1;
    last = before
      .then(async () => {
        // What was begun before it failed is not tried one after the other.
        if (failing && !trial) return;
        await keepRenditions(primary, key, renditions);
        failing = false;
      })
      .catch((error: unknown) => {
        failing = true;
        log.debug({ err: error }, `Renditions as ${prefix} could not be kept; they are made again when somebody asks.`);
      })
      .finally(() => {
        pending -= 1;
      });
    if (!trial) await before;
  };
}

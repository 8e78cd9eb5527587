import type { Database } from './database.ts';
import { BehindFault, isDatabaseFault } from './database-fault.ts';
import { isFaultOfOne, type ReadDatabase } from './read-database.ts';

export interface ReadOptions<T> {
  /** Whether the answer will do. One that does not is put to the next database, the primary being the last. */
  readonly isEnough?: (answer: T, ofPrimary: boolean) => boolean;
  /** Asks the primary before the replicas. */
  readonly primaryFirst?: boolean;
}

/** Where reads go. */
export interface ReadSide {
  /**
   * Runs a read on one of the databases, and again from its beginning on the next where that one is away or its answer is not enough.
   *
   * @throws what isDatabaseFault knows, when none of them can answer
   */
  read<T>(work: (db: Database, isPrimary: boolean) => Promise<T>, options?: ReadOptions<T>): Promise<T>;
  /** Closes the connections to the replicas. */
  close(): Promise<void>;
}

/** Reads from one database: an answer of it that is not enough is a fault. */
export function makeSingleReadSide(db: Database): ReadSide {
  return {
    read: async (work, { isEnough } = {}) => {
      const answer = await work(db, true);
      if (isEnough !== undefined && !isEnough(answer, true)) throw new BehindFault();
      return answer;
    },
    close: async () => {},
  };
}

/** Reads from the replicas, whichever, and from the primary where they will not do. */
export function makeReplicatedReadSide(primary: ReadDatabase, replicas: readonly ReadDatabase[]): ReadSide {
  return {
    read: async (work, { isEnough, primaryFirst = false } = {}) => {
      const order = listInOrder(primary, replicas, { primaryFirst, bounded: isEnough !== undefined });
      let fault: unknown = new BehindFault();
      for (const database of order) {
        const isPrimary = database === primary;
        try {
          const answer = await database.read((db) => work(db, isPrimary), database === order.at(-1));
          if (isEnough === undefined || isEnough(answer, isPrimary)) return answer;
          database.noteBehind();
          fault = new BehindFault();
        } catch (error) {
          if (!isFaultOfOne(error) || (isPrimary && !isDatabaseFault(error))) throw error;
          if (isDatabaseFault(error)) fault = error;
        }
      }
      for (const replica of replicas) replica.hurry();
      throw fault;
    },
    close: async () => {
      await Promise.all(replicas.map((replica) => replica.close()));
    },
  };
}

interface OrderOptions {
  readonly primaryFirst: boolean;
  /** Whether one that is behind may be no use. */
  readonly bounded: boolean;
}

/** Those that are fit, the replicas in any order. The primary is always among them; one that is left out comes last. */
function listInOrder(primary: ReadDatabase, replicas: readonly ReadDatabase[], options: OrderOptions): ReadDatabase[] {
  const { primaryFirst, bounded } = options;
  const fit = replicas.filter((replica) => replica.isFit());
  // By lot: turns would fall in step with requests that read twice.
  const start = Math.floor(Math.random() * fit.length);
  const inOrder = [...fit.slice(start), ...fit.slice(0, start)];
  if (!primary.isFit()) return [...inOrder, primary];
  if (primaryFirst) return [primary, ...inOrder];
  const behind = bounded ? inOrder.filter((replica) => replica.isBehind()) : [];
  return [...inOrder.filter((replica) => !behind.includes(replica)), primary, ...behind];
}

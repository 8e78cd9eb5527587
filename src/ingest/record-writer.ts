import type { Database } from '../storage/database.ts';
import { deleteRecords, type RecordRow, upsertRecords } from '../storage/records.ts';

/** What is written in one transaction; no id stands in it twice. */
export interface Batch {
  readonly rows: readonly RecordRow[];
  readonly deletes: readonly string[];
}

/** What became of rows. */
export interface Written {
  readonly inserted: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly deleted: number;
}

/** Where an import puts what it read. */
export interface RecordWriter {
  /** Writes all of a batch or throws and writes nothing. */
  write(batch: Batch): Promise<Written>;
}

const none = { inserted: 0, changed: 0, unchanged: 0 };

/** Makes a writer into the table `records`. */
export function makeRecordWriter(db: Database): RecordWriter {
  return {
    write: async ({ rows, deletes }) => {
      // One statement is a transaction by itself, and its answer the only one that is waited for while the next lines are read.
      if (deletes.length === 0) return { ...(rows.length === 0 ? none : await upsertRecords(db, rows)), deleted: 0 };
      return db.transaction(async (transaction) => {
        const upserted = rows.length === 0 ? none : await upsertRecords(transaction, rows);
        return { ...upserted, deleted: await deleteRecords(transaction, deletes) };
      });
    },
  };
}

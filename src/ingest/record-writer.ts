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

/** Makes a writer into the table `records`. */
export function makeRecordWriter(db: Database): RecordWriter {
  return {
    write: ({ rows, deletes }) =>
      db.transaction(async (transaction) => {
        const none = { inserted: 0, changed: 0, unchanged: 0 };
        const upserted = rows.length === 0 ? none : await upsertRecords(transaction, rows);
        return { ...upserted, deleted: deletes.length === 0 ? 0 : await deleteRecords(transaction, deletes) };
      }),
  };
}

/**
 * Whether the database refused a batch for the sake of what is in it: data, integrity and program limit errors, and those that
 * a trigger of the user's raises. Anything else would befall every batch.
 */
export function isRowFault(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^(?:21|22|23|54|P0)...$/.test(code);
}

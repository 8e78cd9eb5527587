import type { Database, Queryable, Statement } from '../../src/storage/database.ts';

/** How PostgreSQL ran a statement. */
export interface Plan {
  readonly name: string;
  /** The lines of `explain (analyze, buffers)`. */
  readonly lines: readonly string[];
}

/** Runs statements for real, and each of them twice before, to see how it is run. */
export interface ExplainingDatabase {
  readonly db: Database;
  /** Hands over what ran since the last time; of statements of one name the last. */
  takePlans(): Plan[];
}

// Locks and settings, and what is itself an explanation, tell nothing.
const isExplained = ({ text }: Statement) => !/^\s*explain|set_config|for update\s*$/i.test(text);

// Hundreds of them in one line.
const laterIds = /(?<=\{[^,{}]*),[^{}]*(?=\})/g;

/** @param transaction what is done in it should be rolled back */
export function makeExplainingDatabase(transaction: Queryable): ExplainingDatabase {
  let plans = new Map<string, Plan>();
  const run = (text: string, values?: readonly unknown[]) =>
    transaction.query<{ 'QUERY PLAN': string }>({ name: 'plan', text }, values);
  const explain = async (statement: Statement, values: readonly unknown[] = []) => {
    if (!isExplained(statement)) return;
    // The first time, what it reads may have to come from disk.
    for (let turn = 0; turn < 2; turn += 1) {
      await run('savepoint plan');
      const rows = await run(`explain (analyze, buffers, costs off, timing off) ${statement.text}`, values);
      await run('rollback to savepoint plan');
      plans.set(statement.name, {
        name: statement.name,
        lines: rows.map((row) => row['QUERY PLAN'].replaceAll(laterIds, ', …')),
      });
    }
  };
  const queryable: Queryable = {
    query: async (statement, values) => {
      await explain(statement, values);
      return transaction.query(statement, values);
    },
    readRaw: async (statement, values, onRow) => {
      await explain(statement, values);
      await transaction.readRaw(statement, values, onRow);
    },
  };
  return {
    db: { ...queryable, transaction: (work) => work(queryable), close: async () => {} },
    takePlans: () => {
      const taken = [...plans.values()];
      plans = new Map();
      return taken;
    },
  };
}

import type { BenchDatabase } from './database.ts';

/** What autovacuum and the checkpointer would do in the next minutes, so that they do not do it in the middle of a measure. */
export async function settleDatabase({ query }: Pick<BenchDatabase, 'query'>): Promise<void> {
  await query('vacuum analyze');
  await query('checkpoint');
}

import { drainOutbox } from '../../src/publish/publisher.ts';
import { makeRenderer } from '../../src/publish/renderer.ts';
import type { Database } from '../../src/storage/database.ts';
import { testDomain } from './test-app.ts';

/** Publishes everything that waits, as the `publish` command does, and returns what was done. */
export async function publishNow(
  db: Database,
  options: { readonly clockOffsetSeconds?: number; readonly batchSize?: number } = {},
): Promise<{ published: number; deleted: number; problems: { id: string; code: string; message: string }[] }> {
  const total = { published: 0, deleted: 0, problems: [] as { id: string; code: string; message: string }[] };
  const { clockOffsetSeconds = 0, batchSize = 1000 } = options;
  await drainOutbox(
    {
      db,
      renderer: makeRenderer({ threads: 0, identifierDomain: testDomain }),
      clockOffsetSeconds: () => clockOffsetSeconds,
      batchSize,
      events: { problem: (problem) => total.problems.push(problem) },
    },
    async ({ published, deleted }) => {
      total.published += published;
      total.deleted += deleted;
      return true;
    },
  );
  return total;
}

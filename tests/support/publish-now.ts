import type { FormatChoice } from '../../src/publish/format-choice.ts';
import { drainOutbox } from '../../src/publish/publisher.ts';
import { switchFormats } from '../../src/publish/switch-formats.ts';
import type { Database } from '../../src/storage/database.ts';
import { makeTestRenderer, testFormats } from './test-formats.ts';

/** Publishes everything that waits, as the `publish` command does, and returns what was done. */
export async function publishNow(
  db: Database,
  options: { readonly clockOffsetSeconds?: number; readonly batchSize?: number; readonly formats?: FormatChoice } = {},
): Promise<{ published: number; deleted: number; problems: { id: string; code: string; message: string }[] }> {
  const { formats = testFormats } = options;
  await db.transaction((transaction) => switchFormats(transaction, formats));
  const total = { published: 0, deleted: 0, problems: [] as { id: string; code: string; message: string }[] };
  const { clockOffsetSeconds = 0, batchSize = 1000 } = options;
  await drainOutbox(
    {
      db,
      renderer: makeTestRenderer(formats),
      formats,
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

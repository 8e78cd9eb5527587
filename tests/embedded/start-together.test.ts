import { describe, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from '../faults/server-process.ts';
import { makeDataFolder, usePreparedDatabase } from './data-folder.ts';

/** Starts several in the same instant; resolves to those that serve and what the others said. */
async function startTogether(
  env: Record<string, string>,
  count: number,
): Promise<{ serving: ServerProcess[]; refused: string[] }> {
  const results = await Promise.allSettled(Array.from({ length: count }, () => startServerProcess(env)));
  return {
    serving: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    refused: results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : [])),
  };
}

function expectOneWinner({ serving, refused }: Awaited<ReturnType<typeof startTogether>>, count: number): ServerProcess {
  expect(refused.filter((text) => !text.includes('DATA_DIR_IN_USE'))).toEqual([]);
  expect([serving.length, refused.length]).toEqual([1, count - 1]);
  return serving[0]!;
}

describe('Servers started in the same instant on one data directory', () => {
  const prepare = usePreparedDatabase();

  for (let round = 1; round <= 3; round += 1) {
    test(`are one server and refusals when the directory is new (round ${round} of 3)`, async () => {
      const winner = expectOneWinner(await startTogether({ OAI_DATA_DIR: makeDataFolder() }, 2), 2);
      expect((await fetch(`${winner.url}?verb=Identify`)).status).toBe(200);
    });
  }

  test('are one server and refusals when the one before was killed, three at a time and again and again', async () => {
    const env = { OAI_DATA_DIR: prepare(makeDataFolder()) };
    let last = await startServerProcess(env);
    for (let round = 0; round < 4; round += 1) {
      last.kill('SIGKILL');
      await last.ended;
      last = expectOneWinner(await startTogether(env, 3), 3);
      expect((await fetch(`${last.url}?verb=ListRecords&metadataPrefix=oai_dc`)).status).toBe(200);
    }
  });
});

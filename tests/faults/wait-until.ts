import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is true; resolves to the milliseconds that took. @throws Error after the time limit */
export async function waitUntil(what: string, ask: () => Promise<boolean> | boolean, timeoutMs = 15_000): Promise<number> {
  const startedAt = performance.now();
  while (!(await ask())) {
    if (performance.now() - startedAt > timeoutMs) throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    await sleep(20);
  }
  return performance.now() - startedAt;
}

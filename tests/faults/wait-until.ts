import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How many times as long as on a machine of its own a test may wait: the others of the suite run beside it, and what fails takes for ever.
 */
export const patience = 4;

/** Asks until the answer is true; resolves to the milliseconds that took. @throws Error after the time limit */
export async function waitUntil(
  what: string,
  ask: () => Promise<boolean> | boolean,
  timeoutMs = 10_000 * patience,
): Promise<number> {
  const startedAt = performance.now();
  while (!(await ask())) {
    if (performance.now() - startedAt > timeoutMs) throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    await sleep(20);
  }
  return performance.now() - startedAt;
}

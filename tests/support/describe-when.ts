import { describe } from 'vitest';

/** Makes a `describe` for tests that need something this machine may lack: without it they are skipped, and their name says why. */
export function describeWhen(available: boolean, reason: string): (name: string, tests: () => void) => void {
  return (name, tests) => {
    if (available) describe(name, tests);
    else describe.skip(`${name} (skipped: ${reason})`, tests);
  };
}

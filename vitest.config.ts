import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that work on alone for a minute or two when they come last, as they would by their size. */
const longest = ['tests/formats/every-format.test.ts', 'tests/embedded/', 'tests/faults/'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((part) => moduleId.includes(part));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/bench/**', '**/node_modules/**'],
    globalSetup: ['tests/support/global-setup.ts'],
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // Half of a test file's time is waiting for the database, so that even two cores carry two files at once.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
  },
});

/**
 * The file a worker thread is started from. Node 20 cannot run TypeScript, so where this code runs from its sources (under the test runner) the built
 * file is taken; `npm test` builds first.
 *
 * @param file the built file, relative to dist/
 */
export function toWorkerUrl(file: string): URL {
  return new URL(import.meta.url.endsWith('.ts') ? `../dist/${file}` : `./${file}`, import.meta.url);
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

// Enough for a steady figure.
const atLeastMs = 2000;

/** Records a second that zlib compresses at its fastest level on one core, a page at a time. */
export function measureGzip(folder: string, pageSize: number): number {
  const files = readdirSync(folder).filter((name) => name.endsWith('.xml'));
  const pages = files.slice(0, 100).map((name) => readFileSync(path.join(folder, name)));
  let done = 0;
  const startedAt = performance.now();
  while (performance.now() - startedAt < atLeastMs) {
    gzipSync(pages[done % pages.length]!, { level: 1 });
    done += 1;
  }
  return ((done * pageSize) / (performance.now() - startedAt)) * 1000;
}

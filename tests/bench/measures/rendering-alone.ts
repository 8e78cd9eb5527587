import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Bench } from '../bench.ts';
import type { RenderingWay, RenderingWork } from './render-worker.ts';

/** Reads the first records of the run, as JSON, as many as there are up to `most`. */
export async function readSample({ recordsFile, options }: Bench, most: number): Promise<string[]> {
  const lines: string[] = [];
  const input = createReadStream(recordsFile);
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    lines.push(line);
    if (lines.length >= Math.min(most, options.records)) break;
  }
  input.destroy();
  return lines;
}

/** Records a second of all threads together, each of which renders the whole sample again and again. */
export async function measureRenderingAlone(lines: readonly string[], way: RenderingWay, threads: number): Promise<number> {
  // Each way has threads of its own: what one does to the engine's caches must not slow the other.
  const rates = Array.from({ length: threads }, async () => {
    const workerData: RenderingWork = { lines, way };
    const worker = new Worker(new URL('./render-worker.js', import.meta.url), { workerData });
    const [rate] = (await once(worker, 'message')) as [number];
    await worker.terminate();
    return rate;
  });
  return (await Promise.all(rates)).reduce((sum, rate) => sum + rate, 0);
}

/** How many threads rendered, as a row notes it. */
export function describeThreads(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}

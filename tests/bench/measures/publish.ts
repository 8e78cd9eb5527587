import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Bench, Measure } from '../bench.ts';
import { pickMedian } from '../statistics.ts';
import type { RenderingWork } from './render-worker.ts';

/** The command `publish` with everything in the outbox, against xmlbuilder2 alone in as many threads. */
export const publish: Measure = {
  name: 'publish',
  run: async (bench) => {
    const { options, loads, publishThreads, addRow, addCost } = bench;
    const run = pickMedian(loads, ({ publish: { seconds } }) => seconds).publish;
    addCost(run);
    const row = {
      measure: 'publish of everything, start of the command included',
      figure: options.records / run.seconds,
      unit: 'records/s',
      note: publishThreads === 1 ? '1 thread' : `${publishThreads} threads`,
    } as const;
    const target = { of: 'ratio', atLeast: 0.8 } as const;
    const sample = await readSample(bench);
    const builder = await render(sample, 'builder', publishThreads);
    addRow({ ...row, target, limit: { name: 'xmlbuilder2, create().ele() of ready trees', figure: builder } });
    const nodes = await render(sample, 'nodes', publishThreads);
    addRow({ ...row, target, limit: { name: 'xmlbuilder2, its nodes alone, of ready trees', figure: nodes } });
    const record = await render(sample, 'record', publishThreads);
    addRow({ ...row, limit: { name: 'rendering alone, from JSON to bytes and digests', figure: record } });
  },
};

const sampleRecords = 20_000;

async function readSample({ recordsFile, options }: Bench): Promise<string[]> {
  const lines: string[] = [];
  const input = createReadStream(recordsFile);
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    lines.push(line);
    if (lines.length >= Math.min(sampleRecords, options.records)) break;
  }
  input.destroy();
  return lines;
}

/** Records a second of all threads together, each of which renders the whole sample again and again. */
async function render(lines: readonly string[], way: RenderingWork['way'], threads: number): Promise<number> {
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

import type { Measure } from '../bench.ts';
import { pickMedian } from '../statistics.ts';
import { describeThreads, measureRenderingAlone, readSample } from './rendering-alone.ts';

const sampleRecords = 20_000;

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
      note: describeThreads(publishThreads),
    } as const;
    const target = { of: 'ratio', atLeast: 0.8 } as const;
    const sample = await readSample(bench, sampleRecords);
    const builder = await measureRenderingAlone(sample, 'builder', publishThreads);
    addRow({ ...row, target, limit: { name: 'xmlbuilder2, create().ele() of ready trees', figure: builder } });
    const nodes = await measureRenderingAlone(sample, 'nodes', publishThreads);
    addRow({ ...row, target, limit: { name: 'xmlbuilder2, its nodes alone, of ready trees', figure: nodes } });
    const record = await measureRenderingAlone(sample, 'record', publishThreads);
    addRow({ ...row, limit: { name: 'rendering alone, from JSON to bytes and digests', figure: record } });
  },
};

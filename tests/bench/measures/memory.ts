import { setTimeout as sleep } from 'node:timers/promises';
import type { Measure } from '../bench.ts';
import { listResidentMegabytes } from '../process-usage.ts';
import { startPlainServer } from '../servers/program.ts';
import { slope } from '../statistics.ts';
import { wholeList } from './save-and-serve.ts';

// Garbage between two collections is 30 to 45 MB of saw-tooth: over 40 s, a line through it rises or falls by 15 MB/min (one standard deviation) where memory is flat; over 160 s by 2.
const seconds = 180;
// What comes before is the heap growing to its size.
const settlingSeconds = 20;
const clients = 50;
const pageSize = 1000;
const slowBytesPerSecond = 4096;

/** Resident memory while fast and very slow harvesters are served, sampled each second. */
export const memory: Measure = {
  name: 'memory',
  run: async ({ client, database, progress, addRow }) => {
    progress(`memory, ${seconds} s`);
    const server = await startPlainServer({ databaseUrl: database.url, pageSize });
    try {
      const order = { url: server.url, query: wholeList, fast: clients, slow: clients, slowBytesPerSecond, ms: seconds * 1000 };
      const crowd = client.run('crowd', order);
      const samples: number[] = [];
      for (let second = 0; second < seconds; second += 1) {
        await Promise.race([sleep(1000), crowd]);
        samples.push(Math.max(...listResidentMegabytes(server.pid, 'VmRSS')));
      }
      const { fastPages, slowBytes, slowCut } = await crowd;
      if (slowCut > 0) throw new Error(`${slowCut} slow harvesters were cut off.`);
      const known = samples.every(Number.isFinite);
      const measure = `resident memory, ${clients} fast and ${clients} very slow harvesters, pages of ${pageSize}`;
      const note = `${fastPages} pages to the fast, ${Math.round(slowBytes / clients / 1000)} kB to each slow one`;
      addRow({
        measure: `${measure}, peak`,
        figure: known ? Math.max(...samples) : null,
        unit: 'MB',
        note,
        target: { of: 'figure', atMost: 300 },
      });
      const growth = known ? slope(samples.slice(settlingSeconds)) * 60 : null;
      addRow({
        measure: `${measure}, growth in the last ${seconds - settlingSeconds} s`,
        figure: growth,
        unit: 'MB/min',
        target: { of: 'figure', atMost: 10 },
      });
    } finally {
      await server.stop();
    }
  },
};

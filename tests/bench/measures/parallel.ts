import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Bench, Measure } from '../bench.ts';
import { listResidentMegabytes } from '../process-usage.ts';
import type { Row } from '../report.ts';
import { startPlainServer, startServer } from '../servers/program.ts';
import { pickMedian, takeTurns } from '../statistics.ts';
import { type TimedHarvest, timeHarvest } from '../timed-harvest.ts';
import { saveAndServe, wholeList } from './save-and-serve.ts';

const harvesters = 16;
const pageSize = 100;
// Of each harvester: some seconds for all of them together, so that what a process does slowly at first does not count.
const mostPages = 500;

/** Sixteen harvesters at once, with one process and with two. */
export const parallel: Measure = {
  name: 'parallel',
  run: async (bench) => {
    const one = await measureWorkers(bench, null);
    const two = await measureWorkers(bench, 2);
    const nginx = await measureNginx(bench);
    const measure = `${harvesters} harvesters at once, pages of ${pageSize}`;
    const unit = 'records/s';
    // What the one client can take: where it and the database need the cores themselves, a second worker has none.
    const most = nginx === null ? {} : { limit: { name: 'nginx, the same pages as files', figure: nginx.recordsPerSecond } };
    const note = `${availableParallelism()} cores for servers, database and client`;
    bench.addRow({ measure: `${measure}, 1 worker`, figure: one?.recordsPerSecond ?? null, unit, ...most });
    const twice: Row = { measure: `${measure}, 2 workers`, figure: two?.recordsPerSecond ?? null, unit };
    if (one === null || two === null) return bench.addRow(twice);
    bench.addRow({ ...twice, ...most });
    const limit = { name: '1 worker', figure: one.recordsPerSecond };
    bench.addRow({ ...twice, limit, target: { of: 'ratio', atLeast: 1.6 }, note });
  },
};

/** The same by nginx, which needs hardly any time of its own. */
async function measureNginx(bench: Bench): Promise<TimedHarvest | null> {
  const { options, database, folder, progress, addCost } = bench;
  progress(`${harvesters} harvesters, nginx`);
  const maxPages = toMaxPages(options.records);
  const pages = path.join(folder, 'pages-parallel');
  const server = await startPlainServer({ databaseUrl: database.url, pageSize });
  const nginx = await saveAndServe(bench, server.url, pages, maxPages).finally(() => server.stop());
  if (nginx === null) return null;
  try {
    const result = await timeAll(bench, {
      work: `${harvesters} harvesters, nginx`,
      url: nginx.url,
      pid: nginx.pid,
      usesDatabase: false,
    });
    addCost(result.cost);
    return result;
  } finally {
    await nginx.stop();
  }
}

// Never to the end of the list, so that every page is full.
const toMaxPages = (records: number) => Math.min(mostPages, Math.floor((records - 1) / pageSize));

interface Contestant {
  readonly work: string;
  readonly url: string;
  readonly pid: number;
  readonly usesDatabase?: boolean;
}

/** The median of some rounds, after one that does not count. */
async function timeAll(bench: Bench, { work, url, pid, usesDatabase = true }: Contestant): Promise<TimedHarvest> {
  const maxPages = toMaxPages(bench.options.records);
  const pages = maxPages * harvesters;
  const order = { url, query: wholeList, maxPages, harvesters };
  const expected = { work, order, records: pages * pageSize, pages, complete: false, pid, usesDatabase };
  await timeHarvest(bench, expected);
  const { results } = await takeTurns({ results: () => timeHarvest(bench, expected) });
  return pickMedian(results, ({ recordsPerSecond }) => recordsPerSecond);
}

async function measureWorkers(bench: Bench, workers: number | null): Promise<TimedHarvest | null> {
  const { database, progress, addRow, addCost } = bench;
  const named = workers === null ? '1 worker' : `${workers} workers`;
  progress(`${harvesters} harvesters, ${named}`);
  const server = await startServer({ databaseUrl: database.url, pageSize, workers });
  if (server === null) return null;
  try {
    const work = `${harvesters} harvesters, ${named}`;
    const result = await timeAll(bench, { work, url: server.url, pid: server.pid });
    addCost(result.cost);
    const peaks = listResidentMegabytes(server.pid, 'VmHWM');
    if (peaks.length > 0)
      addRow({ measure: `peak resident memory of a process, ${work}`, figure: Math.max(...peaks), unit: 'MB' });
    return result;
  } finally {
    await server.stop();
  }
}

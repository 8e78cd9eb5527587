import type { Bench } from './bench.ts';
import type { HarvestOrder } from './client/harvest.ts';
import { readCpuMs } from './process-usage.ts';
import type { Cost } from './report.ts';

/** One harvest, with what it cost every process. */
export interface TimedHarvest {
  readonly recordsPerSecond: number;
  readonly cost: Cost;
}

/** What has to come out of a harvest for its time to count. */
export interface ExpectedHarvest {
  readonly work: string;
  readonly order: HarvestOrder;
  readonly records: number;
  readonly pages: number;
  readonly complete: boolean;
  /** The server's process. */
  readonly pid: number;
  /** False for a server that asks no database. */
  readonly usesDatabase?: boolean;
}

/** Harvests and times it. @throws Error when other than the expected pages came */
export async function timeHarvest({ client, server }: Bench, expected: ExpectedHarvest): Promise<TimedHarvest> {
  const databasePid = expected.usesDatabase === false ? null : server.pid;
  const before = [readCpuMs(expected.pid), readCpuMs(databasePid)];
  const { ms, pages, complete, cpuMs } = await client.run('harvest', expected.order);
  const after = [readCpuMs(expected.pid), readCpuMs(databasePid)];
  if (pages !== expected.pages || complete !== expected.complete) {
    const found = `${pages} pages, ${complete ? 'to the end' : 'not to the end'}`;
    throw new Error(`${expected.work}: expected ${expected.pages} pages, found ${found}.`);
  }
  const [own, database] = after.map((value, index) => toSeconds(before[index]!, value));
  const { work, records } = expected;
  const cost: Cost = { work, records, seconds: ms / 1000, server: own!, database: database!, client: cpuMs / 1000 };
  return { recordsPerSecond: (records / ms) * 1000, cost };
}

function toSeconds(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : (after - before) / 1000;
}

/** Harvests once with every record counted. @throws Error when there are more or fewer than there should be */
export async function verifyHarvest(
  { client }: Bench,
  order: HarvestOrder,
  records: number,
): Promise<{ pages: number; bytes: number }> {
  const { pages, bytes, records: found, complete } = await client.run('harvest', { ...order, count: true });
  if (found !== records || !complete) {
    throw new Error(`${order.query}: harvested ${found} records instead of ${records}${complete ? '' : ', and not to the end'}.`);
  }
  return { pages, bytes };
}

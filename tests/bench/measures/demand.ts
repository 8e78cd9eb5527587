import { setTimeout as sleep } from 'node:timers/promises';
import { formats } from '../../../src/formats/index.ts';
import type { Bench, Measure } from '../bench.ts';
import type { BenchDatabase } from '../database.ts';
import { formatNumber } from '../render-report.ts';
import { startPlainServer } from '../servers/program.ts';
import { settleDatabase } from '../settle-database.ts';
import { median, pickMedian, takeTurns } from '../statistics.ts';
import { type TimedHarvest, timeHarvest, verifyHarvest } from '../timed-harvest.ts';
import { describeThreads, measureRenderingAlone, readSample } from './rendering-alone.ts';

const pageSize = 1000;
const sampleRecords = 10_000;
// A list of few is over before the engine has compiled what makes it.
const leastShare = 0.5;
const budgetMs = 90_000;
const keptTimeoutMs = 60_000;

/** The formats that are rendered on first demand: harvested the first time, against rendering alone, and again, against COPY of what was kept. */
export const demand: Measure = {
  name: 'demand',
  onlyNamed: true,
  run: async (bench) => {
    const sample = await readSample(bench, sampleRecords);
    try {
      for (const format of await listOffered(bench)) await measureFormat(bench, format, sample);
    } finally {
      await bench.database.query('truncate renditions');
    }
  },
};

/** A format of the program beside oai_dc that the repository offers. */
interface OfferedFormat {
  readonly prefix: string;
  /** Names its renditions. */
  readonly key: number;
  /** How many records it carries. */
  readonly records: number;
}

async function listOffered({ database, options }: Bench): Promise<OfferedFormat[]> {
  const offered = await database.query<OfferedFormat>(
    `select prefix, key,
       (select count(*)::integer from published_prefixes p where p.prefix = f.prefix and set_spec = '' and tombstone_xml is null) as records
     from published_formats f where since is not null`,
  );
  return formats.flatMap(({ prefix, carries }) => {
    const found = offered.find((format) => format.prefix === prefix);
    // One that carries each record has no list of its own.
    return found === undefined ? [] : [carries === undefined ? { ...found, records: options.records } : found];
  });
}

async function measureFormat(bench: Bench, format: OfferedFormat, sample: readonly string[]): Promise<void> {
  const { options, database, publishThreads, progress, addRow, addCost } = bench;
  const { prefix, records } = format;
  const row = { measure: `ListRecords as ${prefix}, pages of ${pageSize}`, unit: 'records/s' } as const;
  progress(`on demand: ${prefix}`);
  if (records < options.records * leastShare) {
    addRow({ ...row, figure: null, note: `the format carries ${records} of ${options.records} records` });
    return;
  }
  const { rounds } = await takeTurns({ rounds: () => measureRound(bench, format, sample) }, { budgetMs });
  const [first, again] = (['first', 'again'] as const).map((time) => {
    const harvests = rounds.map((round) => round[time]);
    addCost(pickMedian(harvests, ({ recordsPerSecond }) => recordsPerSecond).cost);
    return median(harvests.map(({ recordsPerSecond }) => recordsPerSecond));
  });
  const raw = median(rounds.map((round) => round.raw));
  const copy = (records / median(rounds.map(({ copyMs }) => copyMs))) * 1000;
  addRow({
    ...row,
    measure: `${row.measure}, the first time`,
    figure: first!,
    limit: { name: 'rendering alone, from JSON to XML', figure: raw },
    target: { of: 'ratio', atLeast: 1 },
    note: `${describeThreads(publishThreads)}, ${formatNumber(await getMeanBytes(database))} bytes a record`,
  });
  addRow({ ...row, measure: `${row.measure}, again`, figure: again!, limit: { name: 'COPY of the renditions', figure: copy } });
}

interface Round {
  /** Records a second. */
  readonly raw: number;
  readonly first: TimedHarvest;
  readonly again: TimedHarvest;
  readonly copyMs: number;
}

async function measureRound(bench: Bench, format: OfferedFormat, sample: readonly string[]): Promise<Round> {
  const raw = await measureRenderingAlone(sample, { prefix: format.prefix }, bench.publishThreads);
  const harvests = await harvestTwice(bench, format);
  return { raw, ...harvests, copyMs: await bench.database.psql(toCopy(format.key)) };
}

/** Harvests from a new server while nothing is rendered, and again when all of it is kept. */
async function harvestTwice(bench: Bench, { prefix, records }: OfferedFormat): Promise<Pick<Round, 'first' | 'again'>> {
  const { database } = bench;
  await database.query('truncate renditions');
  await settleDatabase(database);
  const server = await startPlainServer({ databaseUrl: database.url, pageSize });
  try {
    const order = { url: server.url, query: `verb=ListRecords&metadataPrefix=${prefix}` };
    const expected = { order, records, pages: Math.ceil(records / pageSize), complete: true, pid: server.pid };
    const first = await timeHarvest(bench, { work: `${prefix}, the first time`, ...expected });
    await waitUntilKept(database, prefix, records);
    await settleDatabase(database);
    const again = await timeHarvest(bench, { work: `${prefix}, again`, ...expected });
    // Counted last, where other measures count first: that harvest would be one of these two.
    await verifyHarvest(bench, order, records);
    return { first, again };
  } finally {
    await server.stop();
  }
}

/** Nobody who harvests waits for renditions to be kept. */
async function waitUntilKept({ query }: BenchDatabase, prefix: string, records: number): Promise<void> {
  const deadline = performance.now() + keptTimeoutMs;
  for (;;) {
    const [row] = await query<{ kept: number }>('select count(*)::integer as kept from renditions');
    if (row!.kept === records) return;
    if (performance.now() > deadline) throw new Error(`${row!.kept} of ${records} renditions as ${prefix} were kept.`);
    await sleep(200);
  }
}

/** In the order of the list; each is looked up as a page does. */
function toCopy(key: number): string {
  return `copy (select r.record_xml from published p
    cross join lateral (select record_xml from renditions where format = ${key} and id = p.id offset 0) r
    order by p.datestamp, p.id) to stdout`;
}

async function getMeanBytes({ query }: BenchDatabase): Promise<number> {
  const [row] = await query<{ bytes: number }>('select round(avg(record_bytes))::float8 as bytes from renditions');
  return row!.bytes;
}

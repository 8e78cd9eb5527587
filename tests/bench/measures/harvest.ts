import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Bench, Measure } from '../bench.ts';
import type { Encoding } from '../client/connection.ts';
import { listResidentMegabytes } from '../process-usage.ts';
import type { Row } from '../report.ts';
import type { StaticServer } from '../servers/nginx.ts';
import { type ProgramServer, startPlainServer } from '../servers/program.ts';
import { median, pickMedian, takeTurns } from '../statistics.ts';
import { type TimedHarvest, timeHarvest, verifyHarvest } from '../timed-harvest.ts';
import { measureGzip } from './gzip-limit.ts';
import { saveAndServe, wholeList } from './save-and-serve.ts';

// So many records' pages are saved as files; more would be the same again.
const mostSaved = 100_000;

const targets: Readonly<Record<number, { copy?: number; nginx?: number; recordsPerSecond?: number }>> = {
  100: { copy: 0.3, nginx: 0.5, recordsPerSecond: 20_000 },
  500: {},
  1000: { copy: 0.6, nginx: 0.7 },
};

/** The full harvest by one client, identity and gzip, against COPY, nginx and zlib. */
export const harvest: Measure = {
  name: 'harvest',
  run: async (bench) => {
    for (const pageSize of [100, 500, 1000]) await measurePageSize(bench, pageSize);
  },
};

async function measurePageSize(bench: Bench, pageSize: number): Promise<void> {
  const { options, database, folder, progress, addRow } = bench;
  progress(`harvest, pages of ${pageSize}`);
  const server = await startPlainServer({ databaseUrl: database.url, pageSize });
  const pagesFolder = path.join(folder, `pages-${pageSize}`);
  const nginx = await saveAndServe(bench, server.url, pagesFolder, Math.ceil(Math.min(options.records, mostSaved) / pageSize));
  try {
    const { pages } = await verifyHarvest(bench, { url: server.url, query: wholeList }, options.records);
    const run = { bench, server, nginx, pageSize, pages };
    const identity = await measureEncoding(run, 'identity');
    await measureEncoding(run, 'gzip', identity, measureGzip(pagesFolder, pageSize));
    const peak = Math.max(...listResidentMegabytes(server.pid, 'VmHWM'));
    addRow({ measure: `peak resident memory, harvests in pages of ${pageSize}`, figure: toFinite(peak), unit: 'MB' });
  } finally {
    await nginx?.stop();
    await server.stop();
    if (options.keep === null) rmSync(pagesFolder, { recursive: true, force: true });
  }
}

interface Run {
  readonly bench: Bench;
  readonly server: ProgramServer;
  readonly nginx: StaticServer | null;
  readonly pageSize: number;
  readonly pages: number;
}

/** Gives records a second; the figures of gzip are compared with those of identity. */
async function measureEncoding(run: Run, encoding: Encoding, identity = 0, zlib = 0): Promise<number> {
  const { bench, server, nginx, pageSize } = run;
  const { options, database, storedXml, addRow, addCost } = bench;
  const whole = { records: options.records, pages: run.pages, complete: true };
  const saved = Math.min(options.records, mostSaved);
  const savedPages = Math.ceil(saved / pageSize);
  const part = { records: saved, pages: savedPages, complete: saved === options.records };
  const work = `ListRecords, pages of ${pageSize}${encoding === 'gzip' ? ', gzip' : ''}`;
  const order = (url: string) => ({ url, query: wholeList, encoding });
  const turns = await takeTurns<'copy' | 'ours' | 'nginx', TimedHarvest | null>({
    copy: async () => (encoding === 'gzip' ? null : timeCopy(database, storedXml.columns, options.records)),
    ours: () => timeHarvest(bench, { work, order: order(server.url), pid: server.pid, ...whole }),
    nginx: async () => {
      if (nginx === null) return null;
      const same = { work: `nginx, ${work}`, pid: nginx.pid, usesDatabase: false };
      return timeHarvest(bench, { ...same, order: { ...order(nginx.url), maxPages: savedPages }, ...part });
    },
  });
  const rate = (results: readonly (TimedHarvest | null)[]) => median(results.flatMap((result) => result?.recordsPerSecond ?? []));
  const figure = rate(turns.ours);
  const limits = { copy: rate(turns.copy), nginx: rate(turns.nginx), identity, zlib };
  for (const row of toRows(`${work}, one client`, figure, encoding, pageSize, limits)) addRow(row);
  addCost(pickMedian(turns.ours, (result) => result!.recordsPerSecond)!.cost);
  const served = turns.nginx.flatMap((result) => result ?? []);
  if (served.length > 0) addCost(pickMedian(served, (result) => result.recordsPerSecond).cost);
  return figure;
}

async function timeCopy({ psql }: Bench['database'], columns: string, records: number): Promise<TimedHarvest> {
  const ms = await psql(`copy (select ${columns} from published order by datestamp, id) to stdout`);
  const cost = { work: 'COPY', records, seconds: ms / 1000, server: null, database: null, client: null };
  return { recordsPerSecond: (records / ms) * 1000, cost };
}

function toRows(
  measure: string,
  figure: number,
  encoding: Encoding,
  pageSize: number,
  limits: Readonly<Record<'copy' | 'nginx' | 'identity' | 'zlib', number>>,
): Row[] {
  const row = { measure, figure, unit: 'records/s' };
  const ratio = (atLeast: number | undefined): Pick<Row, 'target'> =>
    atLeast === undefined ? {} : { target: { of: 'ratio', atLeast } };
  const nginx = (target: number | undefined): Row[] =>
    Number.isNaN(limits.nginx)
      ? [{ ...row, measure: `${measure}, beside nginx`, figure: null }]
      : [{ ...row, limit: { name: 'nginx, the same pages as files', figure: limits.nginx }, ...ratio(target) }];
  if (encoding === 'gzip') {
    return [
      { ...row, limit: { name: 'the same without gzip', figure: limits.identity }, ...ratio(0.5) },
      { ...row, limit: { name: 'zlib level 1, one core', figure: limits.zlib } },
      ...nginx(undefined),
    ];
  }
  const target = targets[pageSize]!;
  const floor = target.recordsPerSecond;
  return [
    { ...row, limit: { name: 'COPY of the stored XML', figure: limits.copy }, ...ratio(target.copy) },
    ...nginx(target.nginx),
    ...(floor === undefined ? [] : [{ ...row, target: { of: 'figure', atLeast: floor } } satisfies Row]),
  ];
}

function toFinite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

import type { Desk, LoadRun } from './bench.ts';
import type { BenchDatabase, BenchServer } from './database.ts';
import { readCpuMs } from './process-usage.ts';
import type { Cost } from './report.ts';
import { runCommand } from './servers/program.ts';
import { settleDatabase } from './settle-database.ts';

// Loading takes a minute for each 100,000 records or so; the figures of one run are steady then.
const budgetMs = 45_000;
const mostLoads = 3;

/** Imports and publishes the records with the program's own commands, several times if that is quick and its time is asked for; the last database stays. */
export async function loadRepository(
  desk: Desk,
  server: BenchServer,
  recordsFile: string,
): Promise<{ database: BenchDatabase; loads: LoadRun[] }> {
  const loads: LoadRun[] = [];
  const { only } = desk.options;
  const timed = only === null || only.includes('import') || only.includes('publish');
  const startedAt = performance.now();
  for (;;) {
    const database = await server.createDatabase();
    await runCommand(['migrate'], database.url);
    desk.progress('import');
    const imported = await runCosted(desk, server, 'import', ['import', recordsFile], database);
    desk.progress('publish');
    const published = await runCosted(desk, server, 'publish', ['publish'], database);
    loads.push({ import: imported, publish: published });
    const spent = performance.now() - startedAt;
    if (!timed || loads.length >= mostLoads || spent + spent / loads.length > budgetMs) {
      await assertPublished(database, desk.options.records);
      await settleDatabase(database);
      return { database, loads };
    }
    await database.drop();
  }
}

async function runCosted(
  { options }: Desk,
  { pid }: BenchServer,
  work: Cost['work'],
  args: readonly string[],
  { url }: BenchDatabase,
): Promise<Cost> {
  const before = readCpuMs(pid);
  const run = await runCommand(args, url);
  const after = readCpuMs(pid);
  const database = before === null || after === null ? null : (after - before) / 1000;
  const server = run.cpuMs === null ? null : run.cpuMs / 1000;
  return { work, records: options.records, seconds: run.ms / 1000, server, database, client: null };
}

async function assertPublished({ query }: BenchDatabase, records: number): Promise<void> {
  const [row] = await query<{ published: number }>('select count(*)::integer as published from published where not deleted');
  if (row!.published !== records) throw new Error(`${row!.published} of ${records} records were published.`);
}

import type { Bench, Desk } from './bench.ts';
import { type BenchDatabase, openServer } from './database.ts';
import { loadRepository } from './load-repository.ts';
import { writeRecordsFile } from './records-file.ts';
import { runCommand } from './servers/program.ts';
import { findStoredXml } from './stored-xml.ts';

/** Makes a published repository, lets `work` measure it, and takes everything away again. */
export async function withBench(desk: Desk, work: (bench: Bench) => Promise<void>): Promise<void> {
  const { options, folder, progress } = desk;
  progress(`records: ${options.records}`);
  const recordsFile = await writeRecordsFile(folder, options.records);
  progress('PostgreSQL');
  const server = await openServer(options.database);
  let database: BenchDatabase | null = null;
  try {
    const loaded = await loadRepository(desk, server, recordsFile);
    database = loaded.database;
    const storedXml = await findStoredXml(database);
    const settings = await readSettings(database);
    await work({ ...desk, server, database, recordsFile, loads: loaded.loads, storedXml, ...settings });
  } finally {
    await database?.drop();
    await server.stop();
  }
}

async function readSettings({ url }: BenchDatabase): Promise<Pick<Bench, 'poolSize' | 'publishThreads'>> {
  const { stdout } = await runCommand(['config', '--json'], url);
  const { settings } = JSON.parse(stdout) as { settings: Record<string, { value: number }> };
  return { poolSize: settings.OAI_POOL_SIZE!.value, publishThreads: Math.max(1, settings.OAI_PUBLISH_THREADS!.value) };
}

import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../support/postgres-cluster.ts';
import { readCpuMs } from '../process-usage.ts';
import { projectRoot } from '../project-root.ts';
import { type Child, startChild, waitForAnswer } from './child.ts';

/** A running `serve` of the built program. */
export interface ProgramServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly databaseUrl: string;
  readonly pageSize?: number;
  /** Passed as `--workers`; left out when null. */
  readonly workers?: number | null;
}

/** What a command of the program came to. */
export interface CommandRun {
  readonly ms: number;
  readonly stdout: string;
  readonly cpuMs: number | null;
}

const main = path.join(projectRoot, 'dist/main.js');

/** The domain in every identifier of a run. */
export const identifierDomain = 'repository.example.org';

/** Settings that the user gives in the environment count, so that variants can be compared; those that the bench itself sets do not. */
function makeEnvironment(databaseUrl: string): NodeJS.ProcessEnv {
  return {
    OAI_ADMIN_EMAILS: 'oai@example.org',
    OAI_LOG_LEVEL: 'warn',
    NODE_ENV: 'production',
    ...process.env,
    OAI_IDENTIFIER_DOMAIN: identifierDomain,
    OAI_HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
  };
}

/** Starts a server and waits until it answers; null when the program knows no --workers. */
export async function startServer({ databaseUrl, pageSize, workers = null }: ServeOptions): Promise<ProgramServer | null> {
  const port = await findFreePort();
  const pages = pageSize === undefined ? {} : { OAI_PAGE_SIZE: String(pageSize) };
  const env = { ...makeEnvironment(databaseUrl), ...pages, PORT: String(port) };
  const args = workers === null ? [] : ['--workers', String(workers)];
  const child = startChild(process.execPath, [main, 'serve', ...args], { cwd: projectRoot, env });
  const url = `http://127.0.0.1:${port}/oai`;
  try {
    await waitForAnswer(`${url}?verb=Identify`, child);
  } catch (error) {
    await child.stop();
    if (workers !== null && (await child.ended) === 2) return null;
    throw error;
  }
  // The other workers answer a little later than the first.
  if (workers !== null) await sleep(2000);
  return { url, pid: child.pid, stop: child.stop };
}

/** Starts a server of one process. */
export async function startPlainServer(options: Omit<ServeOptions, 'workers'>): Promise<ProgramServer> {
  return (await startServer(options))!;
}

/** Runs a command of the program to its end. @throws Error when it fails */
export async function runCommand(args: readonly string[], databaseUrl: string): Promise<CommandRun> {
  const startedAt = performance.now();
  const child = startChild(process.execPath, [main, ...args], { cwd: projectRoot, env: makeEnvironment(databaseUrl) });
  let stdout = '';
  child.process.stdout?.on('data', (data) => {
    stdout += String(data);
  });
  const cpuMs = await watchCpu(child);
  const code = await child.ended;
  const ms = performance.now() - startedAt;
  if (code !== 0) throw new Error(`oai-pmh-server ${args.join(' ')} ended with ${code}: ${child.complaint()}`);
  return { ms, stdout, cpuMs };
}

// A process that has ended tells nothing more, so the last look before that counts.
async function watchCpu(child: Child): Promise<number | null> {
  let last: number | null = null;
  while (!child.hasEnded()) {
    last = readCpuMs(child.pid) ?? last;
    await Promise.race([child.ended, sleep(100)]);
  }
  return last;
}

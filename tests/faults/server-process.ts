import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { testDomain } from '../support/test-app.ts';

/** A `serve` of its own process, as an operator runs it. */
export interface ServerProcess {
  readonly pid: number;
  /** The endpoint, as the log names it. */
  readonly url: string;
  /** Milliseconds from the start of the process to its readiness. */
  readonly startedInMs: number;
  /** Everything on standard error so far. */
  log(): string;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, or the signal it ended by. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** What a run of the program left. */
export interface ProgramRun {
  readonly code: number | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const startTimeoutMs = 30_000;

/** Settings of a test by their names; DATABASE_URL or OAI_DATA_DIR must be one of them. */
export type TestEnvironment = Readonly<Record<string, string>>;

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly text: { stdout: string; stderr: string };
}

function start(args: readonly string[], env: TestEnvironment): Started {
  const own = {
    PATH: process.env.PATH ?? '',
    OAI_LOG_FORMAT: 'json',
    OAI_LOG_LEVEL: 'debug',
    OAI_IDENTIFIER_DOMAIN: testDomain,
    OAI_PUBLISH_THREADS: '0',
  };
  const child = spawn(process.execPath, [program, ...args], { env: { ...own, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (data) => {
    text.stdout += String(data);
  });
  child.stderr?.on('data', (data) => {
    text.stderr += String(data);
  });
  child.stdin?.on('error', () => undefined);
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, ended, text };
}

/** Starts `serve` on any free port and waits until it serves. It ends with the test at the latest. @throws Error when it ends before */
export async function startServerProcess(env: TestEnvironment): Promise<ServerProcess> {
  const startedAt = performance.now();
  const { child, ended, text } = start(['serve'], { PORT: '0', ...env });
  let exited = false;
  void ended.then(() => {
    exited = true;
  });
  for (;;) {
    const found = /"msg":"Serving .* at (http:[^"]+)"/.exec(text.stderr);
    if (found !== null) {
      const startedInMs = performance.now() - startedAt;
      const kill = (signal: NodeJS.Signals) => void child.kill(signal);
      return { pid: child.pid!, url: found[1]!, startedInMs, log: () => text.stderr, kill, ended };
    }
    if (exited || performance.now() - startedAt > startTimeoutMs) throw new Error(`The server did not start: ${text.stderr}`);
    await sleep(10);
  }
}

/** Runs one command of the program to its end. */
export async function runCommand(args: readonly string[], env: TestEnvironment, input = ''): Promise<ProgramRun> {
  const { child, ended, text } = start(args, env);
  child.stdin?.end(input);
  return { code: await ended, ...text };
}

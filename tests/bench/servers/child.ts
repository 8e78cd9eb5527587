import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that a run started and has to end. */
export interface Child {
  readonly pid: number;
  readonly process: ChildProcess;
  readonly hasEnded: () => boolean;
  /** Its exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** The last of what it wrote to standard error. */
  readonly complaint: () => string;
  stop(): Promise<void>;
}

const stopTimeoutMs = 30_000;
const keptCharacters = 4_000;
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a process; it ends with this one at the latest. */
export function startChild(program: string, args: readonly string[], options: SpawnOptions): Child {
  const child = spawn(program, [...args], { ...options, stdio: options.stdio ?? ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let text = '';
  child.stderr?.on('data', (data) => {
    text = (text + String(data)).slice(-keptCharacters);
  });
  const ended = once(child, 'exit').then(
    ([code]) => code as number | null,
    (error: Error) => {
      text += error.message;
      return -1;
    },
  );
  let over = false;
  void ended.then(() => {
    over = true;
    running.delete(child);
  });
  const stop = async () => {
    if (over) return;
    child.kill('SIGTERM');
    const timeout = new AbortController();
    const late = sleep(stopTimeoutMs, undefined, { signal: timeout.signal }).then(
      () => child.kill('SIGKILL'),
      () => undefined,
    );
    await ended;
    timeout.abort();
    await late;
  };
  return { pid: child.pid ?? -1, process: child, hasEnded: () => over, ended, complaint: () => text, stop };
}

/** Asks until an address answers 200. @throws Error when the process ends before, or 60 s are over */
export async function waitForAnswer(url: string, child: Child): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const status = await fetch(url, { headers: { connection: 'close' } }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
    if (status === 200) return;
    if (child.hasEnded() || Date.now() > deadline) throw new Error(`${url} did not answer: ${child.complaint()}`);
    await sleep(50);
  }
}

import cluster, { type Worker } from 'node:cluster';
import type { WorkerOrder, WorkerReport } from './worker-messages.ts';

/** A worker, as the first process sees it. */
export interface ForkedWorker {
  readonly pid: number;
  /** When it was started, by the clock of `performance.now()`. */
  readonly startedAt: number;
  /** The URL it serves at, once it does; null when it ended before. */
  readonly serving: Promise<string | null>;
  /** What it ended by, once it did: `was ended by SIGKILL`. */
  readonly ended: Promise<string>;
  isServing(): boolean;
  tell(order: WorkerOrder): void;
  kill(): void;
}

export interface ForkOptions {
  readonly module: string;
  readonly args: readonly string[];
  /** Told when the worker has stopped publishing. */
  readonly onLeft: (worker: ForkedWorker) => void;
}

/** Starts a worker on the port that all workers share: connections are taken by the first process, and handed to the workers in turn. */
export function forkWorker({ module, args, onLeft }: ForkOptions): ForkedWorker {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  cluster.setupPrimary({ exec: module, args: [...args] });
  let worker: Worker;
  try {
    worker = cluster.fork();
  } catch (error) {
    return makeStillborn(error as Error);
  }
  cutLostConnection(worker);
  let isServing = false;
  const ended = new Promise<string>((resolve) => {
    const end = (reason: string) => {
      isServing = false;
      resolve(reason);
    };
    worker.on('exit', (code, signal) => end(signal ? `was ended by ${signal}` : `ended with exit code ${code}`));
    worker.on('error', (error) => worker.process.pid === undefined && end(`could not be started: ${error.message}`));
  });
  const serving = new Promise<string | null>((resolve) => {
    worker.on('message', (message: WorkerReport) => {
      if (message.report === 'left') return onLeft(forked);
      isServing = true;
      resolve(message.url);
    });
    void ended.then(() => resolve(null));
  });
  const forked: ForkedWorker = {
    ...{ pid: worker.process.pid ?? 0, startedAt: performance.now(), serving, ended },
    isServing: () => isServing,
    tell: (order) => {
      // It may be ending in this moment.
      if (worker.isConnected()) worker.send(order, () => undefined);
    },
    kill: () => void worker.process.kill('SIGKILL'),
  };
  return forked;
}

/** A worker there was no memory for. */
function makeStillborn({ message }: Error): ForkedWorker {
  return {
    pid: 0,
    startedAt: performance.now(),
    serving: Promise.resolve(null),
    ended: Promise.resolve(`could not be started: ${message}`),
    isServing: () => false,
    tell: () => undefined,
    kill: () => undefined,
  };
}

/**
 * Node's cluster keeps a connection open that it handed to a worker until the worker says that it has it. One that dies before saying so leaves the client waiting for ever,
 * so its connection is closed here. There is at most one: the next is handed over when the last was confirmed, and closing that one again does nothing.
 */
function cutLostConnection({ process: child }: Worker): void {
  // Without file descriptors there is no process behind it, and nothing to send by; its error is told in a moment.
  if (child.send === undefined) return;
  const send = child.send.bind(child) as (...args: unknown[]) => boolean;
  let last: { close(): void } | undefined;
  child.send = (...args: unknown[]) => {
    const [message, handle] = args as [{ act?: string }, typeof last];
    if (message.act === 'newconn') last = handle;
    return send(...args);
  };
  child.once('exit', () => last?.close());
}

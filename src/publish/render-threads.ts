import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { toWorkerUrl } from '../worker-url.ts';
import type { Packed } from './packed.ts';
import type { Rendering } from './render-record.ts';
import type { RenderTask, RenderWorkerData } from './render-worker.ts';

/** What tasks are for: publishing, or somebody who waits for a page. */
export type TaskKind = 'publish' | 'demand';

type TaskResult = Rendering[] | Packed;
type Given<Task> = Task extends RenderTask ? Omit<Task, 'progress'> : never;

/** The rendering threads. */
export interface RenderThreads {
  /**
   * Runs a task, which is made when there is a thread for it.
   *
   * @throws RenderFault when the thread died or took too long over a record
   */
  run(kind: TaskKind, makeTask: () => Given<RenderTask>): Promise<TaskResult>;
  close(): Promise<void>;
}

/** A rendering thread died or took too long. */
export class RenderFault extends Error {
  override readonly name = 'RenderFault';
  /** The place in its task of the record that the thread was at; null where it had not come to one. */
  readonly index: number | null;

  constructor(message: string, index: number | null = null, options: ErrorOptions = {}) {
    super(message, options);
    this.index = index;
  }
}

// A record takes some tenths of a millisecond, and a thread some tenths of a second to start; what takes this long never ends, and the database closes a transaction that idles for a minute.
const usualTimeoutMs = 15_000;
const watchMs = 500;
const idleTimeoutMs = 10_000;
const notBegun = -1;

export interface RenderThreadsOptions {
  readonly threads: number;
  readonly workerData: RenderWorkerData;
  /** Milliseconds that a thread may take over a record, and to start: 15 s, where nothing is said. */
  readonly recordTimeoutMs?: number;
}

/** Makes threads; they start with the first task, and end when there has been none for a while. One that takes too long over a record is ended. */
export function makeRenderThreads({
  threads,
  workerData,
  recordTimeoutMs = usualTimeoutMs,
}: RenderThreadsOptions): RenderThreads {
  const pool: RenderPool = new Piscina({
    filename: fileURLToPath(toWorkerUrl('publish/render-worker.js')),
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleTimeoutMs,
    workerData,
  });
  const slots = makeSlots(threads);
  return {
    run: async (kind, makeTask) => {
      await slots.take(kind);
      try {
        const progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(notBegun);
        return await runWatched(pool, { ...makeTask(), progress }, recordTimeoutMs);
      } finally {
        slots.leave();
      }
    },
    close: () => pool.destroy(),
  };
}

type RenderPool = Piscina<RenderTask, TaskResult>;

/**
 * One place for each thread: a thread is given no second task while it has one that can be ended, and what waited in the pool would be ended together with what it waits for. Whoever publishes takes
 * turns with whoever waits for a page, so that no crowd of harvesters holds up publishing, nor the other way round.
 */
function makeSlots(count: number) {
  const waiting: Record<TaskKind, (() => void)[]> = { publish: [], demand: [] };
  let free = count;
  let last: TaskKind = 'demand';
  return {
    take: async (kind: TaskKind): Promise<void> => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting[kind].push(resolve));
      last = kind;
    },
    leave: (): void => {
      const other = last === 'publish' ? 'demand' : 'publish';
      const next = waiting[other].shift() ?? waiting[last].shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}

/** Runs a task for as long as it comes from one record to the next: a long one is not taken for a slow record. */
async function runWatched(pool: RenderPool, task: RenderTask, recordTimeoutMs: number): Promise<TaskResult> {
  const { progress } = task;
  const ending = new AbortController();
  let seen = notBegun;
  // Looks are counted, for a process that is stopped for a while does not look, either.
  let looks = 0;
  const watch = setInterval(() => {
    const index = Atomics.load(progress, 0);
    looks = index === seen ? looks + 1 : 0;
    seen = index;
    if (looks * watchMs >= recordTimeoutMs) ending.abort();
  }, watchMs);
  try {
    const transferList = 'prefix' in task ? [task.metadata.bytes.buffer as ArrayBuffer] : [];
    return await pool.run(task, { signal: ending.signal, transferList });
  } catch (error) {
    const cause = error as Error;
    const index = Atomics.load(progress, 0);
    if (index === notBegun)
      throw new RenderFault(ending.signal.aborted ? 'no rendering thread could begin' : cause.message, null, { cause });
    throw new RenderFault(
      ending.signal.aborted ? `it was not rendered within ${recordTimeoutMs / 1000} s` : cause.message,
      index,
      { cause },
    );
  } finally {
    clearInterval(watch);
  }
}

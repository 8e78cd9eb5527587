import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { ProgramError } from '../errors.ts';
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
   * @throws ProgramError RENDERING_FAILED when no thread could begin
   */
  run(kind: TaskKind, makeTask: () => Given<RenderTask>): Promise<TaskResult>;
  close(): Promise<void>;
}

/** A rendering thread died of a record or took too long over it. */
export class RenderFault extends Error {
  override readonly name = 'RenderFault';
  /** The place of the record in the task. */
  readonly index: number;

  constructor(message: string, index: number, options: ErrorOptions = {}) {
    super(message, options);
    this.index = index;
  }
}

// A record takes some tenths of a millisecond, and a thread some tenths of a second to start; what takes this long never ends.
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
  const starting = new Set<AbortController>();
  // Of a thread that ends before it has a task: whoever waits for it would wait for nothing.
  pool.on('error', (error: Error) => {
    for (const one of starting) one.abort(error);
  });
  return {
    run: async (kind, makeTask) => {
      await slots.take(kind);
      try {
        const progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(notBegun);
        return await runWatched(pool, { ...makeTask(), progress }, { recordTimeoutMs, starting });
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
      if (free === 0) return new Promise<void>((resolve) => waiting[kind].push(resolve));
      free -= 1;
      last = kind;
    },
    leave: (): void => {
      const other = last === 'publish' ? 'demand' : 'publish';
      const kind = waiting[other].length > 0 ? other : last;
      const next = waiting[kind].shift();
      last = kind;
      if (next === undefined) free += 1;
      else next();
    },
  };
}

interface Watch {
  readonly recordTimeoutMs: number;
  /** Holds those whose task no thread has begun with. */
  readonly starting: Set<AbortController>;
}

/** Runs a task for as long as it comes from one record to the next: a long one is not taken for a slow record. */
async function runWatched(pool: RenderPool, task: RenderTask, { recordTimeoutMs, starting }: Watch): Promise<TaskResult> {
  const { progress } = task;
  const ending = new AbortController();
  starting.add(ending);
  let seen = notBegun;
  // Looks are counted, for a process that is stopped for a while does not look, either.
  let looks = 0;
  const watch = setInterval(() => {
    const index = Atomics.load(progress, 0);
    if (index !== notBegun) starting.delete(ending);
    looks = index === seen ? looks + 1 : 0;
    seen = index;
    if (looks * watchMs >= recordTimeoutMs) ending.abort(new Error(`it was not rendered within ${recordTimeoutMs / 1000} s`));
  }, watchMs);
  try {
    const transferList = 'prefix' in task ? [task.metadata.bytes.buffer as ArrayBuffer] : [];
    return await pool.run(task, { signal: ending.signal, transferList });
  } catch (error) {
    const cause = (ending.signal.aborted ? ending.signal.reason : error) as Error;
    const index = Atomics.load(progress, 0);
    if (index !== notBegun) throw new RenderFault(cause.message, index, { cause });
    throw new ProgramError('RENDERING_FAILED', `No thread could begin to render: ${cause.message.replace(/\.$/, '')}.`, {
      cause,
    });
  } finally {
    clearInterval(watch);
    starting.delete(ending);
  }
}

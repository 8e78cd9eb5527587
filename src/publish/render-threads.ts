import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { ProgramError } from '../errors.ts';
import { toWorkerUrl } from '../worker-url.ts';
import { cleanText } from '../xml/text.ts';
import type { PackedRenderings } from './packed-records.ts';
import type { PackedResults } from './render-demand.ts';
import type { RenderTask, RenderWorkerData } from './render-worker.ts';

/** What tasks are for: publishing, or somebody who waits for a page. */
export type TaskKind = 'publish' | 'demand';

type TaskResult = PackedRenderings | PackedResults;
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
  /** Whether the record took too long: a thread that died may have died of those before, too. */
  readonly tookTooLong: boolean;

  constructor(message: string, { index, tookTooLong, ...options }: Pick<RenderFault, 'index' | 'tookTooLong'> & ErrorOptions) {
    super(message, options);
    this.index = index;
    this.tookTooLong = tookTooLong;
  }
}

/** Why a task was ended that no record of it is to blame for. */
class NoFaultOfRecords extends Error {}

// A record takes some tenths of a millisecond, and a thread some tenths of a second to start; what takes this long never ends.
const usualTimeoutMs = 15_000;
const watchMs = 500;
const idleTimeoutMs = 10_000;
const notBegun = -1;
// A module may throw a text of any length, with characters that PostgreSQL does not take.
const mostReasonCharacters = 1_000;

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
  const running = new Set<Running>();
  const endAll = (reason: string, isMeant: (one: Running) => boolean) => {
    for (const one of running) if (isMeant(one)) one.ending.abort(new NoFaultOfRecords(reason));
  };
  // Of a thread that ends before it has a task: whoever waits for it would wait for nothing.
  pool.on('error', ({ message }: Error) => endAll(message, ({ progress }) => Atomics.load(progress, 0) === notBegun));
  return {
    run: async (kind, makeTask) => {
      await slots.take(kind);
      const progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(notBegun);
      const one = { ending: new AbortController(), progress };
      running.add(one);
      try {
        return await runWatched(pool, { ...makeTask(), progress }, one.ending, recordTimeoutMs);
      } finally {
        running.delete(one);
        slots.leave();
      }
    },
    close: async () => {
      endAll('they are being closed', () => true);
      await pool.destroy();
    },
  };
}

interface Running {
  readonly ending: AbortController;
  readonly progress: Int32Array;
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

/** Runs a task for as long as it comes from one record to the next: a long one is not taken for a slow record. */
async function runWatched(
  pool: RenderPool,
  task: RenderTask,
  ending: AbortController,
  recordTimeoutMs: number,
): Promise<TaskResult> {
  const { progress } = task;
  let seen = notBegun;
  // Looks are counted, for a process that is stopped for a while does not look, either.
  let looks = 0;
  let tookTooLong = false;
  const watch = setInterval(() => {
    const index = Atomics.load(progress, 0);
    looks = index === seen ? looks + 1 : 0;
    seen = index;
    if (looks * watchMs < recordTimeoutMs) return;
    tookTooLong = seen !== notBegun;
    const reason = `it was not rendered within ${recordTimeoutMs / 1000} s`;
    ending.abort(tookTooLong ? new Error(reason) : new NoFaultOfRecords(`none was there within ${recordTimeoutMs / 1000} s`));
  }, watchMs);
  try {
    const { bytes } = 'prefix' in task ? task.metadata : task.records.metadata;
    return await pool.run(task, { signal: ending.signal, transferList: [bytes.buffer as ArrayBuffer] });
  } catch (error) {
    const cause = (ending.signal.aborted ? ending.signal.reason : error) as Error;
    const reason = cleanText(cause.message.slice(0, mostReasonCharacters)).replace(/\.$/, '');
    const index = Atomics.load(progress, 0);
    if (index !== notBegun && !(cause instanceof NoFaultOfRecords)) throw new RenderFault(reason, { index, tookTooLong, cause });
    throw new ProgramError('RENDERING_FAILED', `The rendering threads give nothing: ${reason}.`, { cause });
  } finally {
    clearInterval(watch);
  }
}

import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { FormatOptions } from '../formats/make-formats.ts';
import type { StoredRecord } from '../storage/records.ts';
import { toWorkerUrl } from '../worker-url.ts';
import { type FormatChoice, toRenderPlan } from './format-choice.ts';
import { type Packed, unpack } from './packed.ts';
import { type Demand, packDemands, renderPacked } from './render-demand.ts';
import { type RenderContext, type Rendering, renderRecord } from './render-record.ts';
import type { RenderTask, RenderWorkerData } from './render-worker.ts';

/** Renders records, a few at once or in bulk. */
export interface Renderer {
  /** The domain that it gives records their identifiers with. */
  readonly identifierDomain: string;
  /**
   * Renders what is to be published; results in the order of the records.
   *
   * @throws RenderFault when a thread died or took too long: one of the records is more than it can bear
   */
  render(records: readonly StoredRecord[], options: RenderOptions): Promise<Rendering[]>;
  /**
   * Renders what is published in one of the formats, in the order of the demands: the `record` element in UTF-8, or null for a record that the format fails on.
   *
   * @throws RenderFault as above
   */
  renderDemands(prefix: string, demands: readonly Demand[]): Promise<(Uint8Array | null)[]>;
  close(): Promise<void>;
}

export type RenderOptions = Pick<RenderContext, 'datestamp' | 'fullForm'>;

export interface RendererOptions extends FormatChoice {
  /** Worker threads for bulk; with 0 everything is rendered on the calling thread. */
  readonly threads: number;
  readonly identifierDomain: string;
  /** What the formats were made of: threads make their own. */
  readonly formatOptions: FormatOptions;
}

// Handing records to a thread and back costs about as much as rendering a handful.
const taskRecords = 100;
const inlineRecords = taskRecords / 4;
// Text of this many bytes or more is never rendered on the thread that answers requests.
const inlineBytes = 50_000;
// A hundred records take some hundredths of a second; whatever takes this long never ends, and the database closes a transaction that idles for a minute.
const taskTimeoutMs = 15_000;
const idleTimeoutMs = 10_000;

/** A rendering thread died or took too long. */
export class RenderFault extends Error {
  override readonly name = 'RenderFault';
}

/**
 * Makes a renderer; its threads start with the first bulk and end when there has been none for a while. A thread that takes too long is ended; without threads there is
 * nothing that could be.
 */
export function makeRenderer({ threads, identifierDomain, formats, eager, about, formatOptions }: RendererOptions): Renderer {
  const plan = toRenderPlan({ formats, eager, about });
  const renderInline = (records: readonly StoredRecord[], options: RenderOptions) =>
    records.map((record) => renderRecord(record, { ...options, identifierDomain, ...plan }));
  const demandInline = (prefix: string, demands: readonly Demand[]) =>
    unpack(renderPacked(formats, packDemands(prefix, demands)));
  if (threads === 0) {
    return {
      identifierDomain,
      render: async (records, options) => renderInline(records, options),
      renderDemands: async (prefix, demands) => demandInline(prefix, demands),
      close: async () => {},
    };
  }
  const workerData: RenderWorkerData = { formatOptions, eager, about };
  const pool: RenderPool = new Piscina({
    filename: fileURLToPath(toWorkerUrl('publish/render-worker.js')),
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleTimeoutMs,
    workerData,
  });
  const queue = makeTaskQueue(pool, threads);
  return {
    identifierDomain,
    render: async (records, options) => {
      if (isHandful(records.map(sumBytes))) return renderInline(records, options);
      const tasks = cut(records).map((part) => () => ({ ...options, records: part, identifierDomain }));
      return (await runTasks(queue, tasks)).flat() as Rendering[];
    },
    renderDemands: async (prefix, demands) => {
      if (isHandful(demands.map(sumBytes))) return demandInline(prefix, demands);
      const tasks = cut(demands).map((part) => () => packDemands(prefix, part));
      return (await runTasks(queue, tasks)).flatMap((result) => unpack(result as Packed));
    },
    close: () => pool.destroy(),
  };
}

type RenderPool = Piscina<RenderTask, TaskResult>;

function sumBytes({ metadata, readyXml }: Pick<Demand, 'metadata' | 'readyXml'>): number {
  return (metadata?.length ?? 0) + (readyXml?.length ?? 0);
}

function isHandful(sizes: readonly number[]): boolean {
  return sizes.length <= inlineRecords && sizes.reduce((sum, size) => sum + size, 0) < inlineBytes;
}

function cut<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / taskRecords) }, (_, index) =>
    items.slice(index * taskRecords, (index + 1) * taskRecords),
  );
}

type TaskResult = Rendering[] | Packed;
type TaskQueue = (makeTask: () => RenderTask) => Promise<TaskResult>;

/**
 * Hands tasks to the threads in their order, each with a time limit from when a thread has it, so that a long queue is not taken for a slow record. One for each thread: a thread is given no second
 * one while it has one that can be ended, and what waited in the pool would be ended together with what it waits for.
 */
function makeTaskQueue(pool: RenderPool, slots: number): TaskQueue {
  const waiting: (() => void)[] = [];
  let free = slots;
  return async (makeTask) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      const task = makeTask();
      const transferList = 'prefix' in task ? [task.metadata.bytes.buffer as ArrayBuffer] : [];
      return await pool.run(task, { signal: AbortSignal.timeout(taskTimeoutMs), transferList });
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

async function runTasks(queue: TaskQueue, tasks: readonly (() => RenderTask)[]): Promise<TaskResult[]> {
  return await Promise.all(tasks.map(queue)).catch((cause: Error) => {
    const reason = cause.name === 'AbortError' ? `it was not rendered within ${taskTimeoutMs / 1000} s` : cause.message;
    throw new RenderFault(reason, { cause });
  });
}

import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { StoredRecord } from '../storage/records.ts';
import { toWorkerUrl } from '../worker-url.ts';
import { type Rendering, renderRecord } from './render-record.ts';
import type { RenderTask } from './render-worker.ts';

/** Renders batches of records. */
export interface Renderer {
  /**
   * Results in the order of the records.
   *
   * @param datestamp the stamp of what is published now
   * @throws RenderFault when a thread died or took too long: one of the records is more than it can bear
   */
  render(records: readonly StoredRecord[], datestamp: string): Promise<Rendering[]>;
  close(): Promise<void>;
}

export interface RendererOptions {
  /** Worker threads for bulk; with 0 everything is rendered on the calling thread. */
  readonly threads: number;
  readonly identifierDomain: string;
}

// Handing records to a thread and back costs about as much as rendering a handful.
const taskRecords = 100;
// Text of this many characters or more is never rendered on the thread that answers requests.
const inlineCharacters = 50_000;
// A hundred records take some hundredths of a second; whatever takes this long never ends, and the database closes a transaction that idles for a minute.
const taskTimeoutMs = 15_000;

/** A rendering thread died or took too long. */
export class RenderFault extends Error {
  override readonly name = 'RenderFault';
}
const idleTimeoutMs = 10_000;

/**
 * Makes a renderer; its threads start with the first bulk and end when there has been none for a while. A thread that takes too long is ended; without threads there is
 * nothing that could be.
 */
export function makeRenderer({ threads, identifierDomain }: RendererOptions): Renderer {
  const inline = (records: readonly StoredRecord[], datestamp: string) =>
    records.map((record) => renderRecord(record, { identifierDomain, datestamp }));
  if (threads === 0) return { render: async (records, datestamp) => inline(records, datestamp), close: async () => {} };
  const pool = new Piscina<RenderTask, Rendering[]>({
    filename: fileURLToPath(toWorkerUrl('publish/render-worker.js')),
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleTimeoutMs,
  });
  return {
    render: async (records, datestamp) => {
      const characters = records.reduce((sum, { metadata }) => sum + metadata.length, 0);
      if (records.length <= taskRecords / 4 && characters < inlineCharacters) return inline(records, datestamp);
      const tasks: RenderTask[] = [];
      for (let at = 0; at < records.length; at += taskRecords) {
        tasks.push({ records: records.slice(at, at + taskRecords), context: { identifierDomain, datestamp } });
      }
      return (await runTasks(pool, tasks, threads)).flat().map(withBuffer);
    },
    close: () => pool.destroy(),
  };
}

/** Runs tasks in their order, each with a time limit from when a thread has it, so that a long queue is not taken for a slow record. */
async function runTasks(
  pool: Piscina<RenderTask, Rendering[]>,
  tasks: readonly RenderTask[],
  threads: number,
): Promise<Rendering[][]> {
  const results: Rendering[][] = [];
  let next = 0;
  const work = async () => {
    while (next < tasks.length) {
      const at = next;
      next += 1;
      results[at] = await pool.run(tasks[at]!, { signal: AbortSignal.timeout(taskTimeoutMs) });
    }
  };
  await Promise.all(Array.from({ length: threads }, work)).catch((cause: Error) => {
    next = tasks.length;
    const reason = cause.name === 'AbortError' ? `it was not rendered within ${taskTimeoutMs / 1000} s` : cause.message;
    throw new RenderFault(reason, { cause });
  });
  return results;
}

// A Buffer comes out of a thread as a plain Uint8Array.
function withBuffer(rendering: Rendering): Rendering {
  if (!rendering.ok) return rendering;
  return { ok: true, change: { ...rendering.change, digest: Buffer.from(rendering.change.digest) } };
}

import { move, transferableSymbol, valueSymbol, workerData } from 'piscina';
import type { AboutOptions } from '../formats/about/about-elements.ts';
import { type FormatOptions, makeFormats } from '../formats/make-formats.ts';
import { describeMade, toRenderPlan } from './format-choice.ts';
import { type PackedRecords, packRenderings, unpackRecords } from './packed-records.ts';
import { type PackedDemands, renderPacked } from './render-demand.ts';
import { renderRecord } from './render-record.ts';
import type { RenderOptions } from './renderer.ts';

/** What a worker thread is started with: the formats as plain data, since functions cannot be handed over. */
export interface RenderWorkerData {
  readonly formatOptions: FormatOptions;
  readonly eager: readonly string[];
  readonly about: AboutOptions;
  /** What the formats were when the server made them: modules are loaded anew by each thread. */
  readonly made: string;
}

/** What a worker thread is given: records to be published, or to be shown in one format. */
export type RenderTask = (
  | (RenderOptions & { readonly records: PackedRecords; readonly identifierDomain: string })
  | PackedDemands
) & {
  /** Where the place of the record that is being rendered is written, in memory that both threads have. */
  readonly progress: Int32Array;
};

const { formatOptions, eager, about, made } = workerData as RenderWorkerData;
const formats = await makeFormats(formatOptions);
if (describeMade(formats) !== made) {
  throw new Error(`a format module (${formatOptions.modules.join(', ')}) is another than when the server started`);
}
const plan = toRenderPlan({ formats, eager, about });

// Others wait for the thread, publishing among them, within a transaction.
const mostDemandMs = 1_000;

/** The worker thread's whole job. */
export default function renderTask(task: RenderTask): ReturnType<typeof move> {
  const begin = (index: number) => Atomics.store(task.progress, 0, index);
  if ('prefix' in task) {
    const packed = renderPacked(formats, task, { begin, mostMs: mostDemandMs });
    return handOver(packed, packed.bytes);
  }
  const { records, progress: _, ...options } = task;
  const context = { ...options, ...plan };
  const renderings = Array.from(unpackRecords(records), (record, index) => {
    begin(index);
    return renderRecord(record, context);
  });
  const packed = packRenderings(renderings);
  return handOver(packed, packed.recordXml.bytes);
}

/** Gives the memory of the bytes away with what is in it, instead of a copy. */
function handOver(result: object, { buffer }: Uint8Array): ReturnType<typeof move> {
  return move({ [transferableSymbol]: buffer, [valueSymbol]: result });
}

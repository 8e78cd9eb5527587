import { ProgramError } from '../errors.ts';
import type { FormatOptions } from '../formats/make-formats.ts';
import type { Problem } from '../storage/problems.ts';
import type { StoredRecord } from '../storage/records.ts';
import { describeMade, type FormatChoice, toRenderPlan } from './format-choice.ts';
import { type PackedRenderings, packRecords, unpackRenderings } from './packed-records.ts';
import type { ProblemCode } from './problem-codes.ts';
import { type Demand, type PackedResults, packDemands, renderPacked, unpackResults } from './render-demand.ts';
import { type RenderContext, type Rendering, renderRecord } from './render-record.ts';
import { makeRenderThreads, RenderFault, type RenderThreads, type RenderThreadsOptions } from './render-threads.ts';

/** A rendering thread died of a record that was to be published, or took too long over it. */
export class RecordFault extends Error {
  override readonly name = 'RecordFault';
  readonly problem: Problem;

  constructor(problem: Problem, options: ErrorOptions = {}) {
    super(problem.message, options);
    this.problem = problem;
  }
}

/** Renders records, a few at once or in bulk. */
export interface Renderer {
  /** The domain that it gives records their identifiers with. */
  readonly identifierDomain: string;
  /**
   * Renders what is to be published; results in the order of the records.
   *
   * @throws RecordFault when one of the records is more than a thread can bear
   * @throws ProgramError RENDERING_FAILED when no thread could begin
   */
  render(records: readonly StoredRecord[], options: RenderOptions): Promise<Rendering[]>;
  /**
   * Renders what is published in one of the formats, in the order of the demands: the `record` element in UTF-8, or null for a record that the format fails on, be it that a thread died of it or took
   * too long.
   *
   * @param onFault told of each that becomes null, as soon as it is known, and why
   * @throws ProgramError RENDERING_FAILED when no thread could begin, or too many ended so
   */
  renderDemands<D extends Demand>(
    prefix: string,
    demands: readonly D[],
    onFault: (demand: D, fault: string) => void,
  ): Promise<(Uint8Array | null)[]>;
  close(): Promise<void>;
}

export type RenderOptions = Pick<RenderContext, 'datestamp' | 'fullForm'>;

export interface RendererOptions extends FormatChoice, Pick<RenderThreadsOptions, 'recordTimeoutMs'> {
  /** Worker threads for bulk; with 0 everything is rendered on the calling thread. */
  readonly threads: number;
  readonly identifierDomain: string;
  /** What the formats were made of: threads make their own. */
  readonly formatOptions: FormatOptions;
}

// Handing records to a thread and back costs about as much as rendering a handful.
const inlineRecords = 25;
// Of these somebody waits for the first; of what is published, each thread takes its share at once, for between two tasks it waits until the main thread has time for it.
const demandedRecords = 100;
const leastPublished = 100;
// Text of this many bytes or more is never rendered on the thread that answers requests.
const inlineBytes = 50_000;

/**
 * Makes a renderer; its threads start when there is bulk, or a module to be asked, and end when there has been neither for a while. A thread that takes too long is ended; without threads there is
 * nothing that could be.
 */
export function makeRenderer(options: RendererOptions): Renderer {
  const inline = makeInlineRenderer(options);
  return options.threads === 0 ? inline : makeThreadedRenderer(options, inline);
}

/** Renders on the calling thread. */
function makeInlineRenderer({ identifierDomain, formats, eager, about }: RendererOptions): Renderer {
  const plan = toRenderPlan({ formats, eager, about });
  return {
    identifierDomain,
    render: async (records, options) => records.map((record) => renderRecord(record, { ...options, identifierDomain, ...plan })),
    renderDemands: async (prefix, demands, onFault) =>
      toOutputs(renderPacked(formats, packDemands(prefix, demands)), demands, onFault),
    close: async () => {},
  };
}

/** Renders on threads what is more than a handful. */
function makeThreadedRenderer(options: RendererOptions, inline: Renderer): Renderer {
  const { threads, identifierDomain, formats, eager, about, formatOptions, recordTimeoutMs } = options;
  const pool = makeRenderThreads({
    threads,
    workerData: { formatOptions, eager, about, made: describeMade(formats) },
    ...(recordTimeoutMs === undefined ? {} : { recordTimeoutMs }),
  });
  // What a module does, nobody knows: it may never end, and then nothing must have to wait for it but a thread that can be ended.
  const isInline = (items: readonly Sized[]) => formatOptions.modules.length === 0 && isHandful(items.map(sumBytes));
  return {
    identifierDomain,
    render: async (records, renderOptions) => {
      if (isInline(records)) return inline.render(records, renderOptions);
      const call = { ...renderOptions, identifierDomain, formatOptions };
      const share = Math.max(leastPublished, Math.ceil(records.length / threads));
      return (await Promise.all(cut(records, share).map((part) => renderPublishedPart(pool, call, part)))).flat();
    },
    renderDemands: async (prefix, demands, onFault) => {
      if (isInline(demands)) return inline.renderDemands(prefix, demands, onFault);
      const call = { prefix, onFault, faults: 0 };
      return (await Promise.all(cut(demands, demandedRecords).map((part) => renderDemandedPart(pool, call, part)))).flat();
    },
    close: () => pool.close(),
  };
}

/** Renders what is to be published on a thread. */
async function renderPublishedPart(
  pool: RenderThreads,
  call: RenderOptions & Pick<RendererOptions, 'identifierDomain' | 'formatOptions'>,
  part: readonly StoredRecord[],
): Promise<Rendering[]> {
  const { formatOptions, ...options } = call;
  try {
    const packed = await pool.run('publish', () => ({ ...options, records: packRecords(part) }));
    return unpackRenderings(packed as PackedRenderings, part);
  } catch (error) {
    if (!(error instanceof RenderFault)) throw error;
    if (error.tookTooLong || part.length === 1) throw toRecordFault(error, part, formatOptions);
    // A thread that died may have died of what they were together: the record has to prove it by itself.
    const { index } = error;
    const parts = [part.slice(0, index), part.slice(index, index + 1), part.slice(index + 1)];
    const run = (one: readonly StoredRecord[]) => renderPublishedPart(pool, call, one);
    return (await Promise.all(parts.filter(({ length }) => length > 0).map(run))).flat();
  }
}

function toRecordFault(error: RenderFault, part: readonly StoredRecord[], { modules }: FormatOptions): RecordFault {
  const { id } = part[error.index]!;
  const code: ProblemCode = modules.length > 0 ? 'format_failed' : 'publish_failed';
  const likely = modules.length > 0 ? '; does a module of yours come to an end with it?' : '.';
  return new RecordFault({ id, code, message: `Publishing failed: ${error.message}${likely}` }, { cause: error });
}

type Sized = Pick<Demand, 'metadata' | 'readyXml'>;

function sumBytes({ metadata, readyXml }: Sized): number {
  return (metadata?.length ?? 0) + (readyXml?.length ?? 0);
}

function isHandful(sizes: readonly number[]): boolean {
  return sizes.length <= inlineRecords && sizes.reduce((sum, size) => sum + size, 0) < inlineBytes;
}

function cut<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

// A module that comes to no end with any record would keep a thread for hours; with so many at a time, the others are left to who asks next.
const mostFaults = 3;

interface DemandCall<D extends Demand> {
  readonly prefix: string;
  readonly onFault: (demand: D, fault: string) => void;
}

/** Bytes, or null where there is a fault, which is told. */
function toOutputs<D extends Demand>(
  results: PackedResults,
  demands: readonly D[],
  onFault: DemandCall<D>['onFault'],
): (Uint8Array | null)[] {
  return unpackResults(results).map((result, index) => {
    if (result instanceof Uint8Array) return result;
    onFault(demands[index]!, result.fault);
    return null;
  });
}

/** Renders demands on a thread. One that it cannot bear is tried once more by itself, since what becomes null is shown as deleted; those beside it are rendered without it. */
async function renderDemandedPart<D extends Demand>(
  pool: RenderThreads,
  call: DemandCall<D> & { faults: number },
  part: readonly D[],
  isLastTry = false,
): Promise<(Uint8Array | null)[]> {
  if (part.length === 0) return [];
  try {
    const results = (await pool.run('demand', () => packDemands(call.prefix, part))) as PackedResults;
    const done = toOutputs(results, part, call.onFault);
    return done.length === part.length ? done : [...done, ...(await renderDemandedPart(pool, call, part.slice(done.length)))];
  } catch (error) {
    if (!(error instanceof RenderFault)) throw error;
    if (isLastTry) {
      call.faults += 1;
      call.onFault(part[0]!, error.message);
      return [null];
    }
    if (call.faults >= mostFaults) {
      const message = `Too many records could not be rendered as ${call.prefix}: of the last, ${error.message}.`;
      throw new ProgramError('RENDERING_FAILED', message, { cause: error });
    }
    const { index } = error;
    const again = (from: number, to: number, last = false) => renderDemandedPart(pool, call, part.slice(from, to), last);
    return (await Promise.all([again(0, index), again(index, index + 1, true), again(index + 1, part.length)])).flat();
  }
}

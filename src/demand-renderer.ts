import { type FailedBefore, makeFailedBefore } from './failed-before.ts';
import { type Granularity, toGranularity } from './oai/datestamp.ts';
import { renderHeader, renderRecordXml } from './oai/record-xml.ts';
import type { Log } from './ops/log.ts';
import type { Renderer } from './publish/renderer.ts';
import { makeRenditionKeeper } from './rendition-keeper.ts';
import type { Database } from './storage/database.ts';
import type { UnrenderedRecord } from './storage/published-in-format.ts';
import { keepRenditions, type Rendition, readRendered } from './storage/renditions.ts';

/** Renders records in a format, each of which stands there once: each in parts, to be sent one after the other. */
export type DemandRenderer = (
  format: { readonly prefix: string; readonly key: number },
  records: readonly UnrenderedRecord[],
  granularity: Granularity,
) => Promise<Uint8Array[][]>;

export interface DemandRendererOptions {
  /** Where renditions are kept. */
  readonly primary: Database;
  readonly renderer: Renderer;
  readonly log: Pick<Log, 'error' | 'debug'>;
}

type Headed = UnrenderedRecord & { readonly headerXml: string };

/**
 * Makes what renders on demand, and keeps what it made without anybody waiting for it. What somebody else waits for already is not rendered again, however many ask for a page at once. A record that the format failed on is kept as a
 * deleted one, so that every answer shows it so, and is not tried again as long as it and the format stay as they are.
 */
export function makeDemandRenderer(options: DemandRendererOptions): DemandRenderer {
  const keep = makeRenditionKeeper(options.primary, options.log);
  const failed = makeFailedBefore();
  const underWay = makeRenderingsUnderWay(options, keep, failed);
  return async ({ prefix, key }, records, granularity) => {
    const headed = records.map((record) => ({ ...record, headerXml: renderHeader({ ...record, deleted: false }) }));
    const names = headed.map((record) => toName(key, record));
    const known = headed.flatMap((record, index) => {
      const fault = failed.find(names[index]!);
      return fault === null ? [] : [toFailed(record, fault)];
    });
    // Others look there for it.
    if (known.length > 0) void keep(prefix, key, known);
    const lacking = headed.filter((_, index) => underWay.find(names[index]!) === null && failed.find(names[index]!) === null);
    const begun = lacking.length === 0 ? null : underWay.begin(prefix, key, lacking);
    const awaited = names.map((name) => underWay.find(name));
    await begun;
    const outputs: Uint8Array[][] = [];
    for (const [index, record] of headed.entries()) {
      const one = awaited[index]!;
      outputs.push(toOutput(record, one === null ? null : ((await one.rendered)[one.index] ?? null), granularity));
    }
    return outputs;
  };
}

/** One of the renditions that are being made together. */
interface UnderWay {
  readonly rendered: Promise<readonly (Uint8Array | null)[]>;
  readonly index: number;
}

interface RenderingsUnderWay {
  /** By what `toName` makes. */
  find(name: string): UnderWay | null;
  /** Renders these, and goes on until they are on their way to be kept. */
  begin(prefix: string, key: number, records: readonly Headed[]): Promise<void>;
}

function makeRenderingsUnderWay(
  { primary, renderer, log }: DemandRendererOptions,
  keep: ReturnType<typeof makeRenditionKeeper>,
  failedBefore: FailedBefore,
): RenderingsUnderWay {
  const underWay = new Map<string, UnderWay>();
  return {
    find: (name) => underWay.get(name) ?? null,
    begin: async (prefix, key, records) => {
      const names = records.map((record) => toName(key, record));
      const failed: Rendition[] = [];
      const rendering = renderer.renderDemands(prefix, records, (record, fault) => {
        log.error(`Record ${JSON.stringify(record.id)} cannot be rendered as ${prefix}, and is shown as deleted in it: ${fault}`);
        failedBefore.note(toName(key, record), fault);
        failed.push(toFailed(record, fault));
      });
      const settle = async () => {
        const outputs = await rendering;
        const others = failed.length === 0 ? null : await keepFailed(primary, key, failed, log);
        for (const [index, { id }] of records.entries()) if (others?.has(id)) failedBefore.forget(names[index]!);
        return { outputs, sent: outputs.map((output, index) => output ?? others?.get(records[index]!.id) ?? null) };
      };
      const settled = settle();
      const rendered = settled.then(({ sent }) => sent);
      // It may be that nobody else waits; whoever does is told below, or when he comes to it.
      rendered.catch(() => undefined);
      for (const [index, name] of names.entries()) underWay.set(name, { rendered, index });
      try {
        await keep(prefix, key, toRenditions(records, (await settled).outputs));
      } finally {
        for (const name of names) underWay.delete(name);
      }
    },
  };
}

function toRenditions(records: readonly Headed[], outputs: readonly (Uint8Array | null)[]): Rendition[] {
  return outputs.flatMap((recordXml, index) => {
    const { id, revision } = records[index]!;
    return recordXml === null ? [] : [{ id, revision, recordXml }];
  });
}

/** Keeps what failed here, and returns by their ids those which another server has rendered meanwhile: they are what everybody else is given. Never throws. */
async function keepFailed(
  primary: Database,
  key: number,
  failed: readonly Rendition[],
  log: Pick<Log, 'debug'>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  try {
    await keepRenditions(primary, key, failed);
    const others = await readRendered(primary, key, failed);
    return new Map(others.map(({ id, recordXml }) => [id, Buffer.from(recordXml)]));
  } catch (error) {
    log.debug({ err: error }, 'Records that a format failed on could not be kept; that is tried again when somebody asks.');
    return new Map();
  }
}

function toFailed(record: UnrenderedRecord, fault: string): Rendition {
  return { id: record.id, revision: record.revision, recordXml: renderDeleted(record), fault };
}

/** Names a rendition: by the number of its format as it is now, and what it is made from. Where that is not kept, it may still come to be. */
const toName = (key: number, { id, revision, metadata }: UnrenderedRecord) =>
  `${key} ${revision} ${metadata === null ? '-' : '+'} ${id}`;

const recordStart = '<record>';

function renderDeleted(record: UnrenderedRecord): string {
  return renderRecordXml(renderHeader({ ...record, deleted: true }), null);
}

/** A record as it is sent: with its datestamp in the granularity of the repository, and as a deleted one where it could not be rendered. */
function toOutput(record: Headed, recordXml: Uint8Array | null, granularity: Granularity): Uint8Array[] {
  const datestamp = toGranularity(record.datestamp, granularity);
  if (recordXml === null) return [Buffer.from(renderDeleted({ ...record, datestamp }))];
  if (datestamp === record.datestamp) return [recordXml];
  const start = Buffer.from(`${recordStart}${renderHeader({ ...record, datestamp, deleted: false })}`);
  return [start, recordXml.subarray(recordStart.length + record.headerXml.length)];
}

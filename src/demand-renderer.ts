import { type Granularity, toGranularity } from './oai/datestamp.ts';
import { renderHeader, renderRecordXml } from './oai/record-xml.ts';
import type { Log } from './ops/log.ts';
import type { Renderer } from './publish/renderer.ts';
import { makeRenditionKeeper } from './rendition-keeper.ts';
import type { Database } from './storage/database.ts';
import type { UnrenderedRecord } from './storage/published-in-format.ts';
import type { Rendition } from './storage/renditions.ts';

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

/** One of the renditions that are being made together. */
interface UnderWay {
  readonly rendered: Promise<readonly (Uint8Array | null)[]>;
  readonly index: number;
}

// Each of a hundred bytes or so.
const mostFailed = 10_000;
// It is kept, too; where it could not be, it is tried again.
const failedMs = 600_000;

/**
 * Makes what renders on demand, and keeps what it made without anybody waiting for it. What somebody else waits for already is not rendered again, however many ask for a page at once. A record that the format failed on is kept as a
 * deleted one, so that every answer shows it so, and is not tried again as long as it and the format stay as they are.
 */
export function makeDemandRenderer({ primary, renderer, log }: DemandRendererOptions): DemandRenderer {
  const keep = makeRenditionKeeper(primary, log);
  const underWay = new Map<string, UnderWay>();
  // Until when each is not tried again, the oldest first.
  const failed = new Map<string, number>();
  const hasFailed = (name: string) => (failed.get(name) ?? 0) > performance.now();
  const noteFailed = (name: string, { id }: Headed, prefix: string, fault: string) => {
    log.error(`Record ${JSON.stringify(id)} cannot be rendered as ${prefix}, and is shown as deleted in it: ${fault}`);
    failed.delete(name);
    failed.set(name, performance.now() + failedMs);
    if (failed.size > mostFailed) failed.delete(failed.keys().next().value!);
  };
  /** Renders these, and goes on until they are on their way to be kept. */
  const begin = (prefix: string, key: number, records: readonly Headed[]): Promise<void> => {
    const names = records.map((record) => toName(key, record));
    const renditions: Rendition[] = [];
    const rendered = renderer.renderDemands(prefix, records, (record, fault) => {
      noteFailed(toName(key, record), record, prefix, fault);
      renditions.push({ id: record.id, revision: record.revision, recordXml: renderDeleted(record), fault });
    });
    for (const [index, name] of names.entries()) underWay.set(name, { rendered, index });
    const finish = async () => {
      try {
        for (const [index, recordXml] of (await rendered).entries()) {
          const { id, revision } = records[index]!;
          if (recordXml !== null) renditions.push({ id, revision, recordXml });
        }
      } finally {
        await keep(prefix, key, renditions);
      }
    };
    return finish().finally(() => {
      for (const name of names) underWay.delete(name);
    });
  };
  return async ({ prefix, key }, records, granularity) => {
    const headed = records.map((record) => ({ ...record, headerXml: renderHeader({ ...record, deleted: false }) }));
    const names = headed.map((record) => toName(key, record));
    const lacking = headed.filter((_, index) => !underWay.has(names[index]!) && !hasFailed(names[index]!));
    const begun = lacking.length === 0 ? null : begin(prefix, key, lacking);
    const awaited = names.map((name) => underWay.get(name) ?? null);
    await begun;
    const outputs: Uint8Array[][] = [];
    for (const [index, record] of headed.entries()) {
      const one = awaited[index]!;
      outputs.push(toOutput(record, one === null ? null : ((await one.rendered)[one.index] ?? null), granularity));
    }
    return outputs;
  };
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

import { type Granularity, toGranularity } from './oai/datestamp.ts';
import { renderHeader, renderRecordXml } from './oai/record-xml.ts';
import type { ListQuery, ListStretch, PublishedRecord, PublishState } from './oai/repository.ts';
import type { Log } from './ops/log.ts';
import type { Renderer } from './publish/renderer.ts';
import { makeRenditionKeeper } from './rendition-keeper.ts';
import type { ByteStoreMaker } from './storage/byte-store.ts';
import type { Database } from './storage/database.ts';
import { BehindFault } from './storage/database-fault.ts';
import {
  type FormatQuery,
  type FormatState,
  findPublishedInFormat,
  listPublishedInFormat,
  type UnrenderedRecord,
} from './storage/published-in-format.ts';

export interface RenditionReaderOptions {
  /** Where renditions are kept. */
  readonly primary: Database;
  readonly renderer: Renderer;
  readonly formats: readonly FormatQuery[];
  readonly makeStore: ByteStoreMaker;
  readonly log: Log;
}

/** Reads records in formats beside oai_dc, and renders and keeps what is not rendered yet. */
export interface RenditionReader {
  /**
   * A stretch of a list; what has to be rendered of it is begun with, and not waited for.
   *
   * @throws BehindFault when the publisher is of another version, which writes the format in another way
   */
  list(db: Database, query: ListQuery): Promise<ListStretch>;
  find(
    db: Database,
    id: string,
    prefix: string,
    granularity: Granularity,
  ): Promise<PublishState & { readonly record: PublishedRecord | null; readonly offered: boolean }>;
}

/** Makes a reader. What it renders is kept without anybody waiting for it, one batch after the other. */
export function makeRenditionReader(options: RenditionReaderOptions): RenditionReader {
  const { makeStore } = options;
  const render = makeDemandRenderer(options);
  const getFormat = (prefix: string) => options.formats.find((format) => format.prefix === prefix)!;
  return {
    list: async (db, query) => {
      const format = getFormat(query.metadataPrefix);
      const { ready: store, rest, offered, ...stretch } = await listPublishedInFormat(db, format, query, makeStore);
      const key = getKey({ ...stretch, offered }, format);
      const complete = async () => {
        const rendered = await render(format.prefix, key, rest.filter(isUnrendered), query.granularity);
        for (const part of rest) for (const bytes of isUnrendered(part) ? rendered.shift()! : [part]) store.append(bytes);
        return store;
      };
      const xml = complete();
      // It is awaited when it is sent, or never when the client leaves; a rejection before that must not count as unhandled.
      xml.catch(() => undefined);
      // What large records are made from must not be in memory for two stretches.
      if (sumBytes(rest) > mostSourceBytes) await xml;
      return { ...stretch, offered: key !== null, xml, ready: rest.length === 0 };
    },
    find: async (db, id, prefix, granularity) => {
      const format = getFormat(prefix);
      const { found, identifier, ...state } = await findPublishedInFormat(db, format, id, granularity);
      const key = getKey(state, format);
      const parts =
        found === null ? [] : isUnrendered(found) ? (await render(prefix, key, [found], granularity)).flat() : [found];
      const record =
        identifier === null ? null : { identifier, recordXml: parts.length === 0 ? null : Buffer.concat(parts).toString() };
      return { ...state, record, offered: key !== null };
    },
  };
}

function getKey({ offered }: FormatState, { version }: FormatQuery): number | null {
  // What this server would render, and what it would find, are not the same; when the others have this version, or this server has theirs, it will be.
  if (offered !== null && offered.version !== version) throw new BehindFault();
  return offered?.key ?? null;
}

const mostSourceBytes = 4_194_304;

function sumBytes(rest: readonly (Buffer | UnrenderedRecord)[]): number {
  return rest.reduce((sum, part) => sum + (isUnrendered(part) ? sumSource(part) : part.length), 0);
}

function sumSource({ metadata, readyXml, aboutXml }: UnrenderedRecord): number {
  return (metadata?.length ?? 0) + (readyXml?.length ?? 0) + aboutXml.length;
}

function isUnrendered(part: Buffer | UnrenderedRecord): part is UnrenderedRecord {
  return !Buffer.isBuffer(part);
}

/** Each record in parts, to be sent one after the other. */
type DemandRenderer = (
  prefix: string,
  key: number | null,
  records: readonly UnrenderedRecord[],
  granularity: Granularity,
) => Promise<Uint8Array[][]>;

function makeDemandRenderer({ primary, renderer, log }: RenditionReaderOptions): DemandRenderer {
  const keep = makeRenditionKeeper(primary, log);
  return async (prefix, key, records, granularity) => {
    if (records.length === 0 || key === null) return [];
    const headed = records.map((record) => ({ ...record, headerXml: renderHeader({ ...record, deleted: false }) }));
    const rendered = await renderer.renderDemands(prefix, headed);
    const renditions = headed.flatMap(({ id, revision }, index) => {
      const recordXml = rendered[index] ?? null;
      if (recordXml !== null) return [{ id, revision, recordXml }];
      log.error(`Record ${JSON.stringify(id)} cannot be rendered as ${prefix}, and is shown as deleted in it.`);
      return [];
    });
    await keep(prefix, key, renditions);
    return headed.map((record, index) => toOutput(record, rendered[index] ?? null, granularity));
  };
}

const recordStart = '<record>';

/** A record as it is sent: with its datestamp in the granularity of the repository, and as a deleted one where it could not be rendered. */
function toOutput(
  record: UnrenderedRecord & { readonly headerXml: string },
  recordXml: Uint8Array | null,
  granularity: Granularity,
): Uint8Array[] {
  const datestamp = toGranularity(record.datestamp, granularity);
  if (recordXml === null) return [Buffer.from(renderRecordXml(renderHeader({ ...record, datestamp, deleted: true }), null))];
  if (datestamp === record.datestamp) return [recordXml];
  const start = Buffer.from(`${recordStart}${renderHeader({ ...record, datestamp, deleted: false })}`);
  return [start, recordXml.subarray(recordStart.length + record.headerXml.length)];
}

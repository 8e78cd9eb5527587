import { type DemandRendererOptions, makeDemandRenderer } from './demand-renderer.ts';
import type { Granularity } from './oai/datestamp.ts';
import type { ListQuery, ListStretch, PublishedRecord, PublishState } from './oai/repository.ts';
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

export interface RenditionReaderOptions extends DemandRendererOptions {
  readonly formats: readonly FormatQuery[];
  readonly makeStore: ByteStoreMaker;
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

/** Makes a reader. */
export function makeRenditionReader(options: RenditionReaderOptions): RenditionReader {
  const { makeStore } = options;
  const renderOnDemand = makeDemandRenderer(options);
  const render = async (prefix: string, key: number | null, records: readonly UnrenderedRecord[], granularity: Granularity) =>
    records.length === 0 || key === null ? [] : renderOnDemand({ prefix, key }, records, granularity);
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

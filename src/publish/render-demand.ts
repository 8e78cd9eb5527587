import { type Format, renderFormat } from '../formats/format.ts';
import { parseRecord } from '../record/parse-record.ts';
import { maxMetadataBytes, toFormatContext } from './render-record.ts';

/** A published record that somebody asked for in a format it was not rendered in yet. */
export interface Demand {
  readonly identifier: string;
  /** What the record was published from, as JSON; null where it was not kept. */
  readonly metadata: string | null;
  /** XML given with the record, as a JSON object by metadataPrefix; null where there is none. */
  readonly readyXml: string | null;
}

/** What goes inside `metadata`; null when the format fails, or makes more than can be harvested: then the record cannot be given in it. */
export function renderDemand(formats: readonly Format[], prefix: string, demand: Demand): string | null {
  const format = formats.find((one) => one.prefix === prefix)!;
  const { identifier, metadata, readyXml } = demand;
  if (metadata === null) return null;
  try {
    const parsed = parseRecord(JSON.parse(metadata), { tellsUnknown: false });
    if (!parsed.ok) return null;
    const xml = renderFormat(format, parsed.record, toFormatContext(identifier, readyXml));
    return Buffer.byteLength(xml) <= maxMetadataBytes ? xml : null;
  } catch {
    return null;
  }
}

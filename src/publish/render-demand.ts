import { type Format, renderFormat } from '../formats/format.ts';
import { renderRecordXml } from '../oai/record-xml.ts';
import { parseRecord } from '../record/parse-record.ts';
import { isTooLarge, toFormatContext } from './render-record.ts';
import { toText } from './to-text.ts';

/** A published record that somebody asked for in a format it was not rendered in yet. */
export interface Demand {
  readonly identifier: string;
  readonly headerXml: string;
  /** What the record was published from, as JSON in UTF-8; null where it was not kept. */
  readonly metadata: Uint8Array | null;
  /** XML given with the record, as a JSON object by metadataPrefix; null where there is none. */
  readonly readyXml: string | null;
  /** Ready `about` elements, or ''. */
  readonly aboutXml: string;
}

/** The ready `record` element in UTF-8; null when the format fails, or makes more than can be harvested: then the record cannot be given in it. */
export function renderDemand(formats: readonly Format[], prefix: string, demand: Demand): Uint8Array | null {
  const format = formats.find((one) => one.prefix === prefix)!;
  const { identifier, headerXml, metadata, readyXml, aboutXml } = demand;
  if (metadata === null) return null;
  try {
    const parsed = parseRecord(JSON.parse(toText(metadata)), { tellsUnknown: false });
    if (!parsed.ok) return null;
    const xml = renderFormat(format, parsed.record, toFormatContext(identifier, readyXml));
    return isTooLarge(xml) ? null : Buffer.from(renderRecordXml(headerXml, xml, aboutXml));
  } catch {
    return null;
  }
}

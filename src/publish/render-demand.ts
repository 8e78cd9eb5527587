import { type Format, renderFormat } from '../formats/format.ts';
import { renderRecordXml } from '../oai/record-xml.ts';
import { parseRecord } from '../record/parse-record.ts';
import { cleanText } from '../xml/text.ts';
import { type Packed, packBytes, packTexts, unpack } from './packed.ts';
import { describeTooLarge, isTooLarge, toFormatContext } from './render-record.ts';
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

/** Why a record cannot be given in a format. */
export interface DemandFault {
  readonly fault: string;
}

// A module may throw a text of any length.
const mostFaultCharacters = 1_000;

/** The ready `record` element, or what is wrong when the format fails or makes more than can be harvested: then the record cannot be given in it. */
export function renderDemand(formats: readonly Format[], prefix: string, demand: Demand): string | DemandFault {
  const format = formats.find((one) => one.prefix === prefix)!;
  const { identifier, headerXml, metadata, readyXml, aboutXml } = demand;
  if (metadata === null) return { fault: 'What the record was published from was not kept, for its new version has a problem.' };
  try {
    const parsed = parseRecord(JSON.parse(toText(metadata)), { tellsUnknown: false });
    if (!parsed.ok) return { fault: parsed.problems.join('; ') };
    const xml = renderFormat(format, parsed.record, toFormatContext(identifier, readyXml));
    return isTooLarge(xml) ? { fault: describeTooLarge(xml, prefix) } : renderRecordXml(headerXml, xml, aboutXml);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { fault: cleanText(message.slice(0, mostFaultCharacters)) };
  }
}

/** Demands as they are handed to another thread. */
export interface PackedDemands {
  readonly prefix: string;
  readonly metadata: Packed;
  /** All but the metadata, of each in their order. */
  readonly rest: readonly Omit<Demand, 'metadata'>[];
}

export function packDemands(prefix: string, demands: readonly Demand[]): PackedDemands {
  const rest = demands.map(({ identifier, headerXml, readyXml, aboutXml }) => ({ identifier, headerXml, readyXml, aboutXml }));
  return { prefix, metadata: packBytes(demands.map(({ metadata }) => metadata)), rest };
}

/** What came of demands, in their order. */
export interface PackedResults extends Packed {
  /** Of those that have no bytes, in their order. */
  readonly faults: readonly string[];
}

/** What was packed: the `record` elements in UTF-8, in the memory that they were packed in, and what is wrong with the others. */
export function unpackResults({ faults, ...packed }: PackedResults): (Uint8Array | DemandFault)[] {
  let at = 0;
  return unpack(packed).map((bytes) => bytes ?? { fault: faults[at++]! });
}

/**
 * Renders demands, and packs what comes of it in their order.
 *
 * @param options.begin told of the place of each before it is rendered
 * @param options.mostMs after so many milliseconds none is begun with, but the first
 */
export function renderPacked(
  formats: readonly Format[],
  { prefix, metadata, rest }: PackedDemands,
  { begin, mostMs = Number.POSITIVE_INFINITY }: { readonly begin?: (index: number) => void; readonly mostMs?: number } = {},
): PackedResults {
  const sources = unpack(metadata);
  const till = performance.now() + mostMs;
  const faults: string[] = [];
  const render = function* () {
    for (const [index, demand] of rest.entries()) {
      if (index > 0 && performance.now() > till) return;
      begin?.(index);
      const result = renderDemand(formats, prefix, { ...demand, metadata: sources[index]! });
      if (typeof result !== 'string') faults.push(result.fault);
      yield typeof result === 'string' ? result : null;
    }
  };
  return { ...packTexts(render(), rest.length), faults };
}

import { gunzipSync } from 'node:zlib';
import type { Answer } from './response-parser.ts';

/** What the end of a page says. */
export interface PageEnd {
  /** Null when the list ends here. */
  readonly token: string | null;
  readonly completeListSize: number | null;
}

/** The body of an answer as text bytes: unpacked where it came packed. */
export function toBody(answer: Answer): Buffer {
  return answer.gzip ? gunzipSync(answer.body) : answer.body;
}

// A resumptionToken of ours ends at 8 kB.
const endBytes = 8_700;

/**
 * Looks at the end of a page for its resumptionToken.
 *
 * @throws Error when it is no page of a list
 */
export function readPageEnd(answer: Answer, body: Buffer): PageEnd {
  if (answer.status !== 200) throw new Error(`the server answered ${answer.head.split('\r\n')[0]}`);
  const text = body.toString('latin1', Math.max(0, body.length - endBytes));
  if (!/<\/(?:\w+:)?List(?:Records|Identifiers)>/.test(text)) throw new Error(`this is no page of a list: …${text.slice(-400)}`);
  const found = /<(?:\w+:)?resumptionToken\b([^>]*?)(?:\/>|>\s*([^<]*?)\s*<)/.exec(text);
  const size = /completeListSize="(\d+)"/.exec(found?.[1] ?? '')?.[1];
  const token = found?.[2] ?? '';
  return { token: token === '' ? null : fromXmlText(token), completeListSize: size === undefined ? null : Number(size) };
}

function fromXmlText(text: string): string {
  if (!text.includes('&')) return text;
  const known: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (all, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return known[name] ?? all;
  });
}

/** How many records or headers a page has. */
export function countHeaders(body: Buffer): number {
  let count = 0;
  for (let at = body.indexOf('<header'); at >= 0; at = body.indexOf('<header', at + 7)) count += 1;
  return count;
}

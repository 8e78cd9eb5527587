/** One argument as it stood in the request, decoded once; null where its bytes are not UTF-8 text (OAI-PMH 2.0 §3.1.1.3). */
export interface RawArgument {
  readonly name: string | null;
  readonly value: string | null;
}

/**
 * Parses `name=value&…` as a URL or a POST body carries it: percent-escapes decoded exactly once, `+` as a space, order and repeats kept.
 * Each character of `text` stands for one byte (latin1). A `%` that begins no escape stands for itself.
 */
export function parseArguments(text: string): RawArgument[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0
        ? { name: decode(pair), value: '' }
        : { name: decode(pair.slice(0, equals)), value: decode(pair.slice(equals + 1)) };
    });
}

const plain = /^[\x20-\x24\x26-\x2a\x2c-\x7e]*$/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(text: string): string | null {
  if (plain.test(text)) return text;
  const bytes = text
    .replace(/\+/g, ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return null;
  }
}

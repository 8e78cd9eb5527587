import type { Entry } from '../reader.ts';
import { guessFormat } from './guess-format.ts';

/** The longest line that is read, in bytes: one record with a generous full text in it. */
export const defaultMaxLineBytes = 64 * 2 ** 20;

const lineFeed = 0x0a;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads JSON Lines in UTF-8: one JSON value a line; blank lines, CR LF and byte order marks are tolerated. A line that is too long, not
 * UTF-8 or not JSON becomes an entry with a fault, and reading goes on after it; if it is the first, the fault tells what the file looks
 * like. Lines count from 1.
 */
export async function* readJsonLines(
  chunks: AsyncIterable<Uint8Array>,
  { maxLineBytes = defaultMaxLineBytes }: { readonly maxLineBytes?: number } = {},
): AsyncGenerator<Entry> {
  let number = 0;
  let first = true;
  for await (const bytes of splitLines(chunks, maxLineBytes)) {
    number += 1;
    const entry = bytes === null ? { line: number, fault: `longer than ${maxLineBytes} bytes` } : parseLine(number, bytes);
    if (entry === null) continue;
    const hint = first && bytes !== null && 'fault' in entry ? guessFormat(bytes) : null;
    first = false;
    yield hint !== null && 'fault' in entry ? { ...entry, fault: `${entry.fault}; ${hint}` } : entry;
  }
}

/** Cuts bytes into lines without their line feeds; null stands for a line that was too long, whose bytes were dropped. */
async function* splitLines(chunks: AsyncIterable<Uint8Array>, maxLineBytes: number): AsyncGenerator<Uint8Array | null> {
  let parts: Uint8Array[] = [];
  let length = 0;
  const keep = (part: Uint8Array): void => {
    length += part.length;
    if (length > maxLineBytes) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const take = (): Uint8Array | null => {
    const line = length > maxLineBytes ? null : parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      keep(chunk.subarray(start, end));
      start = end + 1;
      yield take();
    }
    keep(chunk.subarray(start));
  }
  if (length > 0) yield take();
}

function parseLine(line: number, bytes: Uint8Array): Entry | null {
  let text: string;
  try {
    // It drops a byte order mark, too, and on every line: files that were joined have one in the middle.
    text = utf8.decode(bytes);
  } catch {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return { line, fault: utf16 ? 'not UTF-8; the file seems to be UTF-16' : 'not UTF-8' };
  }
  if (text.trim() === '') return null;
  try {
    return { line, value: JSON.parse(text) as unknown };
  } catch (error) {
    // The parser quotes the text it fell over, which may be long and hold anything.
    const reason = error instanceof Error ? error.message.replace(/, "[\s\S]*$|, \.\.\.[\s\S]*$/, '') : '';
    return { line, fault: `not JSON${reason === '' ? '' : `: ${reason}`}` };
  }
}

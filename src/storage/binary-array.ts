// Types by the numbers that PostgreSQL has for them (pg_type.oid).
const textType = 25;
const jsonbType = 3802;

// jsonb travels as text behind the number of its format.
const jsonbFormat = 1;

/**
 * A value for a `text[]`, in PostgreSQL's binary format, of texts or of their bytes in UTF-8. The driver would write it as a text with every quote and backslash escaped, which the server takes apart again: for
 * long texts most of the cost of sending them.
 */
export function toTextArray(texts: readonly (string | Uint8Array)[]): Buffer {
  return toArray(textType, texts, 0);
}

/** A value for a `jsonb[]`, of JSON texts. */
export function toJsonbArray(texts: readonly string[]): Buffer {
  return toArray(jsonbType, texts, 1);
}

const headerBytes = 20;
const lengthBytes = 4;

/** One dimension, no nulls: dimensions, flags, type, length and lower bound, then each element behind its length. */
function toArray(type: number, texts: readonly (string | Uint8Array)[], prefixBytes: 0 | 1): Buffer {
  let size = headerBytes;
  for (const text of texts) size += lengthBytes + prefixBytes + Buffer.byteLength(text);
  const array = Buffer.allocUnsafe(size);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(0, 4);
  array.writeInt32BE(type, 8);
  array.writeInt32BE(texts.length, 12);
  array.writeInt32BE(1, 16);
  let at = headerBytes;
  for (const text of texts) {
    const start = at + lengthBytes;
    if (prefixBytes === 1) array[start] = jsonbFormat;
    const end = start + prefixBytes + write(array, text, start + prefixBytes);
    array.writeInt32BE(end - start, at);
    at = end;
  }
  return array;
}

/** Returns how many bytes were written. */
function write(array: Buffer, text: string | Uint8Array, at: number): number {
  if (typeof text === 'string') return array.write(text, at);
  array.set(text, at);
  return text.length;
}

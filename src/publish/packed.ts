/** Several values as bytes in one: to hand each over to another thread costs more than to copy them all. */
export interface Packed {
  readonly bytes: Uint8Array;
  /** Of each value, in their order; null where there is none. */
  readonly lengths: readonly (number | null)[];
}

export function packBytes(values: readonly (Uint8Array | null)[]): Packed {
  const lengths = values.map((value) => value?.length ?? null);
  const bytes = new Uint8Array(lengths.reduce<number>((sum, length) => sum + (length ?? 0), 0));
  let at = 0;
  for (const value of values) {
    if (value === null) continue;
    bytes.set(value, at);
    at += value.length;
  }
  return { bytes, lengths };
}

// A unit of UTF-16 makes three bytes of UTF-8 at most, and seldom more than one.
const bytesOfUnit = 3;
const likelyBytesOfUnit = 1.2;

/** Packs texts in UTF-8. Each is written without counting its bytes first, which would take as long as to write them. */
export function packTexts(texts: readonly (string | null)[]): Packed {
  const units = texts.map((text) => text?.length ?? 0);
  const likely = units.reduce((sum, length) => sum + length, 0) * likelyBytesOfUnit;
  let room = Buffer.allocUnsafeSlow(Math.ceil(likely) + Math.max(0, ...units) * bytesOfUnit);
  let at = 0;
  const lengths = texts.map((text) => {
    if (text === null) return null;
    const needed = at + text.length * bytesOfUnit;
    if (needed > room.length) room = enlarge(room.subarray(0, at), needed + room.length);
    const length = room.write(text, at);
    at += length;
    return length;
  });
  return { bytes: room.subarray(0, at), lengths };
}

/** In memory of its own, never of that which Node shares out among small buffers: it may be given away to another thread. */
function enlarge(bytes: Uint8Array, length: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(length);
  larger.set(bytes);
  return larger;
}

/** What was packed, in the memory that it was packed in. */
export function unpack({ bytes, lengths }: Packed): (Uint8Array | null)[] {
  let at = 0;
  return lengths.map((length) => {
    if (length === null) return null;
    at += length;
    return bytes.subarray(at - length, at);
  });
}

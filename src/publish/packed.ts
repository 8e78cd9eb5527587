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

const likelyBytes = 4_096;
// A unit of UTF-16 makes three bytes of UTF-8 at most. To count them takes as long as to write them, but room for three times a large text is too much.
const bytesOfUnit = 3;
const countedUnits = 65_536;

/**
 * Packs texts in UTF-8, each as it comes: none is kept beside its bytes.
 *
 * @param count how many they are
 */
export function packTexts(texts: Iterable<string | null>, count: number): Packed {
  let room = Buffer.allocUnsafeSlow(count * likelyBytes);
  let at = 0;
  const lengths: (number | null)[] = [];
  for (const text of texts) {
    if (text === null) lengths.push(null);
    else {
      const needed = at + (text.length < countedUnits ? text.length * bytesOfUnit : Buffer.byteLength(text));
      if (needed > room.length) room = enlarge(room.subarray(0, at), Math.max(needed, room.length * 2));
      const length = room.write(text, at);
      at += length;
      lengths.push(length);
    }
  }
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

/** Keeps the end of what it is given, in a buffer that is made once. */
export interface Tail {
  add(part: Buffer): void;
  get(): Buffer;
  clear(): void;
}

// A resumptionToken of ours ends at 8 kB.
const tailBytes = 16_384;

/** Makes a tail. */
export function makeTail(): Tail {
  const buffer = Buffer.allocUnsafe(2 * tailBytes);
  let used = 0;
  const add = (part: Buffer) => {
    if (part.length >= tailBytes) {
      part.copy(buffer, 0, part.length - tailBytes);
      used = tailBytes;
      return;
    }
    if (used + part.length > buffer.length) {
      buffer.copyWithin(0, used - tailBytes, used);
      used = tailBytes;
    }
    part.copy(buffer, used);
    used += part.length;
  };
  const clear = () => {
    used = 0;
  };
  return { add, get: () => buffer.subarray(Math.max(0, used - tailBytes), used), clear };
}

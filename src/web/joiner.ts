/** Puts parts together for as long as they are used. */
export type Joiner = <T>(parts: readonly Uint8Array[], use: (joined: Uint8Array) => Promise<T>) => Promise<T>;

// A stretch of a list is half of it, and all that is ever touched of the memory; more comes where one record is large.
const memoryBytes = 1_048_576;
// As many as Node compresses at once.
const mostKept = 4;

/** Makes what puts parts together in memory that is used again. */
export function makeJoiner(): Joiner {
  const free: Buffer[] = [];
  return async (parts, use) => {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const memory = (length <= memoryBytes && free.pop()) || Buffer.allocUnsafeSlow(Math.max(length, memoryBytes));
    let at = 0;
    for (const part of parts) {
      memory.set(part, at);
      at += part.length;
    }
    try {
      return await use(memory.subarray(0, length));
    } finally {
      if (memory.length === memoryBytes && free.length < mostKept) free.push(memory);
    }
  };
}

/** Puts parts together for as long as they are used; who comes while there is no memory for it waits. */
export type Joiner = <T>(parts: readonly Uint8Array[], use: (joined: Uint8Array) => Promise<T>) => Promise<T>;

// The largest stretch of a list is half of it, and all that is ever touched of the memory; more comes where one record is large.
const memoryBytes = 4_194_304;
// As many as Node compresses at once.
const mostAtOnce = 4;

/** Makes what puts parts together in memory that is used again. */
export function makeJoiner(): Joiner {
  const free: Buffer[] = [];
  const waiting: (() => void)[] = [];
  let used = 0;
  return async (parts, use) => {
    if (used === mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else used += 1;
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    let memory: Buffer | null = null;
    try {
      memory = (length <= memoryBytes && free.pop()) || Buffer.allocUnsafeSlow(Math.max(length, memoryBytes));
      let at = 0;
      for (const part of parts) {
        memory.set(part, at);
        at += part.length;
      }
      return await use(memory.subarray(0, length));
    } finally {
      if (memory?.length === memoryBytes) free.push(memory);
      const next = waiting.shift();
      if (next === undefined) used -= 1;
      else next();
    }
  };
}

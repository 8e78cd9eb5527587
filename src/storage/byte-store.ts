/** Bytes that were put together, to be sent. */
export interface ByteStore {
  append(bytes: Uint8Array): void;
  /** What was appended, in its order; not to be used after `release`. */
  listParts(): readonly Uint8Array[];
  /** Gives the memory back, for others to write into: only when nobody reads from it any more. What is never given back is left to the garbage collector. */
  release(): void;
}

/** Makes stores out of blocks of memory that are used again. */
export type ByteStoreMaker = () => ByteStore;

const blockBytes = 131_072;
// 16 MB: what some tens of answers on their way take.
const blocksKept = 128;

/**
 * Makes a source of stores. Memory for pages is used again because the garbage collector is slow to see how much of it there is, and then runs for longer than
 * reading and sending take together.
 */
export function makeByteStoreMaker(): ByteStoreMaker {
  const free: Buffer[] = [];
  return () => {
    let blocks: Buffer[] = [];
    // Of the last block.
    let used = blockBytes;
    return {
      append: (bytes) => {
        for (let at = 0; at < bytes.length; ) {
          if (used === blockBytes) {
            blocks.push(free.pop() ?? Buffer.allocUnsafeSlow(blockBytes));
            used = 0;
          }
          const end = Math.min(bytes.length, at + blockBytes - used);
          blocks.at(-1)!.set(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end), used);
          used += end - at;
          at = end;
        }
      },
      listParts: () => blocks.map((block, index) => (index < blocks.length - 1 ? block : block.subarray(0, used))),
      release: () => {
        for (const block of blocks) if (free.length < blocksKept) free.push(block);
        blocks = [];
      },
    };
  };
}

import type { Transform } from 'node:stream';
import type { Zlib, ZlibReset } from 'node:zlib';
import type { Joiner } from './joiner.ts';

/** What Node compresses with. Its types leave out `reset` where its documentation has it. */
export type ZlibStream = Transform & Zlib & ZlibReset;

/** Compresses one answer after the other, each piece as a whole. */
export interface Encoder {
  /**
   * Compresses the next parts of an answer, which may be used again once it resolves. What comes out may be nothing yet, unless it is the last.
   *
   * @param last whether nothing comes after them
   * @throws Error what zlib has to say
   */
  encode(parts: readonly Uint8Array[], last: boolean): Promise<readonly Buffer[]>;
  /** Begins anew, if the last piece was encoded; false if not, and nothing but `destroy` is left to do. */
  reset(): boolean;
  /** Gives its memory back, whatever it is doing. */
  destroy(): void;
}

/**
 * @param finish the kind of flush that ends the encoded form
 * @param join so that there is one turn of a thread, rather than one for each part and one more for what is in between
 */
export function makeEncoder(stream: ZlibStream, finish: number, join: Joiner): Encoder {
  let encoded: Buffer[] = [];
  let finished = false;
  let fail: (error: Error) => void = () => undefined;
  stream.on('data', (chunk: Buffer) => encoded.push(chunk));
  stream.on('error', (error: Error) => fail(error));
  const write = (joined: Uint8Array, last: boolean) =>
    new Promise<readonly Buffer[]>((resolve, reject) => {
      fail = reject;
      const done = (error?: Error | null) => {
        if (error) return reject(error);
        finished = last;
        resolve(encoded);
        encoded = [];
      };
      stream.write(joined, last ? undefined : done);
      if (last) stream.flush(finish, done);
    });
  return {
    encode: (parts, last) => join(parts, (joined) => write(joined, last)),
    reset: () => {
      if (!finished) return false;
      stream.reset();
      finished = false;
      return true;
    },
    destroy: () => stream.destroy(),
  };
}

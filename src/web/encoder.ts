import type { Transform } from 'node:stream';
import type { Zlib, ZlibReset } from 'node:zlib';

/** What Node compresses with. Its types leave out `reset` where its documentation has it. */
export type ZlibStream = Transform & Zlib & ZlibReset;

/** Compresses one answer after the other, each piece as a whole. */
export class Encoder {
  readonly #stream: ZlibStream;
  readonly #finish: number;
  #encoded: Buffer[] = [];
  #fail: (error: Error) => void = () => undefined;
  #finished = false;

  /** @param finish the kind of flush that ends the encoded form */
  constructor(stream: ZlibStream, finish: number) {
    this.#stream = stream;
    this.#finish = finish;
    stream.on('data', (chunk: Buffer) => this.#encoded.push(chunk));
    stream.on('error', (error: Error) => this.#fail(error));
  }

  /** Whether the encoded form is whole, so that nothing but `reset` may follow. */
  get finished(): boolean {
    return this.#finished;
  }

  /**
   * Compresses the next parts of an answer, which may be used again once it resolves. What comes out may be nothing yet, unless it is the last.
   *
   * @param last whether nothing comes after them
   * @throws Error whatever zlib has to say
   */
  encode(parts: readonly Uint8Array[], last: boolean): Promise<readonly Buffer[]> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      const done = () => {
        this.#finished = last;
        const encoded = this.#encoded;
        this.#encoded = [];
        resolve(encoded);
      };
      // They are taken in their order, so the end of the last is the end of all.
      for (const part of parts.slice(0, -1)) this.#stream.write(part);
      this.#stream.write(parts.at(-1), last ? undefined : done);
      if (last) this.#stream.flush(this.#finish, done);
    });
  }

  /** Begins anew. */
  reset(): void {
    this.#stream.reset();
    this.#finished = false;
  }

  /** Gives its memory back, whatever it is doing. */
  destroy(): void {
    this.#stream.destroy();
  }
}

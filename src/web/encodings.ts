import { constants, createBrotliCompress, createDeflate, createGzip } from 'node:zlib';
import type { Request } from 'express';
import { type Encoder, makeEncoder, type ZlibStream } from './encoder.ts';
import { makeJoiner } from './joiner.ts';

// zlib's fastest: half the time of its default for an eighth more bytes, and harvesters wait for time.
const level = 1;
const brotliQuality = 1;
// What comes out in one buffer: a stretch of a list nearly always, the largest too, since a full one costs another turn of a thread. Node's own is a sixteenth of it.
const chunkSize = 262_144;
// An encoder is half a megabyte of memory, which V8 has to look for garbage to get back: making one for each answer costs a fifth of the server's processor time.
const idleEncodersKept = 16;

interface Encoding {
  readonly create: () => ZlibStream;
  /** The flush that ends the encoded form. */
  readonly finish: number;
  /** Whether an encoder can begin anew; Node says it of deflate and its wrappings only. */
  readonly reusable: boolean;
}

const encodings = {
  gzip: { create: () => createGzip({ level, chunkSize }) as ZlibStream, finish: constants.Z_FINISH, reusable: true },
  deflate: { create: () => createDeflate({ level, chunkSize }), finish: constants.Z_FINISH, reusable: true },
  br: {
    create: () => createBrotliCompress({ chunkSize, params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } }) as ZlibStream,
    finish: constants.BROTLI_OPERATION_FINISH,
    reusable: false,
  },
} satisfies Readonly<Record<string, Encoding>>;

/** The name of a content encoding, as HTTP has it. */
export type EncodingName = keyof typeof encodings;

/** The content encodings the server offers, as Identify lists them (OAI-PMH 2.0 §3.1.3). */
export const compressions = Object.keys(encodings) as readonly EncodingName[];

/** The encoding that the client likes best (RFC 9110 §12.5.3); null for an answer as it is. */
export function chooseEncoding(request: Request): EncodingName | null {
  const accepted = request.acceptsEncodings(...compressions, 'identity');
  return compressions.find((each) => each === accepted) ?? null;
}

/** Encoders that are used for one answer after the other. */
export interface EncoderStore {
  /** An encoder at its beginning, to be given back. */
  take(name: EncodingName): Encoder;
  /** Takes an encoder back, in whatever state; what came out of it stays as it is. */
  giveBack(name: EncodingName, encoder: Encoder): void;
}

export function makeEncoderStore(): EncoderStore {
  const idle: Readonly<Record<EncodingName, Encoder[]>> = { gzip: [], deflate: [], br: [] };
  const join = makeJoiner();
  return {
    take: (name) => idle[name].pop() ?? makeEncoder(encodings[name].create(), encodings[name].finish, join),
    giveBack: (name, encoder) => {
      const kept = encodings[name].reusable && idle[name].length < idleEncodersKept && encoder.reset();
      if (kept) idle[name].push(encoder);
      else encoder.destroy();
    },
  };
}

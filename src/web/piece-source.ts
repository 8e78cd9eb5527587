import type { AnswerPiece } from '../oai/answer.ts';
import type { Encoder } from './encoder.ts';
import type { EncoderStore, EncodingName } from './encodings.ts';

/** The pieces of an answer as they are sent. */
export interface PieceSource {
  /** The next piece; not to be called after the last, nor before the one before is there. */
  next(): Promise<AnswerPiece>;
  /** Gives back what is left, in the middle or at the end. */
  end(): Promise<unknown>;
  /** Settles when the first piece is there, where it is made before it is asked for. */
  readonly begun: Promise<unknown>;
}

/** The pieces of an answer in an encoding: the first is begun with at once, and each of the others while the one before is sent. As they are (null), each is made when it is asked for. */
export function makePieceSource(
  pieces: AsyncGenerator<AnswerPiece>,
  encoding: EncodingName | null,
  encoders: EncoderStore,
): PieceSource {
  const made = encoding === null ? pieces : encode(pieces, encoding, encoders);
  const end = () => made.return(undefined);
  const next = async () => (await made.next()).value as AnswerPiece;
  if (encoding === null) return { next, end, begun: Promise.resolve() };
  const begin = () => {
    const piece = next();
    // It is awaited when the client has the one before, or never when it leaves.
    piece.catch(() => undefined);
    return piece;
  };
  let coming = begin();
  return {
    next: async () => {
      const piece = await coming;
      if (!piece.last) coming = begin();
      return piece;
    },
    end,
    begun: coming,
  };
}

const nothingToRelease = () => undefined;

/** The memory of each piece is given back when it is compressed. */
async function* encode(
  pieces: AsyncGenerator<AnswerPiece>,
  encoding: EncodingName,
  encoders: EncoderStore,
): AsyncGenerator<AnswerPiece> {
  let encoder: Encoder | null = encoders.take(encoding);
  const giveBack = () => {
    if (encoder !== null) encoders.giveBack(encoding, encoder);
    encoder = null;
  };
  try {
    for await (const { parts, release, ...piece } of pieces) {
      const encoded = await encoder!.encode(parts, piece.last);
      release();
      // A client may be long in taking the end, but nobody has to keep an encoder for that.
      if (piece.last) giveBack();
      if (piece.last || encoded.length > 0) yield { ...piece, parts: encoded, release: nothingToRelease };
    }
  } finally {
    giveBack();
  }
}

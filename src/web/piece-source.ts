import type { AnswerPiece, NextRequest } from '../oai/answer.ts';
import type { Expectation } from '../oai/expectations.ts';
import type { Encoder } from './encoder.ts';
import type { EncoderStore, EncodingName } from './encodings.ts';
import type { Taking } from './taking.ts';

/** The pieces of an answer as they are sent. */
export interface PieceSource {
  /** The next piece; not to be called after the last, nor before the one before is there. */
  next(): Promise<AnswerPiece>;
  /** Gives back what is left, in the middle or at the end. */
  end(): Promise<unknown>;
  /** Settles when the first piece is there, where it is made before it is asked for. */
  readonly begun: Promise<unknown>;
}

/** What the pieces of an answer are encoded with. */
export interface PieceEncoding {
  readonly name: EncodingName;
  readonly encoders: EncoderStore;
  /** Begins with what the client is likely to ask for next. */
  readonly expectNext: (next: NextRequest) => Expectation;
  readonly taking: Taking;
}

/** The pieces of an answer in an encoding: the first is begun with at once, and each of the others while the one before is sent. As they are (null), each is made when it is asked for. */
export function makePieceSource(pieces: AsyncGenerator<AnswerPiece>, encoding: PieceEncoding | null): PieceSource {
  const made = encoding === null ? pieces : encode(pieces, encoding);
  const next = async () => (await made.next()).value as AnswerPiece;
  if (encoding === null) return { next, end: () => made.return(undefined), begun: Promise.resolve() };
  const begin = () => {
    const piece = next();
    // It is awaited when the client has the one before, or never when it leaves.
    piece.catch(() => undefined);
    return piece;
  };
  let coming = begin();
  const { expect, confirm, drop } = useNext(encoding);
  const { taking } = encoding;
  return {
    next: async () => {
      taking.taken();
      const piece = await coming;
      taking.handed();
      if (!piece.last) coming = begin();
      // Not before somebody asks for the end of this answer: it may be one that nobody has asked for yet itself. Nor while a slow client takes it, for which it would be too old then.
      else if (!taking.isSlow()) expect(piece.next);
      const taken = () => {
        taking.taken();
        piece.taken?.();
        confirm(piece.next);
      };
      return { ...piece, taken };
    },
    end: () => {
      drop();
      return made.return(undefined);
    },
    begun: coming,
  };
}

/** What is expected after an answer, while its end is sent. */
function useNext({ expectNext }: PieceEncoding) {
  let expectation: Expectation | null = null;
  const expect = (next: NextRequest | undefined) => {
    if (next !== undefined) expectation ??= expectNext(next);
  };
  return {
    expect,
    confirm: (next: NextRequest | undefined) => {
      expect(next);
      expectation?.confirm();
      expectation = null;
    },
    drop: () => expectation?.drop(),
  };
}

const nothingToRelease = () => undefined;

/** The memory of each piece is given back when it is compressed. */
async function* encode(pieces: AsyncGenerator<AnswerPiece>, { name, encoders }: PieceEncoding): AsyncGenerator<AnswerPiece> {
  let encoder: Encoder | null = encoders.take(name);
  const giveBack = () => {
    if (encoder !== null) encoders.giveBack(name, encoder);
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

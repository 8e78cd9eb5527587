import type { Request, Response } from 'express';
import type { AnswerPiece } from '../oai/answer.ts';
import type { Encoder } from './encoder.ts';
import { chooseEncoding, type EncoderStore, type EncodingName, makeEncoderStore } from './encodings.ts';

/**
 * Sends an answer piece by piece at the pace the client takes it, compressed as the client likes: what is kept for a slow client is the piece in hand and the next, and no database connection.
 * An answer of one piece goes with its length. A client that leaves ends the answer, and that is no error.
 *
 * @param headers of a whole answer: an error that is sent in its stead has none of them
 * @throws whatever the pieces throw; nothing has been sent as long as `response.headersSent` is false, and otherwise the connection has to be cut
 */
export type AnswerSender = (
  request: Request,
  response: Response,
  pieces: AsyncGenerator<AnswerPiece>,
  headers: Readonly<Record<string, string>>,
) => Promise<void>;

/** Makes what sends the answers of a server; what it compresses them with is used again. */
export function makeAnswerSender(): AnswerSender {
  const encoders = makeEncoderStore();
  return async (request, response, pieces, headers) => {
    const encoding = chooseEncoding(request);
    const bodiless = request.method === 'HEAD';
    const sent = encoding === null || bodiless ? pieces : encode(pieces, encoding, encoders);
    try {
      const first = (await sent.next()).value as AnswerPiece;
      response.set({ 'Content-Type': 'text/xml; charset=utf-8', ...headers }).vary('Accept-Encoding');
      if (encoding !== null) response.set('Content-Encoding', encoding);
      if (bodiless) {
        first.release();
        response.end();
        return;
      }
      if (first.last) response.set('Content-Length', String(toLength(first)));
      await writeAll(response, first, sent);
    } finally {
      await sent.return(undefined);
    }
  };
}

const toLength = ({ parts }: AnswerPiece) => parts.reduce((sum, { length }) => sum + length, 0);

const nothingToRelease = () => undefined;

/** The same pieces compressed; the memory of each is given back when it is. */
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

async function writeAll(response: Response, first: AnswerPiece, rest: AsyncGenerator<AnswerPiece>): Promise<void> {
  const { socket } = response.req;
  let leave = () => {};
  const gone = new Promise<false>((resolve) => {
    leave = () => resolve(false);
  });
  response.once('close', leave);
  // A response that waits behind another has no socket of its own yet, and never hears of its end.
  socket.once('close', leave);
  try {
    for (let piece = first; ; piece = (await rest.next()).value as AnswerPiece) {
      const written = writePiece(response, piece);
      if (piece.last) response.end();
      if (!(await Promise.race([written, gone]))) return;
      piece.release();
      piece.taken?.();
      if (piece.last) return;
    }
  } finally {
    socket.off('close', leave);
  }
}

/** Resolves once the operating system has taken the last byte. False when it never will. */
function writePiece(response: Response, { parts }: AnswerPiece): Promise<boolean> {
  // Of a client that has left, Node says without an error that everything was written. The response has no socket then, nor while another is before it.
  const { socket } = response.req;
  return new Promise((resolve) => {
    response.cork();
    parts.forEach((part, index) => {
      if (index < parts.length - 1) response.write(part);
      else response.write(part, (error) => resolve(!error && !socket.destroyed));
    });
    response.uncork();
  });
}

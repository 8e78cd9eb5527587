import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { AnswerPiece } from '../oai/answer.ts';
import { chooseEncoder } from './encodings.ts';

/**
 * Sends an answer piece by piece at the pace the client takes it, compressed as the client likes: what is kept for a slow client is the piece in hand and the next, and no database connection.
 * An answer of one piece goes with its length. A client that leaves ends the answer, and that is no error.
 *
 * @param headers of a whole answer: an error that is sent in its stead has none of them
 * @throws whatever the pieces throw; nothing has been sent as long as `response.headersSent` is false, and otherwise the connection has to be cut
 */
export async function sendAnswer(
  request: Request,
  response: Response,
  pieces: AsyncGenerator<AnswerPiece>,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const encoder = chooseEncoder(request);
  try {
    const first = (await pieces.next()).value as AnswerPiece;
    response.set({ 'Content-Type': 'text/xml; charset=utf-8', ...headers }).vary('Accept-Encoding');
    if (encoder !== null) response.set('Content-Encoding', encoder.name);
    if (request.method === 'HEAD') {
      first.release();
      response.end();
      return;
    }
    if (encoder === null && first.last) response.set('Content-Length', String(toLength(first)));
    const gone = new Promise<void>((resolve) => response.once('close', resolve));
    // That the client left is seen by the response.
    const encoded = encoder === null ? null : pipeline(encoder.stream, response).catch(() => undefined);
    await writeAll(encoder?.stream ?? response, first, pieces, gone);
    await encoded;
  } finally {
    await pieces.return(undefined);
    encoder?.stream.destroy();
  }
}

const toLength = ({ parts }: AnswerPiece) => parts.reduce((sum, { length }) => sum + length, 0);

async function writeAll(
  target: Writable,
  first: AnswerPiece,
  rest: AsyncGenerator<AnswerPiece>,
  gone: Promise<void>,
): Promise<void> {
  for (let piece = first; ; piece = (await rest.next()).value as AnswerPiece) {
    const written = writePiece(target, piece);
    if (piece.last) target.end();
    if (!(await Promise.race([written, gone.then(() => false)]))) return;
    piece.release();
    if (piece.last) return;
  }
}

/** Resolves once the last byte has been taken: by the operating system, or by the encoder. False when it never will be. */
function writePiece(target: Writable, { parts }: AnswerPiece): Promise<boolean> {
  return new Promise((resolve) => {
    target.cork();
    parts.forEach((part, index) => {
      if (index < parts.length - 1) target.write(part);
      else target.write(part, (error) => resolve(!error));
    });
    target.uncork();
  });
}

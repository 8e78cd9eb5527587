import type { Request, Response } from 'express';
import type { AnswerPiece } from '../oai/answer.ts';
import type { EncodingName } from './encodings.ts';
import type { PieceSource } from './piece-source.ts';

/** What is sent to a client. */
export interface SentAnswer {
  /** Its pieces, in the encoding; a client that wants the head alone is told of one that they need not be in. */
  readonly pieces: PieceSource;
  readonly encoding: EncodingName | null;
}

/**
 * Sends an answer piece by piece at the pace the client takes it: what is kept for a slow client is the piece in hand and the next, where they are compressed one more, and no database connection.
 * An answer of one piece goes with its length. A client that leaves ends the answer, and that is no error.
 *
 * @param headers of a whole answer: an error that is sent in its stead has none of them
 * @throws whatever the pieces throw; nothing has been sent as long as `response.headersSent` is false, and otherwise the connection has to be cut
 */
export async function sendAnswer(
  request: Request,
  response: Response,
  { pieces, encoding }: SentAnswer,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    const first = await pieces.next();
    response.set({ 'Content-Type': 'text/xml; charset=utf-8', ...headers }).vary('Accept-Encoding');
    if (encoding !== null) response.set('Content-Encoding', encoding);
    if (request.method === 'HEAD') {
      first.release();
      response.end();
      return;
    }
    if (first.last) response.set('Content-Length', String(toLength(first)));
    await writeAll(response, first, pieces);
  } finally {
    await pieces.end();
  }
}

const toLength = ({ parts }: AnswerPiece) => parts.reduce((sum, { length }) => sum + length, 0);

async function writeAll(response: Response, first: AnswerPiece, rest: PieceSource): Promise<void> {
  const { socket } = response.req;
  let leave = () => {};
  const gone = new Promise<false>((resolve) => {
    leave = () => resolve(false);
  });
  response.once('close', leave);
  // A response that waits behind another has no socket of its own yet, and never hears of its end.
  socket.once('close', leave);
  try {
    for (let piece = first; ; piece = await rest.next()) {
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

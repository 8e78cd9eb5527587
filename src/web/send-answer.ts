import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { AnswerPiece } from '../oai/answer.ts';

/**
 * Sends an answer piece by piece at the pace the client takes it: what is kept for a slow client is the piece in hand and the next, and no database connection.
 * An answer of one piece goes with its length. A client that leaves ends the answer, and that is no error.
 *
 * @param headers of a whole answer: an error that is sent in its stead has none of them
 * @throws whatever the pieces throw; nothing has been sent as long as `response.headersSent` is false, and the connection has been cut otherwise
 */
export async function sendAnswer(
  response: Response,
  pieces: AsyncGenerator<AnswerPiece>,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    const first = (await pieces.next()).value as AnswerPiece;
    const headersOnly = response.req.method === 'HEAD';
    response.set({ 'Content-Type': 'text/xml; charset=utf-8', ...headers });
    if (headersOnly || first.last) {
      response.end(headersOnly ? undefined : Buffer.concat(first.parts));
      return;
    }
    const faults: unknown[] = [];
    const stream = Readable.from(readBytes(first, pieces, faults), { highWaterMark: 1 });
    await pipeline(stream, response).catch(() => {
      // What is left is that the client went.
      if (faults.length > 0) throw faults[0];
    });
  } finally {
    await pieces.return(undefined);
  }
}

async function* readBytes(first: AnswerPiece, rest: AsyncGenerator<AnswerPiece>, faults: unknown[]): AsyncGenerator<Uint8Array> {
  yield Buffer.concat(first.parts);
  try {
    for await (const { parts } of rest) yield Buffer.concat(parts);
  } catch (fault) {
    faults.push(fault);
    throw fault;
  }
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/**
 * Sends an answer piece by piece at the pace the client takes it: what is kept for a slow client is the piece in hand and the next, and no database connection.
 * An answer of one piece goes with its length. A client that leaves ends the answer, and that is no error.
 *
 * @throws whatever the answer throws; nothing has been sent as long as `response.headersSent` is false, and the connection has been cut otherwise
 */
export async function sendAnswer(response: Response, answer: AsyncGenerator<string>, headersOnly: boolean): Promise<void> {
  try {
    const first = await answer.next();
    response.setHeader('Content-Type', 'text/xml; charset=utf-8');
    if (headersOnly) {
      response.end();
      return;
    }
    // The second piece is asked for before the first is sent: if there is none, the length is known.
    const second = await answer.next();
    if (second.done === true) {
      response.end(first.value);
      return;
    }
    const faults: unknown[] = [];
    const pieces = Readable.from(prepend(first.value, second.value, answer, faults), { highWaterMark: 1 });
    await pipeline(pieces, response).catch(() => {
      // What is left is that the client went.
      if (faults.length > 0) throw faults[0];
    });
  } finally {
    await answer.return(undefined);
  }
}

async function* prepend(first: string, second: string, rest: AsyncGenerator<string>, faults: unknown[]): AsyncGenerator<string> {
  yield first;
  yield second;
  try {
    yield* rest;
  } catch (fault) {
    faults.push(fault);
    throw fault;
  }
}

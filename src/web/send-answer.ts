import { once } from 'node:events';
import type { Response } from 'express';

/**
 * Sends an answer piece by piece at the pace the client takes it, one piece ahead: nothing is kept for a client that is slow but the piece in hand, and no database
 * connection. An answer of one piece goes with its length.
 *
 * @throws whatever the answer throws; nothing has been sent as long as `response.headersSent` is false
 */
export async function sendAnswer(response: Response, answer: AsyncGenerator<string>, headersOnly: boolean): Promise<void> {
  try {
    let { value: piece } = await answer.next();
    response.setHeader('Content-Type', 'text/xml; charset=utf-8');
    if (headersOnly) {
      response.end();
      return;
    }
    for (;;) {
      const next = await answer.next();
      if (next.done === true) {
        response.end(piece);
        return;
      }
      if (!(await write(response, piece!))) return;
      piece = next.value;
    }
  } finally {
    await answer.return(undefined);
  }
}

/** Writes and waits until the client has room again; false when it has gone. */
async function write(response: Response, piece: string): Promise<boolean> {
  if (response.closed || response.destroyed) return false;
  if (response.write(piece)) return true;
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  } finally {
    waiting.abort();
  }
  return !response.closed && !response.destroyed;
}

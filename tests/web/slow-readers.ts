import { type IncomingMessage, request } from 'node:http';

/** A client that has sent a request and takes nothing of the answer but its beginning, until it is told to. */
export interface SlowReader {
  /** Takes the rest, and gives the whole body. */
  finish(): Promise<string>;
  /** Hangs up. */
  leave(): void;
}

/** Starts a slow reader; resolves when the head of the answer is there. */
export function startSlowReader(url: string, query: string): Promise<SlowReader> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path: `${pathname}?${query}`, agent: false }, (incoming) => {
      outgoing.on('error', () => {});
      incoming.on('error', () => {});
      resolve({ finish: () => readAll(incoming), leave: () => outgoing.destroy() });
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

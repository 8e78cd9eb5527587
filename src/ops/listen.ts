import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProgramError } from '../errors.ts';

/** A listening server. */
export interface Listener {
  readonly port: number;
  /** Takes no new requests, lets those in hand finish, and cuts what is left after the time limit. */
  close(timeoutMs: number): Promise<void>;
}

// A client that takes nothing for so long has gone; one that is only slow takes something.
const idleSocketMs = 120_000;
// Longer than a proxy keeps a connection it does not use (nginx and the load balancers of AWS: 60 s). Otherwise the proxy now and then sends a request into a
// connection that was closed in that moment, and answers 502 itself.
const keepAliveMs = 75_000;
const sweepMs = 50;

/**
 * Listens for HTTP requests.
 *
 * @throws ProgramError PORT_IN_USE when the address cannot be had
 */
export async function listen(handler: RequestListener, host: string, port: number): Promise<Listener> {
  const server = createServer((request, response) => {
    // While closing: a harvester that asks for page after page on one connection would not let it end.
    if (!server.listening) response.setHeader('Connection', 'close');
    handler(request, response);
  });
  server.setTimeout(idleSocketMs);
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === 'EADDRINUSE' ? 'another program listens there' : cause.message;
      reject(new ProgramError('PORT_IN_USE', `Cannot listen on ${host} port ${port}: ${reason}.`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: (timeoutMs) => close(server, timeoutMs) };
}

async function close(server: Server, timeoutMs: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // A kept-alive connection whose answer ends while closing becomes idle only then.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  const cut = setTimeout(() => server.closeAllConnections(), timeoutMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

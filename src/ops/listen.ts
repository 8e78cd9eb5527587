import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import { ProgramError } from '../errors.ts';

/** A listening server. */
export interface Listener {
  readonly port: number;
  /**
   * Takes no new connections, lets requests in hand finish, and cuts what is left after the time limit. A kept connection is closed when it has been idle for `graceMs`; a
   * request that comes on it before is answered.
   */
  close(timeoutMs: number, graceMs?: number): Promise<void>;
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
 * @param onError told when a connection could not be taken, for want of file descriptors or memory; the next ones may be
 * @throws ProgramError PORT_IN_USE when the address cannot be had
 */
export async function listen(
  handler: RequestListener,
  host: string,
  port: number,
  onError: (error: Error) => void,
): Promise<Listener> {
  const server = createServer((request, response) => {
    // While closing: a harvester that asks for page after page on one connection would not let it end.
    if (!server.listening) response.setHeader('Connection', 'close');
    handler(request, response);
  });
  server.setTimeout(idleSocketMs);
  server.keepAliveTimeout = keepAliveMs;
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === 'EADDRINUSE' ? 'another program listens there' : cause.message;
      reject(new ProgramError('PORT_IN_USE', `Cannot listen on ${host} port ${port}: ${reason}.`, { cause }));
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      server.on('error', onError);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: (timeoutMs, graceMs = 0) => {
      const cut = setTimeout(() => server.closeAllConnections(), timeoutMs);
      return (graceMs > 0 ? closeGently(server, sockets, graceMs) : close(server)).finally(() => clearTimeout(cut));
    },
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // A kept-alive connection whose answer ends while closing becomes idle only then.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  await closed;
  clearInterval(sweep);
}

async function closeGently(server: Server, sockets: ReadonlySet<Socket>, graceMs: number): Promise<void> {
  // The close of HTTP servers would close idle connections at once.
  const closed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
  server.keepAliveTimeout = graceMs;
  for (const socket of sockets) {
    // Node gives a connection another time limit while it waits for its next request, and takes it back when that comes. So it tells which ones are idle.
    if (socket.timeout !== undefined && socket.timeout !== idleSocketMs) socket.setTimeout(graceMs);
  }
  await closed;
}

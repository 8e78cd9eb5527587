import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { ProgramError } from '../errors.ts';
import { type Connections, makeConnections } from './connections.ts';

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
 * @throws ProgramError PORT_IN_USE when the port cannot be had; HOST_UNUSABLE when this machine has no such address
 */
export async function listen(
  handler: RequestListener,
  host: string,
  port: number,
  onError: (error: Error) => void,
): Promise<Listener> {
  const connections = makeConnections();
  const server = createServer((request, response) => {
    connections.noteRequest(request, response);
    // While closing: a harvester that asks for page after page on one connection would not let it end.
    if (!server.listening) response.setHeader('Connection', 'close');
    handler(request, response);
  });
  server.setTimeout(idleSocketMs);
  server.keepAliveTimeout = keepAliveMs;
  server.on('connection', connections.add);
  server.on('timeout', connections.cut);
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === 'EADDRINUSE' ? 'another program listens there' : cause.message;
      const code = /^(ENOTFOUND|EAI_|EADDRNOTAVAIL|EINVAL)/.test(cause.code ?? '') ? 'HOST_UNUSABLE' : 'PORT_IN_USE';
      reject(new ProgramError(code, `Cannot listen on ${host} port ${port}: ${reason}.`, { cause }));
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
      const cut = setTimeout(connections.cutAll, timeoutMs);
      return close(server, connections, graceMs).finally(() => clearTimeout(cut));
    },
  };
}

async function close(server: Server, connections: Connections, graceMs: number): Promise<void> {
  // The close of HTTP servers would cut connections whose answer has been handed over whole, while a slow client is still taking it.
  const closed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
  if (graceMs > 0) {
    server.keepAliveTimeout = graceMs;
    for (const socket of connections.listIdle()) socket.setTimeout(graceMs);
    await closed;
    return;
  }
  const closeIdle = () => {
    for (const socket of connections.listIdle()) socket.destroy();
  };
  closeIdle();
  // A kept connection becomes idle when its answer has been taken.
  const sweep = setInterval(closeIdle, sweepMs);
  await closed;
  clearInterval(sweep);
}

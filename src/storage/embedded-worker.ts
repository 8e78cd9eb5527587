import { subscribe } from 'node:diagnostics_channel';
import { chmodSync, existsSync, unlinkSync } from 'node:fs';
import type { Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { shareSession } from './shared-session.ts';

/** What the thread of the embedded database is started with. */
export interface EmbeddedWorkerData {
  readonly dataPath: string;
  readonly socketPath: string;
}

// psql and other commands may join the server; more than this at once is no job for an embedded database.
const maxConnections = 50;

const { dataPath, socketPath } = workerData as EmbeddedWorkerData;
if (parentPort === null) throw new Error('This file is a worker thread.');
const port = parentPort;

const db = await PGlite.create(dataPath);
// The lock of the directory is ours, so a socket that is here was left by a process that is gone.
if (existsSync(socketPath)) unlinkSync(socketPath);
const session = shareSession(db, (error) => {
  try {
    port.postMessage(error instanceof Error ? error : new Error(String(error)));
  } finally {
    process.exit(1);
  }
});
// The socket server tells nobody whose connection ends. It has the only sockets of this thread.
let clients = 0;
subscribe('net.server.socket', (message) => {
  clients += 1;
  const { socket } = message as { readonly socket: Socket };
  socket.once('close', () => {
    clients -= 1;
    // Who only looked whether somebody is here has set nothing. One is the connection of the process itself.
    if (socket.bytesRead > 0) session.noteLeft(clients > 1);
  });
});
const server = new PGLiteSocketServer({ db: session.db, path: socketPath, maxConnections });
await server.start();
// Whoever may write to the socket is the database's superuser.
chmodSync(socketPath, 0o600);
port.once('message', async () => {
  await server.stop();
  await db.close();
  port.postMessage('closed');
  port.close();
});
port.postMessage('open');

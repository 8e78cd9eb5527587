import { randomUUID } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Who holds a directory, as it tells whoever asks. */
export interface Holder {
  readonly nonce: string;
  readonly pid: number;
  /** What it does, in a word or two. */
  readonly purpose: string;
}

/** A directory held by this process. */
export interface DirectoryLock {
  release(): Promise<void>;
}

// Long enough for a rival that judged the same leftover stale to have replaced our socket with its own.
const settleMs = 100;
const askTimeoutMs = 2_000;

/**
 * Takes a directory for this process by listening on a socket in it: the operating system closes it whenever and however the process ends, so nothing is left that
 * must be guessed about. A socket file that nobody answers on is left over from a killed process and replaced.
 *
 * @returns the lock, or who has it
 */
export async function lockDirectory(socketPath: string, purpose: string): Promise<DirectoryLock | Holder> {
  const me: Holder = { nonce: randomUUID(), pid: process.pid, purpose };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const server = await listen(socketPath, me);
    if (server === null) {
      const holder = await ask(socketPath);
      if (holder !== null) return holder;
      removeLeftover(socketPath);
      continue;
    }
    await sleep(settleMs);
    const holder = await ask(socketPath);
    if (holder?.nonce === me.nonce) return { release: () => new Promise((resolve) => server.close(() => resolve())) };
    server.close();
    if (holder !== null) return holder;
  }
  throw new Error(`Could not take or ask for ${socketPath}.`);
}

/** Asks who holds a directory; null when nobody does. */
export function ask(socketPath: string): Promise<Holder | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    let text = '';
    socket.setTimeout(askTimeoutMs, () => socket.destroy(new Error(`The holder of ${socketPath} does not answer.`)));
    socket.on('data', (data) => {
      text += data.toString();
    });
    socket.on('end', () => resolve(text === '' ? null : (JSON.parse(text) as Holder)));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT' || error.code === 'ECONNRESET') resolve(null);
      else reject(error);
    });
  });
}

function listen(socketPath: string, me: Holder): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(JSON.stringify(me));
    });
    server.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(socketPath, () => {
      server.unref();
      resolve(server);
    });
  });
}

function removeLeftover(socketPath: string): void {
  try {
    unlinkSync(socketPath);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

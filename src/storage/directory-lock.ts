import { randomUUID } from 'node:crypto';
import { lstatSync, renameSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Who holds a directory, as it tells whoever asks. */
export interface Holder {
  readonly nonce: string;
  /** Null when it does not answer: a process that is stopped, or hangs. */
  readonly pid: number | null;
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
const attempts = 5;

/**
 * Takes a directory for this process by listening on a socket in it: the operating system closes it whenever and however the process ends, so nothing is left that
 * must be guessed about. A socket file that nobody answers on is left over from a killed process and replaced.
 *
 * @returns the lock, or who has it
 */
export async function lockDirectory(socketPath: string, purpose: string): Promise<DirectoryLock | Holder> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const leftover = findInode(socketPath);
    const holder = await ask(socketPath);
    if (holder !== null) return holder;
    const result = await claim(socketPath, purpose, leftover);
    if (result !== null) return result;
  }
  throw new Error(`Could not take or ask for ${socketPath}.`);
}

/** Puts a socket of ours in the place of the leftover, and sees whether it stays; null when a rival's came between and is gone again. */
async function claim(socketPath: string, purpose: string, leftover: number | null): Promise<DirectoryLock | Holder | null> {
  const nonce = randomUUID();
  // Under a name of its own, since closing a server removes the file of the name it was given, which by then would be a rival's.
  const ownPath = `${socketPath}.${nonce.slice(0, 8)}`;
  const server = await listen(ownPath, { nonce, pid: process.pid, purpose });
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  try {
    if (findInode(socketPath) !== leftover) return await close().then(() => null);
    renameSync(ownPath, socketPath);
    await sleep(settleMs);
    const holder = await ask(socketPath);
    if (holder?.nonce === nonce) return { release: () => release(socketPath, close) };
    await close();
    return holder;
  } catch (error) {
    await close();
    throw error;
  }
}

async function release(socketPath: string, close: () => Promise<void>): Promise<void> {
  try {
    unlinkSync(socketPath);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    await close();
  }
}

/** Asks who holds a directory; null when nobody does. */
export function ask(socketPath: string): Promise<Holder | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    let text = '';
    socket.setTimeout(askTimeoutMs, () => {
      socket.destroy();
      resolve({ nonce: '', pid: null, purpose: 'it does not answer' });
    });
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

function listen(socketPath: string, me: Holder): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(JSON.stringify(me));
    });
    server.on('error', reject);
    server.listen(socketPath, () => {
      server.unref();
      resolve(server);
    });
  });
}

function findInode(path: string): number | null {
  return lstatSync(path, { throwIfNoEntry: false })?.ino ?? null;
}

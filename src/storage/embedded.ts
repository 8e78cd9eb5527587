import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readlinkSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ProgramError } from '../errors.ts';
import { toWorkerUrl } from '../worker-url.ts';
import { type Holder, lockDirectory } from './directory-lock.ts';
import type { EmbeddedWorkerData } from './embedded-worker.ts';

/** An embedded PostgreSQL, running in a thread of this process or of the one that holds its directory. */
export interface EmbeddedDatabase {
  /** For pg, psql and anything else that speaks to PostgreSQL: a socket in a folder only its owner can enter. */
  readonly url: string;
  /** The process that runs it, when that is another one. */
  readonly holder: Holder | null;
  /** Whether this process made it. */
  readonly isNew: boolean;
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** What this process does with it, for the message another one gets. */
  readonly purpose: string;
  /** Whether the database of a running server may be used instead of one of our own. */
  readonly join: boolean;
  /** Whether a database is made where there is none. */
  readonly make: boolean;
  /** Told when the database ends by itself. */
  readonly onEnd: (error: Error) => void;
}

// The operating system keeps 104 bytes (macOS; Linux: 108) for the path of a socket and its end; the longest of ours has 14 after the folder.
const maxFolderBytes = 89;
// The first opening makes the database, which takes some seconds.
const openingMs = 30_000;

/**
 * Opens the embedded database in a directory, making it first where there is none, or joins the process that has it open.
 *
 * @throws ProgramError DATA_DIR_EMPTY; DATA_DIR_IN_USE when another process has the directory and it may not be joined; DATA_DIR_UNUSABLE
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { dataDir, purpose } = options;
  const isNew = !isThere(join(dataDir, 'postgres', 'PG_VERSION'), dataDir);
  if (!options.make && isNew) {
    throw new ProgramError('DATA_DIR_EMPTY', `There is no embedded database in ${resolve(dataDir)}.`);
  }
  const folder = makeFolders(dataDir);
  // In full, so that PGPORT and PGSSLMODE of who starts it, which are about another server, change nothing.
  const url = `postgresql://postgres@localhost:5432/postgres?host=${encodeURIComponent(folder)}&sslmode=disable`;
  const lock = await lockDirectory(join(folder, 'lock'), purpose).catch((cause: unknown) => {
    throw unusable(dataDir, cause);
  });
  if (!('release' in lock)) {
    if (options.join && lock.pid !== null) {
      await untilOpen(join(folder, '.s.PGSQL.5432'), dataDir, lock.pid);
      return { url, holder: lock, isNew: false, close: async () => {} };
    }
    const who = lock.pid === null ? 'a process that does not answer' : `process ${lock.pid} (${lock.purpose})`;
    throw new ProgramError('DATA_DIR_IN_USE', `The data directory ${dataDir} is in use by ${who}.`);
  }
  try {
    const worker = await startWorker({ dataPath: join(dataDir, 'postgres'), socketPath: join(folder, '.s.PGSQL.5432') }, options);
    return { url, holder: null, isNew, close: () => worker.close().finally(() => lock.release()) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Waits for the process that has the directory to have opened the database in it. */
async function untilOpen(socketPath: string, dataDir: string, pid: number): Promise<void> {
  for (const end = performance.now() + openingMs; performance.now() < end; await sleep(100)) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(socketPath, () => resolve(socket.destroy() === socket));
      socket.on('error', () => resolve(false));
    });
    if (open) return;
  }
  throw new ProgramError('DATA_DIR_IN_USE', `Process ${pid} has the data directory ${dataDir}, but its database does not open.`);
}

function isThere(file: string, dataDir: string): boolean {
  try {
    return statSync(file).isFile();
  } catch (error) {
    // A folder that may not be entered may have one.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw unusable(dataDir, error);
  }
}

function unusable(dataDir: string, cause: unknown): ProgramError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ProgramError('DATA_DIR_UNUSABLE', `The data directory ${dataDir} cannot be used: ${reason}`, { cause });
}

/** Makes a folder, and those above it, as Node's own `recursive` does, which never ends where the operating system has no room for folders (/proc). */
function makeFolder(folder: string, mode?: number): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above, mode);
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    // Another process may have made it in the meantime; a file in its place is in the way.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

function makeFolders(dataDir: string): string {
  try {
    makeFolder(resolve(dataDir), 0o700);
    const real = realpathSync(dataDir);
    // PostgreSQL's files are for their owner alone, whatever the permissions of the directory, which may have been there before and serve others, too.
    makeFolder(join(real, 'postgres'));
    chmodSync(join(real, 'postgres'), 0o700);
    return Buffer.byteLength(real) <= maxFolderBytes ? real : makeShortcut(real);
  } catch (error) {
    throw unusable(dataDir, error);
  }
}

/** A short way to a folder. The sockets are in the folder itself: another process may have another folder for temporary files, and must find the same lock. */
function makeShortcut(real: string): string {
  const hash = createHash('sha256').update(real).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `oai-pmh-server-${hash}`);
  makeFolder(folder, 0o700);
  const { uid, mode } = lstatSync(folder);
  if (uid !== userInfo().uid || (mode & 0o077) !== 0) throw new Error(`${folder} belongs to somebody else.`);
  const shortcut = join(folder, 'data');
  try {
    symlinkSync(real, shortcut);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || readlinkSync(shortcut) !== real) throw error;
  }
  return shortcut;
}

async function startWorker(
  workerData: EmbeddedWorkerData,
  { dataDir, onEnd }: EmbeddedOptions,
): Promise<{ close(): Promise<void> }> {
  const worker = new Worker(toWorkerUrl('storage/embedded-worker.js'), { workerData });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`Its thread ended with code ${code}.`)));
  }).catch((cause: Error) => {
    throw new ProgramError('DATA_DIR_UNUSABLE', `The embedded database in ${dataDir} does not open: ${cause.message}`, { cause });
  });
  let closing = false;
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('error', onEnd);
  worker.on('message', (message: unknown) => {
    if (message instanceof Error) onEnd(message);
  });
  worker.on('exit', (code) => {
    if (!closing) onEnd(new Error(`The thread of the embedded database ended with code ${code}.`));
  });
  return {
    close: async () => {
      closing = true;
      worker.postMessage('close');
      await exited;
    },
  };
}

import { accessSync, constants, createReadStream, fstatSync, statSync } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { ProgramError } from '../errors.ts';

/** A file to import, or standard input. */
export interface ImportFile {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** The size of the file; null for a pipe. */
  readonly totalBytes: number | null;
  /** How many bytes were taken so far. */
  bytesRead(): number;
  /** Whether a path leads to this very file, by whatever name. */
  isAt(path: string): boolean;
}

export interface ImportFileOptions {
  /** A path, or `-` for standard input. */
  readonly path: string;
  readonly stdin: NodeJS.ReadableStream;
  /** Ends the file where it is, even when it waits for a pipe. */
  readonly signal: AbortSignal;
}

/**
 * Looks whether a file can be imported; nothing is opened until the chunks are read.
 * @throws ProgramError IMPORT_FILE_UNREADABLE, now or while reading
 */
export function openImportFile({ path, stdin, signal }: ImportFileOptions): ImportFile {
  const totalBytes = path === '-' ? null : checkFile(path);
  let bytes = 0;
  const read = async function* (): AsyncGenerator<Uint8Array> {
    const stream = path === '-' ? (stdin as Readable) : createReadStream(path, { highWaterMark: 2 ** 18 });
    try {
      for await (const chunk of addAbortSignal(signal, stream) as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        yield chunk;
      }
    } catch (error) {
      if (!signal.aborted) throw unreadable(path, error);
    }
  };
  const isAt = (other: string) => {
    try {
      const its = statSync(other, exact);
      const own = path === '-' ? fstatSync((stdin as { readonly fd?: number }).fd ?? -1, exact) : statSync(path, exact);
      return own.isFile() && own.ino === its.ino && own.dev === its.dev;
    } catch {
      // What cannot be looked at is not there, or is found out by whoever opens it; or standard input is no file.
      return false;
    }
  };
  return { chunks: read(), totalBytes, bytesRead: () => bytes, isAt };
}

const exact = { bigint: true } as const;

function checkFile(path: string): number | null {
  try {
    accessSync(path, constants.R_OK);
    const stats = statSync(path);
    if (stats.isDirectory()) throw new Error('it is a folder');
    return stats.isFile() ? stats.size : null;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): ProgramError {
  const name = path === '-' ? 'Standard input' : JSON.stringify(path);
  // Node adds a code in front and the call and the path at the end, which say nothing new here.
  const reason = (error instanceof Error ? error.message : String(error)).replace(/^[A-Z]+: ([^,]+), .*$/, '$1');
  return new ProgramError('IMPORT_FILE_UNREADABLE', `${name} cannot be read: ${reason}.`, { cause: error });
}

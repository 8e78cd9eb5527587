import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder that goes when this process does, however that happens. */
export interface TemporaryFolder {
  readonly path: string;
  /** Removes it now. */
  remove(): Promise<void>;
}

/*
 * Reads until this process ends or closes its side, then removes the folder. A handler of our own could not do that after kill -9.
 * The moment's wait is for test processes that are being killed too and may still write.
 */
const keeper = 'cat >/dev/null; rm -rf "$1" || { sleep 1; rm -rf "$1"; }';

/** Makes a temporary folder whose name starts with that prefix. */
export function makeTemporaryFolder(prefix: string): TemporaryFolder {
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  const child = spawn('sh', ['-c', keeper, 'sh', folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const remove = () => {
    child.stdin.end();
    return exited;
  };
  return { path: folder, remove };
}

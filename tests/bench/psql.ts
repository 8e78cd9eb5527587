import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PostgresPrograms } from '../support/postgres-programs.ts';

/** Runs one command in psql, throws away what it gives, and tells how many milliseconds it took, the start of psql not counted. */
export type Psql = (command: string) => Promise<number>;

const run = promisify(execFile);

/** Makes a runner of psql for one database. */
export function makePsql({ folder }: PostgresPrograms, url: string): Psql {
  const inFolder = path.join(folder, 'psql');
  const program = existsSync(inFolder) ? inFolder : 'psql';
  return async (command) => {
    const args = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', '\\timing on', '-c', '\\o /dev/null', '-c', command];
    const { stdout } = await run(program, args, { env: { ...process.env, LC_ALL: 'C' } });
    const ms = /^Time: ([\d.]+) ms/m.exec(stdout)?.[1];
    if (ms === undefined) throw new Error(`psql told no time: ${stdout.slice(0, 500)}`);
    return Number(ms);
  };
}

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** The folder of a PostgreSQL installation's programs. */
export interface PostgresPrograms {
  readonly folder: string;
}

/** Where Debian and its kin keep every installed version. */
const debianFolder = '/usr/lib/postgresql';

/** Finds PostgreSQL's server programs: on PATH, in Debian's folders (newest first), or where pg_config says; null when there are none. */
export function findPostgresPrograms(): PostgresPrograms | null {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...listDebianFolders(), readPgConfigFolder()];
  const found = folders.find(
    (folder) => folder !== '' && ['postgres', 'initdb'].every((name) => existsSync(path.join(folder, name))),
  );
  return found === undefined ? null : { folder: found };
}

/** Finds pg_basebackup, which makes a standby: beside the server's programs, where links to them lead, or on PATH; null where there is none. */
export function findPgBasebackup({ folder }: PostgresPrograms): string | null {
  const real = path.dirname(realpathSync(path.join(folder, 'postgres')));
  const folders = [folder, real, ...(process.env.PATH ?? '').split(path.delimiter)];
  return folders.map((each) => path.join(each, 'pg_basebackup')).find((file) => existsSync(file)) ?? null;
}

function listDebianFolders(): string[] {
  if (!existsSync(debianFolder)) return [];
  const versions = readdirSync(debianFolder).filter((name) => /^\d/.test(name));
  return versions.sort((a, b) => Number(b) - Number(a)).map((version) => path.join(debianFolder, version, 'bin'));
}

function readPgConfigFolder(): string {
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

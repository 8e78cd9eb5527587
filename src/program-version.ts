import { readFileSync } from 'node:fs';

/** Reads the version of this program from its package. */
export function readProgramVersion(): string {
  return (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}

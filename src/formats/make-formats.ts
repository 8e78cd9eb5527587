import type { Format } from './format.ts';
import { formats } from './index.ts';

/** What a repository offers of all formats, as plain data: rendering threads are given it, too. */
export interface FormatOptions {
  /** The prefixes that are switched on; null for all. */
  readonly enabled: readonly string[] | null;
}

/** The formats that are switched on, oai_dc always among them. */
export async function makeFormats({ enabled }: FormatOptions): Promise<readonly Format[]> {
  return formats.filter(({ prefix }) => prefix === 'oai_dc' || enabled === null || enabled.includes(prefix));
}

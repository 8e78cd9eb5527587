import { mkdirSync, rmSync } from 'node:fs';
import type { Bench } from '../bench.ts';
import { type StaticServer, startNginx } from '../servers/nginx.ts';

/** The first request of a harvest of everything. */
export const wholeList = 'verb=ListRecords&metadataPrefix=oai_dc';

/** Saves the first pages of a harvest to a folder of their own and lets nginx serve them; null where nginx is not installed. */
export async function saveAndServe(
  { client }: Bench,
  url: string,
  folder: string,
  maxPages: number,
): Promise<StaticServer | null> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await client.run('harvest', { url, query: wholeList, maxPages, saveTo: folder });
  return startNginx(folder);
}

import type { Desk } from '../bench.ts';
import { makeConnection } from '../client/connection.ts';
import { toBody } from '../client/page.ts';
import { wholeList } from './save-and-serve.ts';

const mostPages = 200;
const mostMs = 30_000;
const loadMs = 5000;

/** Another endpoint, with the same client: whatever of it can be measured without knowing more than the protocol. */
export async function measureAgainst({ client, progress, addRow }: Desk, url: string): Promise<void> {
  const bounds = { maxPages: mostPages, maxMs: mostMs };
  for (const encoding of ['identity', 'gzip'] as const) {
    progress(`against ${url}, ListRecords, ${encoding}`);
    const { records, pages, ms } = await client.run('harvest', { url, query: wholeList, encoding, count: true, ...bounds });
    const measure = `against: ListRecords${encoding === 'gzip' ? ', gzip' : ''}`;
    addRow({ measure, figure: ((records ?? 0) / ms) * 1000, unit: 'records/s', note: `${pages} pages, ${records} records` });
  }
  const query = 'verb=ListIdentifiers&metadataPrefix=oai_dc';
  progress(`against ${url}, ListIdentifiers`);
  const headers = await client.run('harvest', { url, query, count: true, ...bounds });
  const note = `${headers.pages} pages, ${headers.records} headers`;
  addRow({ measure: 'against: ListIdentifiers', figure: ((headers.records ?? 0) / headers.ms) * 1000, unit: 'records/s', note });
  const identifiers = await findIdentifiers(url, query);
  const queries = identifiers.map(
    (identifier) => `verb=GetRecord&metadataPrefix=oai_dc&identifier=${encodeURIComponent(identifier)}`,
  );
  for (const connections of [1, 16]) {
    progress(`against ${url}, ${connections} connections`);
    const named = connections === 1 ? '1 connection' : `${connections} connections`;
    const record = await client.run('load', { url, queries, connections, ms: loadMs });
    addRow({ measure: `against: GetRecord, ${named}`, figure: (record.requests / record.ms) * 1000, unit: 'requests/s' });
    const identify = await client.run('load', { url, queries: ['verb=Identify'], connections, ms: loadMs });
    addRow({ measure: `against: Identify, ${named}`, figure: (identify.requests / identify.ms) * 1000, unit: 'requests/s' });
  }
}

/** Identifiers of the first page that are not deleted. */
async function findIdentifiers(url: string, query: string): Promise<string[]> {
  const base = new URL(url);
  const connection = makeConnection(base, 'identity');
  const text = toBody(await connection.get(`${base.pathname}?${query}`, true)).toString('utf8');
  connection.close();
  const headers = text
    .split('<header')
    .slice(1)
    .filter((header) => !header.startsWith(' status'));
  const found = headers.flatMap((header) => /<identifier>([^<]+)<\/identifier>/.exec(header)?.[1] ?? []);
  if (found.length === 0) throw new Error(`${url} lists no identifiers.`);
  return found;
}

import type { Desk } from '../bench.ts';
import { makeConnection } from '../client/connection.ts';
import { toBody } from '../client/page.ts';
import { wholeList } from './save-and-serve.ts';

const mostPages = 200;
const mostMs = 30_000;
const loadMs = 5000;

/** Another endpoint, with the same client: whatever of it can be measured without knowing more than the protocol. */
export async function measureAgainst(desk: Desk, url: string): Promise<void> {
  const { client, progress, addRow } = desk;
  const queries = { ListRecords: wholeList, ListIdentifiers: 'verb=ListIdentifiers&metadataPrefix=oai_dc' };
  for (const encoding of ['identity', 'gzip'] as const) {
    for (const [verb, query] of Object.entries(queries)) {
      if (encoding === 'gzip' && verb === 'ListIdentifiers') continue;
      const measure = `${verb}${encoding === 'gzip' ? ', gzip' : ''}, one client`;
      progress(`against ${url}: ${measure}`);
      const order = { url, query, encoding };
      // Counting costs the client time, so that it is done once before the time is taken.
      const { pages, records } = await client.run('harvest', { ...order, count: true, maxPages: mostPages, maxMs: mostMs });
      const { ms } = await client.run('harvest', { ...order, maxPages: pages });
      const note = `${pages} pages, ${records} records`;
      addRow({ measure: `against: ${measure}`, figure: ((records ?? 0) / ms) * 1000, unit: 'records/s', note });
    }
  }
  await measureRequests(desk, url, queries.ListIdentifiers);
}

async function measureRequests({ client, progress, addRow }: Desk, url: string, listQuery: string): Promise<void> {
  const identifiers = await findIdentifiers(url, listQuery);
  const queries = identifiers.map(
    (identifier) => `verb=GetRecord&metadataPrefix=oai_dc&identifier=${encodeURIComponent(identifier)}`,
  );
  for (const connections of [1, 16]) {
    const named = connections === 1 ? '1 connection' : `${connections} connections`;
    progress(`against ${url}: GetRecord and Identify, ${named}`);
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

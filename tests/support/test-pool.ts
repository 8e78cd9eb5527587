import pg from 'pg';
import { type Database, openPool } from '../../src/storage/database.ts';

/** Opens a pool for a test's own queries. Not prepared, so that it works next to others on the embedded database's one session. */
export function openTestPool(url: string, poolSize: number): Database {
  return openPool({
    url,
    poolSize,
    prepared: false,
    pooled: false,
    statementTimeoutMs: 0,
    applicationName: 'oai-pmh-server tests',
    // A server that a test stops breaks idle connections; the test sees it at its next query.
    onIdleError: () => {},
  });
}

/** Runs `work` with one connection, which is closed afterwards. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The URL of another database on the same server. */
export function toDatabaseUrl(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

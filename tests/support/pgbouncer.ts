import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { waitUntil } from '../faults/wait-until.ts';
import { findFreePort, findOwner } from './postgres-cluster.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { withClient } from './test-pool.ts';

/** A PgBouncer before one PostgreSQL server. It ends when this process does. */
export interface PgBouncer {
  /** The URL of a database by way of it. */
  toUrl(databaseUrl: string): string;
  stop(): Promise<void>;
}

/** Finds PgBouncer, which Debian keeps out of everybody's PATH; null where it is not installed. */
export function findPgBouncer(): string | null {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => path.join(folder, 'pgbouncer')).find((file) => existsSync(file)) ?? null;
}

function tracksPrepared(program: string): boolean {
  const version = /PgBouncer (\d+)\.(\d+)/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }));
  return Number(version?.[1]) > 1 || Number(version?.[2]) >= 21;
}

// The end of its input means that this process is gone.
const keeper = `"$1" "$2/pgbouncer.ini" 2>"$2/log" & server=$!; read -r _; kill -s TERM "$server"; wait "$server"`;

/** Starts a PgBouncer with its own defaults but for pool_mode = transaction, and few connections, so that its clients do share them. */
export async function startPgBouncer(program: string, serverUrl: string): Promise<PgBouncer> {
  const { hostname, port: serverPort } = new URL(serverUrl);
  const owner = findOwner();
  const folder = makeTemporaryFolder('oai-pmh-pgbouncer-');
  if (owner !== null) chownSync(folder.path, owner.uid, owner.gid);
  const port = await findFreePort();
  writeFileSync(path.join(folder.path, 'users'), '"postgres" ""\n');
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'trust',
    auth_file: path.join(folder.path, 'users'),
    pool_mode: 'transaction',
    default_pool_size: 4,
    // From 1.21 on it can keep track of prepared statements; what is tested is that somebody does not.
    ...(tracksPrepared(program) ? { max_prepared_statements: 0 } : {}),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const text = `[databases]\n* = host=${hostname} port=${serverPort}\n[pgbouncer]\n${lines.join('\n')}\n`;
  writeFileSync(path.join(folder.path, 'pgbouncer.ini'), text);
  const child = spawn('sh', ['-c', keeper, 'sh', program, folder.path], {
    ...(owner ?? {}),
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const toUrl = (databaseUrl: string) => {
    const url = new URL(databaseUrl);
    url.host = `127.0.0.1:${port}`;
    return url.href;
  };
  const isThere = () =>
    withClient(toUrl(serverUrl), (client) => client.query('select 1')).then(
      () => true,
      () => false,
    );
  await waitUntil('PgBouncer is there', isThere);
  const stop = async () => {
    child.stdin.end();
    await exited;
    await folder.remove();
  };
  return { toUrl, stop };
}

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findPgBasebackup, type PostgresPrograms } from './postgres-programs.ts';

/** A throwaway PostgreSQL server. It ends, and its folder goes, when this process does, however that happens. */
export interface PostgresCluster {
  /** A connection URL of its first database, over loopback TCP. */
  readonly url: string;
  /** The folder with its unix socket. */
  readonly socketFolder: string;
  /** Stops the server: `fast` cuts every session and closes the data properly, `crash` leaves it as a power cut would. */
  stop(mode?: 'fast' | 'crash'): Promise<void>;
  /** Starts it again on the same port, after `stop`. */
  start(): Promise<void>;
  /** Stops it for good and removes its folder. */
  remove(): Promise<void>;
}

const startTimeoutMs = 30_000;

/*
 * The server's parent. It reads orders from this process, and the end of its input means that this process is gone, by whatever
 * signal: then it stops the server and removes the folder. That covers Ctrl-C and kill -9 alike, which no exit handler does.
 * $1 is the folder of the programs, $2 the cluster's own, $3 its settings, $4 pg_basebackup and $5 its primary's connection string if it is a standby.
 */
const keeper = `
init() { "$programs/initdb" -D "$folder/data" -U postgres --auth=trust --encoding=UTF8 --locale=C --no-sync "$@" >"$folder/log" 2>&1; }
copy() { "$1" -D "$folder/data" -d "$2" --write-recovery-conf --wal-method=stream --checkpoint=fast --no-sync >"$folder/log" 2>&1; }
run() { "$programs/postgres" -D "$folder/data" >>"$folder/log" 2>&1 & server=$!; }
halt() { kill -s "$1" "$server" 2>/dev/null; wait "$server" 2>/dev/null; }
programs=$1 folder=$2
if [ -n "$5" ]; then copy "$4" "$5" || exit 1; else
# PostgreSQL 14 has no such option, and a build may lack ICU.
init --locale-provider=icu --icu-locale=en-US || { rm -rf "$folder/data"; init; } || exit 1
fi
printf '%s\n' "$3" >>"$folder/data/postgresql.conf"
run
while read -r order; do
  case "$order" in
    start) run ;;
    fast) halt INT ;;
    crash) halt QUIT ;;
  esac
  echo "$order"
done
halt INT
rm -rf "$folder"
`;

/*
 * Settings that a test should meet here rather than at a user's: a session time zone with a half hour in it, and (in initdb's arguments)
 * a collation that orders text otherwise than bytes do. The rest is for speed: nothing here has to survive a power cut.
 */
const settings = (port: number, socketFolder: string) => `
listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = '${socketFolder}'
max_connections = 200
shared_buffers = 128MB
fsync = off
synchronous_commit = off
full_page_writes = off
timezone = 'Asia/Kolkata'
lc_messages = 'C'
log_min_messages = fatal
wal_retrieve_retry_interval = '200ms'
max_standby_streaming_delay = '1s'
`;

/**
 * Makes a PostgreSQL cluster in a temporary folder and starts it. As root it runs as the user `postgres`, since it refuses to run as root.
 *
 * @param options.moreSettings lines of postgresql.conf; they win over the ones a test gets
 * @param options.primary of which it shall be a hot standby by streaming replication
 */
export async function startPostgresCluster(
  programs: PostgresPrograms,
  { moreSettings = '', primary }: { readonly moreSettings?: string; readonly primary?: PostgresCluster } = {},
): Promise<PostgresCluster> {
  const owner = findOwner();
  const port = await findFreePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'oai-pmh-postgres-'));
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  const args = [
    '-c',
    keeper,
    'sh',
    programs.folder,
    folder,
    settings(port, folder) + moreSettings,
    ...(primary === undefined ? ['', ''] : [findPgBasebackup(programs) ?? '', primary.url]),
  ];
  const child = spawn('sh', args, { ...(owner ?? {}), stdio: ['pipe', 'pipe', 'inherit'], detached: true, cwd: folder });
  return attach(child, folder, port);
}

async function attach(child: ChildProcess, folder: string, port: number): Promise<PostgresCluster> {
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const order = (word: string) => {
    const answered = new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()));
    child.stdin?.write(`${word}\n`);
    return answered;
  };
  const remove = async () => {
    child.stdin?.end();
    await exited;
  };
  const waitUntilReady = () => waitForServer(url, () => child.exitCode !== null);
  try {
    await waitUntilReady();
  } catch (error) {
    const log = readFileSync(path.join(folder, 'log'), { encoding: 'utf8', flag: 'a+' }).trim();
    await remove();
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start. ${log}`, { cause: error });
  }
  return {
    url,
    socketFolder: folder,
    stop: (mode = 'fast') => order(mode),
    start: async () => {
      await order('start');
      await waitUntilReady();
    },
    remove,
  };
}

async function waitForServer(url: string, hasGivenUp: () => boolean): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (hasGivenUp() || Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Whom server programs run as, since they refuse to run as root; null where this process is not. */
export function findOwner(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Finds a TCP port of 127.0.0.1 that nothing listens on at this moment. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

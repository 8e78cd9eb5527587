import type { Database } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { waitUntil } from '../faults/wait-until.ts';
import { describeWhen } from '../support/describe-when.ts';
import { type PostgresCluster, startPostgresCluster } from '../support/postgres-cluster.ts';
import { findPgBasebackup, findPostgresPrograms } from '../support/postgres-programs.ts';
import { openTestPool } from '../support/test-pool.ts';

/** A standby, whose replay can be held. */
export interface Standby {
  readonly url: string;
  readonly cluster: PostgresCluster;
  readonly db: Database;
  /** Holds it where it is; what comes in meanwhile is kept for later. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** A migrated primary with hot standbys, by streaming replication. */
export interface Replication {
  readonly url: string;
  readonly cluster: PostgresCluster;
  readonly db: Database;
  readonly standbys: readonly Standby[];
  /** Waits until every standby that is not held has what the primary has. */
  catchUp(...standbys: readonly Standby[]): Promise<void>;
  remove(): Promise<void>;
}

const programs = findPostgresPrograms();

/** As `describe`, for tests that start a primary and its standbys. */
export const needsReplication = describeWhen(
  programs !== null && findPgBasebackup(programs) !== null,
  'needs the programs of PostgreSQL, pg_basebackup among them',
);

/** Starts a primary and that many standbys. */
export async function startReplication(standbyCount: number): Promise<Replication> {
  const cluster = await startPostgresCluster(programs!);
  const db = openTestPool(cluster.url, 10);
  await migrate(db);
  const standbys: Standby[] = [];
  for (let number = 0; number < standbyCount; number += 1) {
    standbys.push(toStandby(await startPostgresCluster(programs!, { primary: cluster })));
  }
  return {
    url: cluster.url,
    cluster,
    db,
    standbys,
    catchUp: async (...behind) => {
      const goal = await getLsn(db, 'pg_current_wal_insert_lsn()');
      const isThere = async (standby: Standby) => (await getLsn(standby.db, 'pg_last_wal_replay_lsn()')) >= goal;
      for (const standby of behind.length > 0 ? behind : standbys) await waitUntil('the standby has it', () => isThere(standby));
    },
    remove: async () => {
      for (const standby of standbys) {
        await standby.db.close();
        await standby.cluster.remove();
      }
      await db.close();
      await cluster.remove();
    },
  };
}

function toStandby(cluster: PostgresCluster): Standby {
  const db = openTestPool(cluster.url, 2);
  // What the standby replays may cancel a statement.
  const run = (text: string): Promise<{ value: string }[]> =>
    db
      .query<{ value: string }>({ name: '', text })
      .catch((error) => (error.code === '40001' ? run(text) : Promise.reject(error)));
  return {
    url: cluster.url,
    cluster,
    db,
    pause: async () => {
      await run('select pg_wal_replay_pause()');
      // A standby that has nothing to replay never says "paused", only that it was asked to; it replays nothing more all the same.
      await waitUntil(
        'replay is held',
        async () => (await run('select pg_get_wal_replay_pause_state() as value'))[0]!.value === 'paused',
      );
    },
    resume: async () => {
      await run('select pg_wal_replay_resume()');
    },
  };
}

/** A position in the write-ahead log, as a number. */
async function getLsn(db: Database, call: string): Promise<number> {
  const text = `select (${call} - '0/0'::pg_lsn)::float8 as lsn`;
  return (await db.query<{ lsn: number }>({ name: '', text }))[0]!.lsn;
}

/** The settings of a server that reads from these standbys and leaves publishing to the test. */
export function toReadSettings(
  standbys: readonly Standby[],
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    OAI_READ_DATABASE_URL: standbys.map(({ url }) => url).join(' '),
    OAI_PUBLISH: 'no',
    OAI_PREPARED_STATEMENTS: 'yes',
    ...more,
  };
}

/** How many statements of the read side a database has run since it was started, by the counters of its tables. */
export async function countReads(db: Database): Promise<number> {
  const text = `select coalesce(sum(seq_scan + coalesce(idx_scan, 0)), 0)::float8 as reads from pg_stat_user_tables where relname in ('published', 'publish_clock')`;
  return (await db.query<{ reads: number }>({ name: '', text }))[0]!.reads;
}

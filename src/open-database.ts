import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasAtBehindHost } from './config/show-setting.ts';
import type { Config } from './config.ts';
import { ProgramError } from './errors.ts';
import type { Log } from './ops/log.ts';
import { type Database, openPool, type PoolOptions } from './storage/database.ts';
import { isDatabaseFault } from './storage/database-fault.ts';
import { type EmbeddedDatabase, openEmbedded } from './storage/embedded.ts';
import { checkMigrated, migrate } from './storage/migrate.ts';

/** An open database at this program's version. */
export interface OpenedDatabase {
  readonly db: Database;
  /** Null where DATABASE_URL names a server. */
  readonly embedded: EmbeddedDatabase | null;
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  readonly log: Log;
  /** What this process is doing, for the message another one gets on the same data directory. */
  readonly purpose?: string;
  /** Whether the embedded database of a running server will do; a server itself needs its own. */
  readonly join?: boolean;
  /** Whether a database of an older version is brought up to date, refused, or left to the caller. */
  readonly tables?: 'migrate' | 'check' | 'leave';
  /** Told when the embedded database ends by itself. */
  readonly onEnd?: (error: Error) => void;
}

/**
 * Opens the database the settings name, or the embedded one, and brings it to this program's version if it is not.
 *
 * @throws ProgramError DATABASE_UNREACHABLE, DATA_DIR_IN_USE, DATA_DIR_UNUSABLE, and those of migrate
 */
export async function openDatabase(config: Config, options: OpenDatabaseOptions): Promise<OpenedDatabase> {
  const { log, purpose = 'a command', join = true, onEnd = () => undefined } = options;
  const embedded =
    config.databaseUrl === null
      ? await openEmbedded({ dataDir: config.dataDir, purpose, join, make: options.tables !== 'check', onEnd })
      : null;
  if (embedded?.isNew === true) log.info(`There was no embedded database in ${resolve(config.dataDir)}: a new one was made.`);
  const toOptions = (url: string) => toPoolOptions(config, url, { log, purpose });
  const db = openPool(
    embedded === null
      ? toOptions(config.databaseUrl!)
      : // All connections to the embedded database share one session, so one is all that is good for anything.
        { ...toOptions(embedded.url), poolSize: 1, prepared: false, pooled: false, connectionTimeoutMs: embeddedPatienceMs },
  );
  const close = async () => {
    await db.close();
    await embedded?.close();
  };
  try {
    // Whether there is a database, and lets this user in, is found out here, where it can be told from one that goes away later.
    if (options.tables === 'leave') await db.query({ name: '', text: 'select 1' });
    else await checkMigrated(db).catch((error) => bringUpToDate(db, options.tables, error));
    return { db, embedded, close };
  } catch (error) {
    // A connection that broke off in its first words may never end.
    await Promise.race([close(), sleep(closeMs)]);
    throw toOpenError(error, config);
  }
}

const closeMs = 2_000;
// All wait for the one that has a transaction open, which may be the publisher's own.
const embeddedPatienceMs = 30_000;

/** How the settings want a pool to a PostgreSQL server. */
export function toPoolOptions(
  { poolSize, statementTimeoutMs, preparedStatements }: Config,
  url: string,
  { log, purpose }: { readonly log: Log; readonly purpose: string },
): PoolOptions {
  return {
    url,
    poolSize,
    statementTimeoutMs,
    applicationName: `oai-pmh-server ${purpose}`,
    prepared: preparedStatements,
    pooled: !preparedStatements,
    onIdleError: (error) => log.debug({ err: error }, 'An idle database connection broke; another is made when needed.'),
  };
}

async function bringUpToDate(db: Database, tables: OpenDatabaseOptions['tables'], error: unknown): Promise<void> {
  if (tables === 'check' || !(error instanceof ProgramError && error.code === 'DATABASE_NOT_MIGRATED')) throw error;
  await migrate(db);
}

/** What a person can be told of an error in the first dealings with the database; any other error as it is. */
export function toOpenError(error: unknown, { databaseUrl }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const causes = error instanceof AggregateError ? error.errors : [error];
  const reason = causes.map((cause) => (cause instanceof Error ? cause.message : String(cause))).join('; ');
  const refusal = toRefusal(error);
  if (refusal !== null) return refusal;
  if (/unsupported startup parameter/.test(reason)) return new ProgramError('DATABASE_POOLED', `${reason}.`, { cause: error });
  if (!(isDatabaseFault(error) || /^(28|3D)/.test(code) || noPassword.test(reason))) return error;
  if (databaseUrl === null) {
    if (!/timeout exceeded when trying to connect|connection timeout|timeout expired|Query read timeout/.test(reason))
      return error;
    return new ProgramError('DATABASE_HELD', `No connection to the embedded database: ${reason}`, { cause: error });
  }
  const message = `No connection to the database ${toDatabaseName(databaseUrl)}: ${reason}`;
  return new ProgramError('DATABASE_UNREACHABLE', message, { cause: error });
}

/** What a person can be told where PostgreSQL refuses a statement for what the user may do, or for what is there already; null for any other error. */
export function toRefusal(error: unknown): ProgramError | null {
  if (!(error instanceof Error && 'code' in error)) return null;
  const { code, message } = error;
  if (code === '42501')
    return new ProgramError('DATABASE_FORBIDDEN', `The database user lacks a right: ${message}.`, { cause: error });
  if (code === '42P07') return new ProgramError('DATABASE_OCCUPIED', `The tables cannot be made: ${message}.`, { cause: error });
  return null;
}

// The driver's words for a server that asks for a password it was not given.
const noPassword = /client password must be a/;

/** What messages call the database of a URL. */
export function toDatabaseName(url: string): string {
  if (hasAtBehindHost(url)) return '(its URL has an @ behind the host and is not shown)';
  // Not by URL: PostgreSQL's own may lack the host that URL insists on. A password may hold an @.
  return url.replace(/^([^:/]+:\/\/[^:@/?]*)[^?]*@/, '$1@').replace(/\?.*$/, '');
}

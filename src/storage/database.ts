import { Socket } from 'node:net';
import pg from 'pg';
import { ProgramError } from '../errors.ts';
import { type RawRowHandler, readRawRows } from './raw-rows.ts';
import { makeReusedSocket } from './reused-socket.ts';

/** One query, as the files of this folder write them: plain SQL with `$n::type` values, named after its function. */
export interface Statement {
  /** The name it is prepared under: the name of the function that sends it. */
  readonly name: string;
  readonly text: string;
}

/** What a query function needs: something that runs statements, in a transaction or out of one. */
export interface Queryable {
  /** Runs one statement and returns its rows. */
  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs one statement and hands its rows over as they come in, for what is sent on as it is. */
  readRaw(statement: Statement, values: readonly unknown[], onRow: RawRowHandler): Promise<void>;
}

export interface TransactionOptions {
  /** Milliseconds after which a statement that is not heard of counts as lost with its connection: 10 minutes, where nothing is said; 0 for never. */
  readonly silenceMs?: number;
}

/** A pool of connections to one PostgreSQL database. */
export interface Database extends Queryable {
  /** Runs `work` in one transaction on one connection: committed when it resolves, rolled back when it throws. */
  transaction<T>(work: (transaction: Queryable) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Closes every connection. */
  close(): Promise<void>;
}

/** How a pool is opened. */
export interface PoolOptions {
  /** A PostgreSQL connection URL. */
  readonly url: string;
  /** The most connections held at once. */
  readonly poolSize: number;
  /** Milliseconds a statement may run before PostgreSQL cancels it; 0 for no limit. */
  readonly statementTimeoutMs: number;
  /** What connections call themselves in pg_stat_activity. */
  readonly applicationName: string;
  /** Whether statements are prepared under their names; not on the embedded database, where all connections share one session. */
  readonly prepared: boolean;
  /** Whether a pooler may hand each connection to several clients, so that nothing is said that should last for a session. */
  readonly pooled: boolean;
  /** Milliseconds that a caller waits for a connection before the database counts as unreachable; 5,000 where nothing is said. */
  readonly connectionTimeoutMs?: number;
  /** Told of a connection that broke while idle. */
  readonly onIdleError: (error: Error) => void;
}

// PostgreSQL ends a statement that takes too long; one that is not heard of for this much longer is on a machine that hangs.
const silenceMs = 5_000;
const transactionSilenceMs = 600_000;

type QueryLimit = { readonly query_timeout?: number };

const usualConnectionTimeoutMs = 5_000;

// The driver hands over what the connection is made with, which its types leave out.
const makeSocket = ({ ssl }: { readonly ssl?: unknown }) => (ssl ? new Socket() : makeReusedSocket());
/** A statement that this connection has prepared and that is not there, or the other way round: somebody in between shares connections out. */
function toPooledError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== '26000' && code !== '42P05') return error;
  return new ProgramError('DATABASE_POOLED', `${(error as Error).message}.`, { cause: error });
}

/** Opens a pool; connections are made on first use, so that a server can start before its database is reachable. */
export function openPool(options: PoolOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectionTimeoutMs ?? usualConnectionTimeoutMs,
    keepAlive: true,
    // TLS takes over how its socket is read.
    stream: makeSocket as () => Socket,
    keepAliveInitialDelayMillis: 10_000,
    // PgBouncer refuses a client that sends it.
    ...(options.statementTimeoutMs > 0 && !options.pooled ? { statement_timeout: options.statementTimeoutMs } : {}),
  });
  pool.on('error', (error: Error & { client?: unknown }) => {
    // The pool puts the whole connection into it, its memory too, which would be logged.
    delete error.client;
    options.onIdleError(error);
  });
  // A connection that ends in the instant it is handed over, before its taker listens, must not end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const query_timeout = options.statementTimeoutMs + silenceMs;
  const limit = options.statementTimeoutMs > 0 ? { query_timeout } : {};
  const toQuery = ({ name, text }: Statement, values: readonly unknown[], limit: QueryLimit) => ({
    text,
    values: [...values],
    ...(options.prepared ? { name } : {}),
    ...limit,
  });
  const explained = (error: unknown): never => {
    throw options.prepared ? toPooledError(error) : error;
  };
  const on = (target: pg.Pool | pg.PoolClient, limit: QueryLimit): Pick<Queryable, 'query'> => ({
    query: async <Row extends object>(statement: Statement, values: readonly unknown[] = []) =>
      (await target.query<Row & pg.QueryResultRow>(toQuery(statement, values, limit)).catch(explained)).rows as Row[],
  });
  return {
    ...on(pool, limit),
    readRaw: async (statement, values, onRow) => {
      const client = await pool.connect();
      try {
        await readRawRows(client, toQuery(statement, values, limit), onRow);
        client.release();
      } catch (error) {
        client.release(error as Error);
        explained(error);
      }
    },
    transaction: async (work, options = {}) => {
      // A transaction sets its own time limit in PostgreSQL, or none: publishing a batch may take long.
      const { silenceMs = transactionSilenceMs } = options;
      const within = silenceMs > 0 ? { query_timeout: silenceMs } : {};
      const client = await pool.connect();
      let broken: Error | undefined;
      // A connection can break while nothing is asked of it, during rendering for one; without a listener that would end the process.
      const onError = (error: Error) => {
        broken = error;
      };
      client.on('error', onError);
      try {
        await client.query({ text: 'begin', ...limit });
        const result = await work({
          ...on(client, within),
          readRaw: (statement, values, onRow) => readRawRows(client, toQuery(statement, values, within), onRow).catch(explained),
        });
        await client.query({ text: 'commit', ...within });
        return result;
      } catch (error) {
        await client.query({ text: 'rollback', ...limit }).catch((rollbackError: Error) => {
          broken = rollbackError;
        });
        throw error;
      } finally {
        client.off('error', onError);
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

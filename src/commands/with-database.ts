import { ProgramError } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import type { CommandContext } from './command.ts';

export interface WithDatabaseOptions {
  /** What this process is doing, for the message another one gets on the same data directory. */
  readonly purpose?: string;
  /** What is done about tables that are missing or old: refused, unless it is said otherwise. */
  readonly tables?: 'migrate' | 'check' | 'leave';
}

/**
 * Opens the database, does the work and closes it again, whatever happens.
 * @throws ProgramError when the database cannot be opened; DATABASE_LOST when it goes away meanwhile
 */
export async function withDatabase<T>(
  { config, log }: CommandContext,
  work: (db: Database) => Promise<T>,
  options: WithDatabaseOptions = {},
): Promise<T> {
  // Loaded late: `--help` and `config` need no database, and its drivers take a while to load.
  const { openDatabase, toRefusal } = await import('../open-database.ts');
  const opened = await openDatabase(config, { log, tables: 'check', ...options });
  try {
    return await work(opened.db);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '57014') {
      throw new ProgramError('DATABASE_TIMEOUT', `The database took too long: ${error.message}.`, { cause: error });
    }
    const refusal = toRefusal(error);
    if (refusal !== null) throw refusal;
    const { isDatabaseFault } = await import('../storage/database-fault.ts');
    if (!isDatabaseFault(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProgramError('DATABASE_LOST', `The database went away: ${reason}.`, { cause: error });
  } finally {
    await opened.close();
  }
}

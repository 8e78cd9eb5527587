import { ProgramError } from '../errors.ts';
import type { Queryable } from './database.ts';
import { getSetUpAt } from './installation.ts';
import { checkMigrated } from './migrate.ts';

/**
 * Checks that a database has this installation's tables and has them at this program's version.
 *
 * @param name what messages call it
 * @param setUpAt that of the primary
 * @throws ProgramError READ_DATABASE_UNUSABLE; DATABASE_NOT_MIGRATED from a replica that has not got the newest migration yet, and the others of checkMigrated
 */
export async function checkReplica(
  db: Queryable,
  { name, setUpAt }: { readonly name: string; readonly setUpAt: string },
): Promise<void> {
  try {
    if (!(await hasTables(db))) throw unusable(name, 'it has no tables of this program');
    const own = await getSetUpAt(db);
    if (own !== setUpAt) throw unusable(name, `its repository was set up at ${own}, that of DATABASE_URL at ${setUpAt}`);
    await checkMigrated(db);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (/^(?:28|3D|3F|42)...$/.test(code)) throw unusable(name, (error as Error).message, error);
    throw error;
  }
}

async function hasTables(db: Queryable): Promise<boolean> {
  const text = `select to_regclass('installation') is not null and to_regclass('publish_clock') is not null as found`;
  return (await db.query<{ found: boolean }>({ name: 'has_tables', text }))[0]!.found;
}

function unusable(name: string, reason: string, cause?: unknown): ProgramError {
  const message = `The database ${name} of OAI_READ_DATABASE_URL is not a replica of that of DATABASE_URL: ${reason}.`;
  return new ProgramError('READ_DATABASE_UNUSABLE', message, { cause });
}

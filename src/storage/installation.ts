import type { Queryable } from './database.ts';
import { toDatestampSql } from './datestamp.ts';

/** The secret that signs tokens: the one given, else the one kept in the database, made there by whoever comes first. */
export async function getTokenSecret(db: Queryable, candidate: string): Promise<string> {
  const text = 'update installation set token_secret = coalesce(token_secret, $1::text) returning token_secret as secret';
  const [known] = await db.query<{ secret: string | null }>({
    name: 'find_token_secret',
    text: 'select token_secret as secret from installation',
  });
  if (known?.secret) return known.secret;
  return (await db.query<{ secret: string }>({ name: 'get_token_secret', text }, [candidate]))[0]!.secret;
}

/** When the repository was set up, which tells one from another. */
export async function getSetUpAt(db: Queryable): Promise<string> {
  const text = `select ${toDatestampSql('set_up_at')} as "setUpAt" from installation`;
  return (await db.query<{ setUpAt: string }>({ name: 'get_set_up_at', text }))[0]!.setUpAt;
}

/** What the output is made by, or null before the first publication. */
export async function findOutputVersion(db: Queryable): Promise<string | null> {
  const text = 'select output_version as version from installation';
  return (await db.query<{ version: string | null }>({ name: 'find_output_version', text }))[0]!.version;
}

/** The same, locked until the transaction ends. */
export async function lockOutputVersion(db: Queryable): Promise<string | null> {
  const text = 'select output_version as version from installation for update';
  return (await db.query<{ version: string | null }>({ name: 'lock_output_version', text }))[0]!.version;
}

/** Records what the output is made by from now on. */
export async function replaceOutputVersion(db: Queryable, version: string): Promise<void> {
  await db.query({ name: 'replace_output_version', text: 'update installation set output_version = $1::text' }, [version]);
}

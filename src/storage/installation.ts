import type { Queryable } from './database.ts';

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

/** What the output is made by, or null before the first publication. */
export async function findOutputVersion(db: Queryable): Promise<string | null> {
  const text = 'select output_version as version from installation';
  return (await db.query<{ version: string | null }>({ name: 'find_output_version', text }))[0]!.version;
}

/** Records what the output is made by. True when it was made by something else before. */
export async function replaceOutputVersion(db: Queryable, version: string): Promise<boolean> {
  const text = `
    update installation i set output_version = $1::text
    from (select output_version from installation for update) before
    where i.output_version is distinct from $1::text
    returning before.output_version is not null as replaced`;
  return (await db.query<{ replaced: boolean }>({ name: 'replace_output_version', text }, [version]))[0]?.replaced ?? false;
}

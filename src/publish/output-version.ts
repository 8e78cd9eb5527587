import { formats } from '../formats/index.ts';
import type { Database, Queryable } from '../storage/database.ts';
import { findOutputVersion, replaceOutputVersion } from '../storage/installation.ts';
import { noteEverything } from '../storage/outbox.ts';

/** What the published output is made by, in one text. */
export function toOutputVersion(identifierDomain: string): string {
  return JSON.stringify({
    identifierDomain,
    formats: Object.fromEntries(formats.map(({ prefix, version }) => [prefix, version])),
  });
}

/** The domain in the identifiers that were published last, or null before the first publication. */
export async function findPublishedDomain(db: Queryable): Promise<string | null> {
  const version = await findOutputVersion(db);
  return version === null ? null : ((JSON.parse(version) as { identifierDomain?: string }).identifierDomain ?? null);
}

/**
 * Has every record published again when the output was made by something else before; those whose output stays the same keep their datestamp. Asked by whoever is
 * elected, not by whoever starts: during an upgrade the former version may publish for a while yet, and would publish in its own way what a new one had noted.
 *
 * @returns whether it was made by something else
 */
export function noteChangedOutput(db: Database, identifierDomain: string): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const replaced = await replaceOutputVersion(transaction, toOutputVersion(identifierDomain));
    if (replaced) await noteEverything(transaction);
    return replaced;
  });
}

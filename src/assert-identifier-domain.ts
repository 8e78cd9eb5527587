import { placeholderDomain } from './config/settings.ts';
import type { Config } from './config.ts';
import { ProgramError } from './errors.ts';
import { findPublishedDomain } from './publish/output-version.ts';
import type { Queryable } from './storage/database.ts';

/**
 * Refuses to go on with the placeholder domain where records have been published under a real one: that is a setting lost on the way, and every record would
 * look new to every harvester (conformance U-08).
 *
 * @throws ProgramError IDENTIFIER_DOMAIN_LOST
 */
export async function assertIdentifierDomain(db: Queryable, { identifierDomain }: Config): Promise<void> {
  if (identifierDomain !== placeholderDomain) return;
  const published = await findPublishedDomain(db);
  if (published === null || published === placeholderDomain) return;
  throw new ProgramError(
    'IDENTIFIER_DOMAIN_LOST',
    `OAI_IDENTIFIER_DOMAIN is not set, but the records of this database are published as oai:${published}:….`,
  );
}

import { placeholderDomain } from './config/settings.ts';
import type { Config } from './config.ts';
import { ProgramError } from './errors.ts';
import { findPublishedDomain } from './publish/output-version.ts';
import type { Queryable } from './storage/database.ts';

/**
 * Refuses to go on with another identifier domain than the records have been published under: most often a setting was lost on the way, and every record would look
 * new to every harvester (conformance U-08). From the placeholder to a domain of one's own is the way everybody goes.
 *
 * @throws ProgramError IDENTIFIER_DOMAIN_CHANGED
 */
export async function assertIdentifierDomain(db: Queryable, { identifierDomain }: Config): Promise<void> {
  const published = await findPublishedDomain(db);
  if (published === null || published === placeholderDomain || published === identifierDomain) return;
  throw new ProgramError(
    'IDENTIFIER_DOMAIN_CHANGED',
    `The records of this database are published as oai:${published}:…, but the identifier domain is ${identifierDomain}.`,
  );
}

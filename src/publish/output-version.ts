import { ProgramError } from '../errors.ts';
import { placeholderDomain } from '../placeholder-domain.ts';
import type { Database, Queryable } from '../storage/database.ts';
import { findOutputVersion, lockOutputVersion, replaceOutputVersion } from '../storage/installation.ts';
import { noteEverything } from '../storage/outbox.ts';
import { findLivingPublisher } from '../storage/publish-clock.ts';
import { type FormatChoice, toRenderPlan } from './format-choice.ts';
import { offersFormats, switchFormats } from './switch-formats.ts';

/** What the published output depends on besides the records. */
export interface Output {
  readonly identifierDomain: string;
  readonly formats: FormatChoice;
}

/** What the records are published by, in one text: what every record has in `published`. */
export function toOutputVersion({ identifierDomain, formats }: Output): string {
  const { metadataRights, provenance } = formats.about;
  return JSON.stringify({
    identifierDomain,
    formats: { oai_dc: toRenderPlan(formats).oaiDc.version },
    ...(formats.openaireTerms ? {} : { openaireTerms: false }),
    ...(metadataRights === null ? {} : { metadataRights }),
    ...(provenance ? { provenance } : {}),
  });
}

/**
 * Refuses another identifier domain than the records have been published under: most often a setting was lost on the way, and every record would look new to every
 * harvester (conformance U-08). From the placeholder to a domain of one's own is the way everybody goes.
 *
 * @throws ProgramError IDENTIFIER_DOMAIN_CHANGED
 */
export async function assertIdentifierDomain(db: Queryable, identifierDomain: string): Promise<void> {
  assertSameDomain(await findOutputVersion(db), identifierDomain);
}

// A publisher gives a sign of life twice a second, and between the batches of a long job.
const livingSeconds = 10;

/**
 * Refuses to give every record another identifier while a publisher is alive, which has other settings: it would go on in its own way.
 *
 * @throws ProgramError IDENTIFIER_DOMAIN_CHANGED
 */
export async function assertNobodyPublishesOtherwise(db: Queryable, identifierDomain: string): Promise<void> {
  const other = await describeOtherPublisher(db, identifierDomain);
  if (other === null) return;
  throw new ProgramError(
    'IDENTIFIER_DOMAIN_CHANGED',
    `${other} Stop it first; one that was killed counts as running for ${livingSeconds} s.`,
  );
}

/** Who is alive and publishes under another identifier domain, in a sentence; null where nobody does. */
export async function describeOtherPublisher(db: Queryable, identifierDomain: string): Promise<string | null> {
  const published = findDomain(await findOutputVersion(db));
  if (published === undefined || published === identifierDomain) return null;
  const publisher = await findLivingPublisher(db, livingSeconds);
  if (publisher === null) return null;
  return `A server that runs (${publisher}) publishes as oai:${published}:…, but the identifier domain here is ${identifierDomain}.`;
}

/**
 * Refuses to switch formats on or off while a publisher is alive, which has other settings: whatever it offers would be gone, and it would not bring it back before it is started again.
 *
 * @throws ProgramError FORMATS_DIFFER
 */
export async function assertNobodyOffersOtherwise(db: Queryable, formats: FormatChoice): Promise<void> {
  const other = await describeOtherOffer(db, formats);
  if (other !== null) throw new ProgramError('FORMATS_DIFFER', other);
}

/** Who is alive and offers other formats, in a sentence; null where nobody does. */
export async function describeOtherOffer(db: Queryable, formats: FormatChoice): Promise<string | null> {
  if (await offersFormats(db, formats)) return null;
  const publisher = await findLivingPublisher(db, livingSeconds);
  return publisher === null ? null : `A server that runs (${publisher}) offers other formats than the settings here have.`;
}

/**
 * Has every record published again when the output was made by something else before; those whose output stays the same keep their datestamp. Switches further formats on and
 * off as the settings say. Asked by whoever is elected, not by whoever starts: during an upgrade the former version may publish for a while yet, and would publish in its own way
 * what a new one had noted.
 *
 * @param options.changeDomain whether another identifier domain is meant, and not a setting that was lost
 * @returns what it was made by before: false for the same, or for nothing
 * @throws ProgramError IDENTIFIER_DOMAIN_CHANGED
 */
export function noteChangedOutput(
  db: Database,
  output: Output,
  options: { readonly changeDomain?: boolean } = {},
): Promise<false | Pick<Output, 'identifierDomain'>> {
  return db.transaction(async (transaction) => {
    const noted = await switchFormats(transaction, output.formats);
    const former = await lockOutputVersion(transaction);
    if (options.changeDomain !== true) assertSameDomain(former, output.identifierDomain);
    const version = toOutputVersion(output);
    if (former === version) return false;
    await replaceOutputVersion(transaction, version);
    if (former !== null && !noted) await noteEverything(transaction);
    return former !== null && { identifierDomain: findDomain(former) ?? output.identifierDomain };
  });
}

function findDomain(version: string | null): string | undefined {
  return version === null ? undefined : (JSON.parse(version) as { identifierDomain?: string }).identifierDomain;
}

function assertSameDomain(version: string | null, identifierDomain: string): void {
  const published = findDomain(version);
  if (published === undefined || published === placeholderDomain || published === identifierDomain) return;
  throw new ProgramError(
    'IDENTIFIER_DOMAIN_CHANGED',
    `The records of this database are published as oai:${published}:…, but the identifier domain is ${identifierDomain}.`,
  );
}

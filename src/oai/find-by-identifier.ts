import type { ProtocolSettings } from './answer.ts';
import { makeOaiError, type OaiError } from './errors.ts';
import { fromIdentifier } from './identifier.ts';
import type { PublishState } from './repository.ts';

/**
 * What is published under exactly this identifier, or null (oai-identifier guidelines §2.3).
 *
 * @param find looks for the record with this id; null for an identifier that is none of this repository
 */
export async function findByIdentifier<T extends PublishState & { readonly record: { readonly identifier: string } | null }>(
  identifier: string,
  { identifierDomain }: Pick<ProtocolSettings, 'identifierDomain'>,
  find: (id: string | null) => Promise<T>,
): Promise<{ readonly state: T; readonly record: NonNullable<T['record']> | null }> {
  const state = await find(fromIdentifier(identifierDomain, identifier));
  // What was published under a former identifier domain and could not be published since is in lists alone.
  return { state, record: state.record?.identifier === identifier ? state.record : null };
}

/** idDoesNotExist, which tells one who left the beginning out what identifiers begin with. */
export function toUnknownIdentifier(identifier: string, domain: string): OaiError {
  const start = `oai:${domain}:`;
  if (identifier.startsWith(start)) return makeOaiError('idDoesNotExist');
  return makeOaiError('idDoesNotExist', `No record has this identifier. The identifiers of this repository begin with ${start}`);
}

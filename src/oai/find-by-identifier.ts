import type { AnswerContext } from './answer.ts';
import { makeOaiError, type OaiError } from './errors.ts';
import { fromIdentifier } from './identifier.ts';
import type { PublishedRecord, PublishState } from './repository.ts';

/** The record that is published under exactly this identifier, or null (oai-identifier guidelines §2.3). */
export async function findByIdentifier(
  identifier: string,
  { settings, repository }: Pick<AnswerContext, 'settings' | 'repository'>,
): Promise<{ readonly state: PublishState; readonly record: PublishedRecord | null }> {
  const id = fromIdentifier(settings.identifierDomain, identifier);
  if (id === null) return { state: await repository.getState(), record: null };
  const { record, ...state } = await repository.findRecord(id, settings.granularity);
  // What was published under a former identifier domain and could not be published since is in lists alone.
  return { state, record: record?.identifier === identifier ? record : null };
}

/** idDoesNotExist, which tells one who left the beginning out what identifiers begin with. */
export function toUnknownIdentifier(identifier: string, domain: string): OaiError {
  const start = `oai:${domain}:`;
  if (identifier.startsWith(start)) return makeOaiError('idDoesNotExist');
  return makeOaiError('idDoesNotExist', `No record has this identifier. The identifiers of this repository begin with ${start}`);
}

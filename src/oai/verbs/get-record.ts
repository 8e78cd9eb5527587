import type { AnswerContext, VerbAnswer } from '../answer.ts';
import { makeOaiError, type OaiError } from '../errors.ts';
import { findByIdentifier, toUnknownIdentifier } from '../find-by-identifier.ts';

/** GetRecord (OAI-PMH 2.0 §4.1). Both faults are reported where both are there (conformance G-04). */
export async function answerGetRecord(
  request: { readonly identifier: string; readonly metadataPrefix: string },
  { settings, repository }: AnswerContext,
): Promise<VerbAnswer> {
  const { state, record } = await findByIdentifier(request.identifier, { settings, repository });
  const errors: OaiError[] = [];
  if (record === null) errors.push(toUnknownIdentifier(request.identifier, settings.identifierDomain));
  if (!settings.formats.some(({ prefix }) => prefix === request.metadataPrefix))
    errors.push(makeOaiError('cannotDisseminateFormat'));
  if (record === null || errors.length > 0) return { state, errors };
  return { state, body: [record.recordXml] };
}

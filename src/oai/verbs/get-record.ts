import type { AnswerContext, VerbAnswer } from '../answer.ts';
import { makeOaiError, type OaiError } from '../errors.ts';
import { findByIdentifier, toUnknownIdentifier } from '../find-by-identifier.ts';

const notOfThisRecord =
  'This record is not available in this metadataPrefix. ListMetadataFormats with its identifier lists those it is available in, if any.';

/** GetRecord (OAI-PMH 2.0 §4.1). Both faults are reported where both are there (conformance G-04). */
export async function answerGetRecord(
  request: { readonly identifier: string; readonly metadataPrefix: string },
  { settings, repository }: AnswerContext,
): Promise<VerbAnswer> {
  const isKnown = settings.formats.some(({ prefix }) => prefix === request.metadataPrefix);
  const find = async (id: string | null) => {
    // In a format that is none, all there is to know is whether there is the record.
    if (id !== null) return repository.findRecord(id, isKnown ? request.metadataPrefix : 'oai_dc', settings.granularity);
    return { ...(await repository.listFormats()), record: null, offered: true };
  };
  const { state, record } = await findByIdentifier(request.identifier, settings, find);
  const errors: OaiError[] = [];
  if (record === null) errors.push(toUnknownIdentifier(request.identifier, settings.identifierDomain));
  const recordXml = record?.recordXml ?? null;
  if (!isKnown || !state.offered) errors.push(makeOaiError('cannotDisseminateFormat'));
  else if (record !== null && recordXml === null) errors.push(makeOaiError('cannotDisseminateFormat', notOfThisRecord));
  return recordXml === null || errors.length > 0 ? { state, errors } : { state, body: [recordXml] };
}

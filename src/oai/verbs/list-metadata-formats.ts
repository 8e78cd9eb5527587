import { element, renderElement } from '../../xml/element.ts';
import type { AnswerContext, FormatDescription, VerbAnswer } from '../answer.ts';
import { makeOaiError } from '../errors.ts';
import { findByIdentifier, toUnknownIdentifier } from '../find-by-identifier.ts';

/** ListMetadataFormats, of the repository or of one record (OAI-PMH 2.0 §4.4). A deleted record has none left (conformance F-06). */
export async function answerListMetadataFormats(identifier: string | null, context: AnswerContext): Promise<VerbAnswer> {
  const { settings, repository } = context;
  const body = settings.formats.map(renderFormat);
  if (identifier === null) return { state: await repository.getState(), body };
  const { state, record } = await findByIdentifier(identifier, context);
  if (record === null) return { state, errors: [toUnknownIdentifier(identifier, settings.identifierDomain)] };
  return record.deleted ? { state, errors: [makeOaiError('noMetadataFormats')] } : { state, body };
}

function renderFormat({ prefix, schema, namespace }: FormatDescription): string {
  const format = element(
    'metadataFormat',
    {},
    element('metadataPrefix', {}, prefix),
    element('schema', {}, schema),
    element('metadataNamespace', {}, namespace),
  );
  return `${renderElement(format)}\n`;
}

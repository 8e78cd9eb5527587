import { element, renderElement } from '../../xml/element.ts';
import type { AnswerContext, FormatDescription, VerbAnswer } from '../answer.ts';
import { makeOaiError } from '../errors.ts';
import { findByIdentifier, toUnknownIdentifier } from '../find-by-identifier.ts';

/** ListMetadataFormats, of the repository or of one record (OAI-PMH 2.0 §4.4). A deleted record has none left (conformance F-06). */
export async function answerListMetadataFormats(identifier: string | null, context: AnswerContext): Promise<VerbAnswer> {
  const { settings, repository } = context;
  const renderAll = (prefixes: readonly string[]) =>
    settings.formats.filter(({ prefix }) => prefixes.includes(prefix)).map(renderFormat);
  if (identifier === null) {
    const state = await repository.listFormats();
    return { state, body: renderAll(state.prefixes) };
  }
  const find = async (id: string | null) =>
    id === null ? { ...(await repository.listFormats()), record: null } : repository.listFormatsOf(id);
  const { state, record } = await findByIdentifier(identifier, settings, find);
  if (record === null) return { state, errors: [toUnknownIdentifier(identifier, settings.identifierDomain)] };
  return record.deleted ? { state, errors: [makeOaiError('noMetadataFormats')] } : { state, body: renderAll(state.prefixes) };
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

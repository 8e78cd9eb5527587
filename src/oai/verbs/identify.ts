import { element, renderElement } from '../../xml/element.ts';
import type { AnswerContext, VerbAnswer } from '../answer.ts';
import { toGranularity } from '../datestamp.ts';
import { toIdentifier } from '../identifier.ts';

// localhost and other one-part names are no oai-identifier domains (oai-identifier guidelines §2.1, conformance I-13).
const dottedDomain = /^[a-zA-Z][a-zA-Z0-9-]*(?:\.[a-zA-Z][a-zA-Z0-9-]*)+$/;

/** Identify (OAI-PMH 2.0 §4.2). */
export async function answerIdentify({ settings, repository }: AnswerContext): Promise<VerbAnswer> {
  const state = await repository.getState();
  const parts: readonly (readonly [name: string, value: string])[] = [
    ['repositoryName', settings.repositoryName],
    ['baseURL', settings.baseUrl],
    ['protocolVersion', '2.0'],
    ...settings.adminEmails.map((address) => ['adminEmail', address] as const),
    ['earliestDatestamp', toGranularity(state.earliestDatestamp, settings.granularity)],
    ['deletedRecord', 'persistent'],
    ['granularity', settings.granularity],
    ...settings.compressions.map((encoding) => ['compression', encoding] as const),
  ];
  const body = parts.map(([name, value]) => `${renderElement(element(name, {}, value))}\n`);
  if (dottedDomain.test(settings.identifierDomain)) body.push(renderOaiIdentifier(settings.identifierDomain));
  return { state, body };
}

function renderOaiIdentifier(domain: string): string {
  const attributes = {
    xmlns: 'http://www.openarchives.org/OAI/2.0/oai-identifier',
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xsi:schemaLocation':
      'http://www.openarchives.org/OAI/2.0/oai-identifier http://www.openarchives.org/OAI/2.0/oai-identifier.xsd',
  };
  const description = element(
    'oai-identifier',
    attributes,
    element('scheme', {}, 'oai'),
    element('repositoryIdentifier', {}, domain),
    element('delimiter', {}, ':'),
    element('sampleIdentifier', {}, toIdentifier(domain, 'article-1')),
  );
  return `<description>${renderElement(description)}</description>\n`;
}

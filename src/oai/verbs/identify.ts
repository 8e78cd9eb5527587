import { element, renderElement } from '../../xml/element.ts';
import type { AnswerContext, VerbAnswer } from '../answer.ts';
import { toGranularity } from '../datestamp.ts';

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
  // Each is rendered by itself, so that its namespace is declared on it and not on `description`.
  const descriptions = settings.descriptions.map((each) => `<description>${renderElement(each)}</description>\n`);
  return { state, body: [...body, ...descriptions] };
}

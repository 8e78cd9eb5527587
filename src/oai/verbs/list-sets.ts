import { element, renderElement } from '../../xml/element.ts';
import type { AnswerContext, VerbAnswer } from '../answer.ts';
import { makeOaiError } from '../errors.ts';
import type { SetRow } from '../repository.ts';
import { renderResumptionToken } from '../response.ts';
import type { SetsToken } from '../token.ts';

/** ListSets, every set and every ancestor of one, in pages (OAI-PMH 2.0 §4.6). */
export async function answerListSets(token: SetsToken | null, context: AnswerContext): Promise<VerbAnswer> {
  const { settings, repository, tokens } = context;
  const { sets, more, total, ...state } = await repository.listSets(
    token?.after ?? null,
    settings.pageSizes.ListSets,
    token?.completeListSize ?? null,
  );
  const last = sets.at(-1);
  if (last === undefined) {
    const code = token === null ? 'noSetHierarchy' : 'badResumptionToken';
    return { state, errors: [makeOaiError(code)] };
  }
  const body = sets.map(renderSet);
  const cursor = token?.cursor ?? 0;
  if (more) {
    const completeListSize = Math.max(total, cursor + sets.length + 1);
    const next = tokens.render({ verb: 'ListSets', after: last.setSpec, cursor: cursor + sets.length, completeListSize });
    body.push(renderResumptionToken(next, cursor, completeListSize));
  } else if (token !== null) body.push(renderResumptionToken('', cursor, cursor + sets.length));
  return { state, body };
}

function renderSet({ setSpec, name, description }: SetRow): string {
  const children = [element('setSpec', {}, setSpec), element('setName', {}, name)];
  if (description !== null) children.push(element('setDescription', {}, toDublinCore(description)));
  return `${renderElement(element('set', {}, ...children))}\n`;
}

function toDublinCore(description: string) {
  const attributes = {
    'xmlns:oai_dc': 'http://www.openarchives.org/OAI/2.0/oai_dc/',
    'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xsi:schemaLocation': 'http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
  };
  return element('oai_dc:dc', attributes, element('dc:description', {}, description));
}

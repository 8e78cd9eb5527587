import type { AnswerContext, VerbAnswer } from '../answer.ts';
import { makeOaiError, type OaiError } from '../errors.ts';
import type { ListQuery, ListStretch } from '../repository.ts';
import type { ListRequest } from '../request.ts';
import { renderHeader, renderRecord, renderResumptionToken } from '../response.ts';

// A page is read and sent in stretches of at most this much, so that what a slow client holds in memory does not grow with the page.
const stretchRecords = 200;
const stretchBytes = 262_144;

/**
 * ListRecords and ListIdentifiers (OAI-PMH 2.0 §4.5, §4.3): one page in the order of datestamp and id, frozen at the publish time of the list's first answer.
 * The first stretch is read before anything is sent; the rest while the client takes what it was sent.
 */
export async function answerListRecords(request: ListRequest, context: AnswerContext): Promise<VerbAnswer> {
  const { settings, repository } = context;
  if (!settings.formats.some(({ prefix }) => prefix === request.metadataPrefix)) {
    const { publishedThrough } = await repository.getState();
    return { publishedThrough, errors: [...(await checkSet(request, context)), makeOaiError('cannotDisseminateFormat')] };
  }
  const query: ListQuery = {
    metadataPrefix: request.metadataPrefix,
    from: request.from,
    until: request.until,
    set: request.set,
    after: request.token?.after ?? null,
    limit: Math.min(stretchRecords, settings.pageSizes[request.verb]),
    maxBytes: Math.min(stretchBytes, settings.pageMaxBytes),
    headersOnly: request.verb === 'ListIdentifiers',
  };
  const first = await repository.listRecords(query);
  const { publishedThrough } = first;
  if (first.records.length === 0) return { publishedThrough, errors: await toEmptyErrors(request, context) };
  const until = query.until !== null && query.until < publishedThrough ? query.until : publishedThrough;
  return { publishedThrough, body: readPage(request, { ...query, until }, first, context) };
}

async function toEmptyErrors(request: ListRequest, context: AnswerContext): Promise<OaiError[]> {
  if (request.token !== null) {
    return [
      makeOaiError(
        'badResumptionToken',
        'Nothing is left of this list: its records have changed since. Harvest again from its responseDate.',
      ),
      makeOaiError('noRecordsMatch'),
    ];
  }
  const errors = await checkSet(request, context);
  return errors.length > 0 ? errors : [makeOaiError('noRecordsMatch')];
}

async function checkSet({ set }: ListRequest, { repository }: AnswerContext): Promise<OaiError[]> {
  return set === null || (await repository.hasSets()) ? [] : [makeOaiError('noSetHierarchy')];
}

async function* readPage(
  request: ListRequest,
  query: ListQuery,
  first: ListStretch,
  { settings, repository, tokens }: AnswerContext,
): AsyncGenerator<string> {
  const render = query.headersOnly ? renderHeaderLine : renderRecord;
  const pageSize = settings.pageSizes[request.verb];
  const cursor = request.token?.cursor ?? 0;
  let after = query.after;
  let sent = 0;
  let bytes = 0;
  let stretch = first;
  for (;;) {
    let piece = '';
    for (const record of stretch.records) piece += render(record, settings.granularity);
    yield piece;
    bytes += Buffer.byteLength(piece);
    sent += stretch.records.length;
    after = stretch.records.at(-1) ?? after;
    if (!stretch.more || sent >= pageSize || bytes >= settings.pageMaxBytes) break;
    stretch = await repository.listRecords({ ...query, after, limit: Math.min(stretchRecords, pageSize - sent) });
  }
  if (stretch.more && after !== null) {
    const counted = request.token?.completeListSize ?? sent + (await repository.countRest(query, after));
    const completeListSize = Math.max(counted, cursor + sent + 1);
    const { verb, metadataPrefix, set } = request;
    const position = { datestamp: after.datestamp, id: after.id };
    const next = { verb, metadataPrefix, until: query.until!, set, after: position, cursor: cursor + sent, completeListSize };
    yield renderResumptionToken(tokens.render(next), cursor, completeListSize);
  } else if (request.token !== null) yield renderResumptionToken('', cursor, cursor + sent);
}

const renderHeaderLine: typeof renderHeader = (record, granularity) => `${renderHeader(record, granularity)}\n`;

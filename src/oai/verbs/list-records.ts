import type { AnswerContext, AnswerPiece, VerbAnswer } from '../answer.ts';
import { makeOaiError, type OaiError } from '../errors.ts';
import { expectNextPage, type NextPage } from '../next-page.ts';
import { type ListQuery, type ListStretch, leaveStretch } from '../repository.ts';
import type { ListRequest } from '../request.ts';
import { renderResumptionToken } from '../response.ts';

// A page is read and sent in stretches of at most this much, or of a few times as much for a client that is known to be fast, so that what a slow client holds in memory does not grow with the page: two of them, and one that is expected after it, while that is made and for a second or two. Half of it made pages of
// 1,000 a seventh slower, twice as much a seventh faster, when a stretch was read only after the one before.
const stretchRecords = 250;
const stretchBytes = 524_288;

/**
 * ListRecords and ListIdentifiers (OAI-PMH 2.0 §4.5, §4.3): one page in the order of datestamp and id, frozen at the publish time of the list's first answer.
 * The first stretch is read before anything is sent; the rest while the client takes what it was sent.
 */
export async function answerListRecords(request: ListRequest, context: AnswerContext): Promise<VerbAnswer> {
  const { settings, repository } = context;
  const toFormatErrors = async () => [...(await checkSet(request, context)), makeOaiError('cannotDisseminateFormat')];
  if (!settings.formats.some(({ prefix }) => prefix === request.metadataPrefix)) {
    return { state: await repository.getState(), errors: await toFormatErrors() };
  }
  const query: ListQuery = {
    metadataPrefix: request.metadataPrefix,
    from: request.from,
    until: request.until,
    set: request.set,
    after: request.token?.after ?? null,
    ...toReach(context, settings.pageSizes[request.verb]),
    headersOnly: request.verb === 'ListIdentifiers',
    granularity: settings.granularity,
    notBefore: request.token?.publication ?? null,
  };
  const first = await repository.listFirstRecords(query);
  if (!first.offered) return { state: first, errors: await toFormatErrors() };
  if (first.count === 0) return { state: first, errors: await toEmptyErrors(request, context) };
  const { publishedThrough } = first;
  const until = query.until !== null && query.until < publishedThrough ? query.until : publishedThrough;
  const notBefore = query.notBefore ?? first.publication;
  return { state: first, body: readPage(request, { ...query, until, notBefore }, first, context) };
}

/** How far to read at once, with so many records left of the page. */
function toReach({ settings, pace }: AnswerContext, left: number): Pick<ListQuery, 'limit' | 'maxBytes'> {
  const factor = pace.stretchFactor();
  return { limit: Math.min(stretchRecords * factor, left), maxBytes: Math.min(stretchBytes * factor, settings.pageMaxBytes) };
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
  context: AnswerContext,
): AsyncGenerator<AnswerPiece> {
  const { settings, repository } = context;
  const pageSize = settings.pageSizes[request.verb];
  const nextPage = expectNextPage(request, query, repository, () => toReach(context, pageSize));
  const { note, readAfter, end } = useStretches(query, pageSize, nextPage, context);
  note(first, 0);
  let sent = 0;
  let bytes = 0;
  let stretch = first;
  let coming: Promise<ListStretch> | null = null;
  const leaveComing = () => {
    void coming?.then(leaveStretch, () => undefined);
    coming = null;
  };
  try {
    for (;;) {
      sent += stretch.count;
      const readNext = () => (stretch.more && sent < pageSize ? handled(readAfter(stretch, sent)) : null);
      // While this one is rendered, where it has to be, unless the page may end with it; and in any case while the client takes what is here.
      const mayEnd = bytes + toReach(context, pageSize).maxBytes >= settings.pageMaxBytes;
      if (!mayEnd) coming = readNext();
      const xml = await stretch.xml;
      const parts = xml.listParts();
      for (const { length } of parts) bytes += length;
      const ends = bytes >= settings.pageMaxBytes;
      if (mayEnd && !ends) coming = readNext();
      if (ends || coming === null) {
        leaveComing();
        end(stretch);
        const token = await makeToken(request, query, stretch, sent, context);
        const tokenXml = Buffer.from(renderTokenElement(request, sent, token));
        const last = stretch;
        const taken = () => nextPage.confirm(last);
        yield {
          parts: [...parts, tokenXml],
          last: true,
          release: xml.release,
          taken,
          ...toNext(request, token, () => nextPage.begin(last)),
        };
        return;
      }
      yield { parts, last: false, release: xml.release };
      stretch = await coming;
      coming = null;
      if (!stretch.offered) throw new Error(`${query.metadataPrefix} was switched off while a page of it was sent.`);
    }
  } finally {
    leaveComing();
    nextPage.leave();
  }
}

/** Reads the stretches of a page, and begins with the next page as soon as it is known where this one is likely to end. */
function useStretches(query: ListQuery, pageSize: number, nextPage: NextPage, context: AnswerContext) {
  const { repository, compressed, pace } = context;
  let ended = false;
  const expect = (stretch: ListStretch) => {
    // While the end of this one is rendered or compressed, that is; reading what is ready would only be in the way of sending it as it is. A slow client comes when what was read would be too old.
    if ((compressed || !stretch.ready) && !pace.isSlow()) nextPage.begin(stretch);
  };
  const note = (stretch: ListStretch, before: number): ListStretch => {
    if (!ended && before + stretch.count === pageSize) expect(stretch);
    return stretch;
  };
  return {
    note,
    /** The page ends with this one, whatever else is being read. */
    end: (stretch: ListStretch) => {
      ended = true;
      expect(stretch);
    },
    readAfter: async ({ last }: ListStretch, before: number): Promise<ListStretch> =>
      note(await repository.listRecords({ ...query, ...toReach(context, pageSize - before), after: last }), before),
  };
}

/** It is awaited later, or never when the client leaves; a rejection in between must not count as unhandled. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

interface NextToken {
  readonly value: string;
  readonly completeListSize: number;
}

/** The token of the next page; null where none comes. */
async function makeToken(
  request: ListRequest,
  query: ListQuery,
  { more, last }: ListStretch,
  sent: number,
  { repository, tokens }: AnswerContext,
): Promise<NextToken | null> {
  if (!more || last === null) return null;
  const cursor = (request.token?.cursor ?? 0) + sent;
  const counted = request.token?.completeListSize ?? sent + (await repository.countRest(query, last));
  const completeListSize = Math.max(counted, cursor + 1);
  const { verb, metadataPrefix, set } = request;
  const list = { verb, metadataPrefix, until: query.until!, set, publication: query.notBefore! };
  return { value: tokens.render({ ...list, after: last, cursor, completeListSize }), completeListSize };
}

/** The end of a page: the token of the next one, an empty one after the last of several, nothing after the only one (OAI-PMH 2.0 §3.5). */
function renderTokenElement({ token }: ListRequest, sent: number, next: NextToken | null): string {
  const cursor = token?.cursor ?? 0;
  if (next !== null) return renderResumptionToken(next.value, cursor, next.completeListSize);
  return token === null ? '' : renderResumptionToken('', cursor, cursor + sent);
}

/** Whoever came with a token comes again; others may have come for a look. */
function toNext({ verb, token }: ListRequest, next: NextToken | null, begin: () => void): Pick<AnswerPiece, 'next'> {
  if (token === null || next === null) return {};
  const args = [
    { name: 'verb', value: verb },
    { name: 'resumptionToken', value: next.value },
  ];
  return { next: { args, begin } };
}

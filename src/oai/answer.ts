import type { RawArgument } from './arguments.ts';
import type { Granularity } from './datestamp.ts';
import type { OaiError } from './errors.ts';
import type { Repository } from './repository.ts';
import { type Echo, parseRequest, type Request } from './request.ts';
import { renderErrors, renderResponseStart, responseEnd, toErrorEcho } from './response.ts';
import type { TokenCodec } from './token.ts';
import { answerGetRecord } from './verbs/get-record.ts';
import { answerIdentify } from './verbs/identify.ts';
import { answerListMetadataFormats } from './verbs/list-metadata-formats.ts';
import { answerListRecords } from './verbs/list-records.ts';
import { answerListSets } from './verbs/list-sets.ts';

/** What an answer says of a metadata format. */
export interface FormatDescription {
  readonly prefix: string;
  readonly schema: string;
  readonly namespace: string;
}

/** The repository as its owner has set it up; everything an answer needs besides its data. */
export interface ProtocolSettings {
  /** The one public address, exactly as it is registered with aggregators (OAI-PMH 2.0 §4.2). */
  readonly baseUrl: string;
  readonly repositoryName: string;
  readonly adminEmails: readonly string[];
  /** The domain in `oai:domain:id`. */
  readonly identifierDomain: string;
  readonly granularity: Granularity;
  /** The content encodings on offer, for Identify (§3.1.3). */
  readonly compressions: readonly string[];
  readonly formats: readonly FormatDescription[];
  /** The most elements in one answer of each list verb. */
  readonly pageSizes: Readonly<Record<'ListRecords' | 'ListIdentifiers' | 'ListSets', number>>;
  /** An answer ends early, after the stretch of a list that reaches this; the last record of it may be of any size. */
  readonly pageMaxBytes: number;
}

/** What every verb is given. */
export interface AnswerContext {
  readonly settings: ProtocolSettings;
  readonly repository: Repository;
  readonly tokens: TokenCodec;
}

/** What a verb found out: the errors of the request, or the pieces of the element named after the verb. */
export type VerbAnswer =
  | { readonly publishedThrough: string; readonly errors: readonly OaiError[] }
  | { readonly publishedThrough: string; readonly body: AsyncIterable<string> | readonly string[] };

/**
 * Answers one OAI-PMH request, in pieces. Errors of the protocol are answers; an exception is a fault of ours or of the database. The first
 * piece comes only once the database has answered, so a fault before it can still become a 503; a fault after it must cut the connection.
 */
export async function* answer(raw: readonly RawArgument[], context: AnswerContext): AsyncGenerator<string> {
  const { settings, repository, tokens } = context;
  const parsed = parseRequest(raw, settings.granularity, tokens);
  const result: VerbAnswer = parsed.ok
    ? await answerVerb(parsed.request, context)
    : { publishedThrough: (await repository.getState()).publishedThrough, errors: parsed.errors };
  if ('errors' in result) {
    yield renderResponseStart(result.publishedThrough, settings.baseUrl, toEcho(parsed.echo, result.errors)) +
      renderErrors(result.errors) +
      responseEnd;
    return;
  }
  const verb = parsed.echo.verb!;
  // Small pieces wait for the next one, so that a short answer is a single piece and has a known length.
  let pending = `${renderResponseStart(result.publishedThrough, settings.baseUrl, parsed.echo)}<${verb}>\n`;
  for await (const piece of result.body) {
    if (pending.length > maxHeldLength) {
      yield pending;
      pending = piece;
    } else pending += piece;
  }
  yield `${pending}</${verb}>\n${responseEnd}`;
}

const maxHeldLength = 65_536;

function toEcho(echo: Echo, errors: readonly OaiError[]): Echo {
  return errors.some(({ code }) => code === 'badVerb' || code === 'badArgument') ? {} : toErrorEcho(echo);
}

function answerVerb(request: Request, context: AnswerContext): Promise<VerbAnswer> {
  switch (request.verb) {
    case 'Identify':
      return answerIdentify(context);
    case 'ListMetadataFormats':
      return answerListMetadataFormats(request.identifier, context);
    case 'ListSets':
      return answerListSets(request.token, context);
    case 'GetRecord':
      return answerGetRecord(request, context);
    default:
      return answerListRecords(request, context);
  }
}

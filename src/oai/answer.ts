import type { XmlElement } from '../xml/element.ts';
import type { RawArgument } from './arguments.ts';
import type { Granularity } from './datestamp.ts';
import type { OaiError } from './errors.ts';
import type { PublishState, Repository } from './repository.ts';
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
  /** What else Identify says: the one element of each `description`. */
  readonly descriptions: readonly XmlElement[];
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
  /** Whether the answer is compressed on its way. */
  readonly compressed: boolean;
  readonly pace: Pace;
}

/** How the client takes what it is sent, and what it is sent for that. */
export interface Pace {
  /** How many times as much as usually is read and sent at once, from now on. */
  stretchFactor(): number;
  /** Whether it takes its time, so that it is long before it asks for what comes next. */
  isSlow(): boolean;
}

/** Of a client of which nothing is known. */
export const usualPace: Pace = { stretchFactor: () => 1, isSlow: () => false };

/** A part of an answer as it goes onto the wire. */
export interface AnswerPiece {
  /** To be sent one after the other. */
  readonly parts: readonly Uint8Array[];
  /** Whether nothing comes after it: a first piece that is the last is the whole answer, whose length is known. */
  readonly last: boolean;
  /** Gives the memory of the parts back to be used again. To be called once they are sent, or never. */
  release(): void;
  /** To be called once the client's side has all of them, or never: somebody else may have left before. */
  taken?(): void;
  readonly next?: NextRequest;
}

/** What a client is likely to ask for once it has an answer. */
export interface NextRequest {
  readonly args: readonly RawArgument[];
  /** To be called before it is answered ahead: what it begins with is read once, then. */
  begin(): void;
}

/** What a verb found out: the errors of the request, or what the element named after the verb holds. */
export type VerbAnswer =
  | { readonly state: PublishState; readonly errors: readonly OaiError[] }
  | { readonly state: PublishState; readonly body: AsyncIterable<AnswerPiece> | readonly string[] };

/** An answer on its way. */
export interface Answer {
  /** Where publishing stood when its data were read. */
  readonly state: PublishState;
  /** Whether it says nothing but what was published and set up then, so that the same request is answered the same until something is published. */
  readonly lasting: boolean;
  /** The whole XML, in pieces that are made as they are asked for. */
  readonly pieces: AsyncGenerator<AnswerPiece>;
}

/**
 * Answers one OAI-PMH request. Errors of the protocol are answers; an exception is a fault of ours or of the database. The answer is there only once the database
 * has answered, so a fault before it can still become a 503; a fault while its pieces are read must cut the connection.
 */
export async function answer(raw: readonly RawArgument[], context: AnswerContext): Promise<Answer> {
  const { settings, repository, tokens } = context;
  const parsed = parseRequest(raw, settings.granularity, tokens);
  const result: VerbAnswer = parsed.ok
    ? await answerVerb(parsed.request, context)
    : { state: await repository.getState(), errors: parsed.errors };
  const { state } = result;
  if ('errors' in result) {
    const start = renderResponseStart(state.publishedThrough, settings.baseUrl, toEcho(parsed.echo, result.errors));
    return { state, lasting: false, pieces: frame(start, [renderErrors(result.errors)], responseEnd) };
  }
  const verb = parsed.echo.verb!;
  const start = `${renderResponseStart(state.publishedThrough, settings.baseUrl, parsed.echo)}<${verb}>\n`;
  // The table `sets` may be changed without anything being published.
  return { state, lasting: verb !== 'ListSets', pieces: frame(start, result.body, `</${verb}>\n${responseEnd}`) };
}

async function* frame(
  start: string,
  body: AsyncIterable<AnswerPiece> | readonly string[],
  end: string,
): AsyncGenerator<AnswerPiece> {
  if (!(Symbol.asyncIterator in body)) {
    yield { parts: [Buffer.from(start + body.join('') + end)], last: true, release: () => undefined };
    return;
  }
  let before = [Buffer.from(start)];
  for await (const piece of body) {
    yield { ...piece, parts: piece.last ? [...before, ...piece.parts, Buffer.from(end)] : [...before, ...piece.parts] };
    before = [];
  }
}

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

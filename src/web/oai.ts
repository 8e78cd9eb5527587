import { once } from 'node:events';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { AnswerContext, ProtocolSettings } from '../oai/answer.ts';
import { parseArguments, type RawArgument } from '../oai/arguments.ts';
import { type AnswerMaker, makeAnswerMaker } from './answer-maker.ts';
import { chooseEncoding } from './encodings.ts';
import { type EntityTags, makeEntityTags } from './entity-tags.ts';
import { sendAnswer } from './send-answer.ts';

// More than any legal request: a token of ours ends at 8 kB.
const maxBodyBytes = 65_536;
const formType = 'application/x-www-form-urlencoded';

/** What the endpoint needs. */
export interface OaiRouterOptions {
  readonly getContext: () => Omit<AnswerContext, 'compressed' | 'pace'>;
  /** What answers depend on besides the request, the settings and the data: the version of the program, and what tokens are signed with. */
  readonly origin: readonly string[];
  /** Seconds that a cache may keep an answer without asking. */
  readonly cacheSeconds: number;
}

/** The OAI-PMH endpoint: every verb by GET and by POST, HEAD as GET without its body (OAI-PMH 2.0 §3.1.1, conformance H-24). */
export function makeOaiRouter(options: OaiRouterOptions): Router {
  const router = Router();
  const { getContext } = options;
  const makeAnswer = makeAnswerMaker(getContext);
  const handlePost: RequestHandler = async (request, response) => {
    const encoding = chooseEncoding(request);
    const { pieces } = await makeAnswer(readArguments(request), encoding);
    await sendAnswer(request, response, { pieces, encoding }, { 'Cache-Control': 'no-store' });
  };
  router
    .route('/')
    .all(async (_request, response, next) => {
      // Of requests that a client sends in one go each waits for its turn, or the answers to all of them would be in memory at once.
      if (response.socket === null) await once(response, 'socket');
      response.setHeader('Access-Control-Allow-Origin', '*');
      next();
    })
    .get(makeGetHandler(options, makeAnswer))
    .post(express.raw({ type: formType, limit: maxBodyBytes, inflate: true }), handlePost)
    .options((_request, response) => {
      response
        .set({ Allow: allowed, 'Access-Control-Allow-Methods': allowed, 'Access-Control-Max-Age': '86400' })
        .status(204)
        .end();
    })
    .all((_request, response) => {
      response
        .status(405)
        .set('Allow', allowed)
        .type('text/plain')
        .send(`OAI-PMH requests come by GET or POST. Allowed here: ${allowed}.\n`);
    });
  return router;
}

const allowed = 'GET, HEAD, POST, OPTIONS';

/** Answers GET and HEAD. A client that has the answer already, from the same publication, is told so without the list being touched (RFC 9110 §13.1.2). */
function makeGetHandler({ getContext, origin, cacheSeconds }: OaiRouterOptions, makeAnswer: AnswerMaker): RequestHandler {
  const getTags = makeTagsGetter(origin);
  const kept = cacheSeconds === 0 ? 'no-cache' : `public, max-age=${cacheSeconds}`;
  return async (request, response) => {
    const context = getContext();
    const tags = getTags(context.settings);
    const args = readArguments(request);
    // An older list has an older responseDate, and so loses nothing. But who asks for one record may do so because a list has told of a change, and no later list tells it again.
    const caching = { 'Cache-Control': args.some(({ name }) => name === 'identifier') ? 'no-cache' : kept };
    const ifNoneMatch = request.headers['if-none-match'];
    const had = ifNoneMatch === undefined ? [] : tags.listPublications(request.url, ifNoneMatch);
    if (had.length > 0) {
      const { publication } = await context.repository.getLatestState();
      if (had.includes(publication)) {
        sendNotModified(response, { ...caching, ETag: tags.render(request.url, publication) });
        return;
      }
    }
    const encoding = chooseEncoding(request);
    const { pieces, state, lasting } = await makeAnswer(args, request.method === 'HEAD' ? null : encoding);
    const tag = lasting ? { ETag: tags.render(request.url, state.publication) } : {};
    await sendAnswer(request, response, { pieces, encoding }, { ...caching, ...tag });
  };
}

function sendNotModified(response: Response, headers: Readonly<Record<string, string>>): void {
  response.status(304).set(headers).vary('Accept-Encoding').end();
}

/** The settings are known for good only once the server listens. */
function makeTagsGetter(origin: readonly string[]): (settings: ProtocolSettings) => EntityTags {
  let made: { readonly settings: ProtocolSettings; readonly tags: EntityTags } | null = null;
  return (settings) => {
    if (made?.settings !== settings) made = { settings, tags: makeEntityTags(JSON.stringify([...origin, settings])) };
    return made.tags;
  };
}

/** The arguments of the URL and of the body as one list; a body of another type than a form has none. */
function readArguments(request: Request): RawArgument[] {
  const { originalUrl, body } = request;
  const question = originalUrl.indexOf('?');
  const inUrl = question < 0 ? [] : parseArguments(originalUrl.slice(question + 1));
  return Buffer.isBuffer(body) ? [...inUrl, ...parseArguments(body.toString('latin1'))] : inUrl;
}

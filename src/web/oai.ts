import express, { type Request, type RequestHandler, Router } from 'express';
import { type AnswerContext, answer } from '../oai/answer.ts';
import { parseArguments, type RawArgument } from '../oai/arguments.ts';
import { sendAnswer } from './send-answer.ts';

// More than any legal request: a token of ours ends at 8 kB.
const maxBodyBytes = 65_536;
const formType = 'application/x-www-form-urlencoded';

/** The OAI-PMH endpoint: every verb by GET and by POST, HEAD as GET without its body (OAI-PMH 2.0 §3.1.1, conformance H-24). */
export function makeOaiRouter(getContext: () => AnswerContext): Router {
  const router = Router();
  const handle: RequestHandler = async (request, response) => {
    const { pieces } = await answer(readArguments(request), getContext());
    await sendAnswer(response, pieces, request.method === 'HEAD');
  };
  router
    .route('/')
    .all((_request, response, next) => {
      response.setHeader('Access-Control-Allow-Origin', '*');
      next();
    })
    .get(handle)
    .post(express.raw({ type: formType, limit: maxBodyBytes, inflate: true }), noStore, handle)
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

const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/** The arguments of the URL and of the body as one list; a body of another type than a form has none. */
function readArguments(request: Request): RawArgument[] {
  const { originalUrl, body } = request;
  const question = originalUrl.indexOf('?');
  const inUrl = question < 0 ? [] : parseArguments(originalUrl.slice(question + 1));
  return Buffer.isBuffer(body) ? [...inUrl, ...parseArguments(body.toString('latin1'))] : inUrl;
}

import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { ProgramError, toHint } from '../errors.ts';
import { isDatabaseFault } from '../storage/database-fault.ts';
import { makeOaiRouter, type OaiRouterOptions } from './oai.ts';

/** What the server tells of what went wrong; pino's logger is one. */
export interface ServerLog {
  warn(context: object, message: string): void;
  error(context: object, message: string): void;
}

export interface ServerOptions extends OaiRouterOptions {
  /** Where the endpoint is: `/oai`, and the path of the base URL where that is another. */
  readonly oaiPaths: readonly string[];
  readonly log: ServerLog;
}

/** The web server's whole order of work. */
export function makeServer({ oaiPaths, log, ...options }: ServerOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.set('trust proxy', false);
  app.use((_request, response, next) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });
  app.use(oaiPaths.map(toLiteralPath), makeOaiRouter(options));
  app.get('/', (_request, response) => response.redirect(302, `${oaiPaths[0]}?verb=Identify`));
  app.use((_request, response) => {
    response.status(404).type('text/plain').send(`There is nothing here. The OAI-PMH endpoint is ${oaiPaths[0]}\n`);
  });
  app.use(makeErrorHandler(log));
  return app;
}

// A path to Express is a pattern; the base URL's is to be taken letter for letter.
function toLiteralPath(path: string): string {
  return path.replace(/[{}()[\]+?!:*\\]/g, '\\$&');
}

const retryAfterSeconds = 30;

/** An answer is whole, or the connection is cut, or it is a 503 with Retry-After; a bug is a 500 that tells nothing (G8). */
function makeErrorHandler(log: ServerLog): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const { method, originalUrl } = request;
    if (response.headersSent) {
      log.warn({ err: error, method, url: originalUrl }, 'An answer failed half-way; the connection was cut.');
      cut(request, response);
    } else if (isDatabaseFault(error) || error instanceof ProgramError) {
      log.warn(
        { err: error, ...toHint(error), method, url: originalUrl },
        'A request cannot be answered now; the client was asked to come back.',
      );
      const text = `The repository cannot answer at the moment. Please try again in ${retryAfterSeconds} seconds.\n`;
      response.status(503).set('Retry-After', String(retryAfterSeconds)).type('text/plain').send(text);
    } else if (isClientError(error)) {
      response.status(error.status).type('text/plain').send(`${error.message}\n`);
    } else {
      log.error({ err: error, method, url: originalUrl }, 'A request failed; this is a bug.');
      response.status(500).type('text/plain').send('Something went wrong inside the server. It has been logged.\n');
    }
  };
}

/** Lets the client see that an answer is not whole. Over HTTP/1.0 the end of the connection is the end of the answer, so that it is not to end in good order. */
function cut({ httpVersion, socket }: Request, response: Response): void {
  if (httpVersion !== '1.1') socket.resetAndDestroy();
  else response.destroy();
}

// What the body parser says of a request: too large, cut off, of an unknown encoding.
function isClientError(error: unknown): error is Error & { status: number } {
  return (
    error instanceof Error && 'expose' in error && error.expose === true && 'status' in error && typeof error.status === 'number'
  );
}

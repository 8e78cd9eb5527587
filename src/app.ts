import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from './config.ts';
import { type ChosenFormats, chooseFormats } from './format-choice.ts';
import type { Format } from './formats/format.ts';
import { loadExamples } from './load-examples.ts';
import { makeRepository } from './make-repository.ts';
import type { ProtocolSettings } from './oai/answer.ts';
import { listDescriptions } from './oai/descriptions/index.ts';
import type { Repository } from './oai/repository.ts';
import { makeTokenCodec } from './oai/token.ts';
import { openDatabase, toOpenError } from './open-database.ts';
import { openReadSide } from './open-read-side.ts';
import { listen } from './ops/listen.ts';
import type { Log } from './ops/log.ts';
import { logPublisherEvents } from './ops/log-publisher.ts';
import { readProgramVersion } from './program-version.ts';
import {
  assertIdentifierDomain,
  describeOtherOffer,
  describeOtherPublisher,
  noteChangedOutput,
} from './publish/output-version.ts';
import { startPublisher } from './publish/publisher.ts';
import { makePublisherName } from './publish/publisher-name.ts';
import { makeRenderer, type Renderer } from './publish/renderer.ts';
import { toFormatVersion } from './publish/switch-formats.ts';
import { withReadAhead } from './read-ahead.ts';
import { makeRenditionReader } from './rendition-reader.ts';
import { makeByteStoreMaker } from './storage/byte-store.ts';
import type { Database } from './storage/database.ts';
import { getTokenSecret } from './storage/installation.ts';
import type { Carried } from './storage/published-in-format.ts';
import type { ReadSide } from './storage/read-side.ts';
import { compressions } from './web/encodings.ts';
import { makeServer } from './web/server.ts';

/** A running server. */
export interface App {
  /** The endpoint as this machine reaches it. */
  readonly url: string;
  /** How psql reaches the embedded database; null where DATABASE_URL names a server. */
  readonly embeddedUrl: string | null;
  /** Starts publishing under this name, if the settings let this server publish; for an app that was told not to by itself. */
  publish(name: string): void;
  /** Stops publishing after the batch in hand, so that another may. */
  stopPublishing(): Promise<void>;
  /** @param limits how long requests in hand may take to finish: as long as the settings say, if nothing is said; and how long connections are kept for another request: not at all */
  close(limits?: { readonly timeoutMs?: number; readonly graceMs?: number }): Promise<void>;
}

export interface AppOptions {
  readonly log: Log;
  /** Told when the embedded database ends by itself. */
  readonly onEnd?: (error: Error) => void;
  /** Whether it publishes by itself, or waits until it is told to. */
  readonly publishing?: 'by itself' | 'when told';
}

/**
 * Composes and starts everything: database, publisher, web server.
 *
 * @throws ProgramError for what a person can put right
 */
export async function startApp(config: Config, { log, onEnd, publishing = 'by itself' }: AppOptions): Promise<App> {
  const opened = await openDatabase(config, { log, purpose: 'serve', join: false, ...(onEnd ? { onEnd } : {}) });
  let reads: ReadSide | undefined;
  let renderer: Renderer | undefined;
  try {
    const { db, embedded } = opened;
    await assertIdentifierDomain(db, config.identifierDomain);
    const chosen = await chooseFormats(config);
    // Where the database is embedded, no other server runs.
    if (embedded === null) await warnOfOthers(config, { db, chosen, log });
    const examples = embedded === null ? 0 : await loadExamples(db);
    if (examples > 0) log.info(`The repository was empty: ${examples} example records were loaded into it.`);
    const tokenSecret = config.tokenSecret ?? (await getTokenSecret(db, randomBytes(32).toString('base64url')));
    const tokens = makeTokenCodec(tokenSecret);
    reads = await openReadSide(config, db, log);
    renderer = makeRenderer({ ...chosen, threads: config.publishThreads, identifierDomain: config.identifierDomain });
    const repository = composeRepository(config, { db, reads, renderer, chosen, log });
    let settings = toProtocolSettings(config, chosen, config.port);
    const oaiPaths = [...new Set([new URL(settings.baseUrl).pathname, '/oai'])];
    const server = makeServer({
      oaiPaths,
      getContext: () => ({ settings, repository, tokens }),
      origin: [readProgramVersion(), createHash('sha256').update(tokenSecret).digest('hex')],
      cacheSeconds: config.cacheSeconds,
      log,
    });
    const listener = await listen(server, config.host, config.port, (error) =>
      log.error({ err: error }, 'A connection could not be taken.'),
    );
    settings = toProtocolSettings(config, chosen, listener.port);
    const publisher = { db, log, renderer, formats: chosen };
    let stopPublishing = async () => {};
    const publish = (name: string) => {
      if (config.publish) stopPublishing = publishInBackground(config, publisher, name);
    };
    // The embedded database has one server at a time, which so knows its own name again after a crash and need not wait.
    if (publishing === 'by itself') publish(embedded === null ? makePublisherName() : `${hostname()}:embedded`);
    const close: App['close'] = async ({ timeoutMs = config.shutdownTimeoutMs, graceMs = 0 } = {}) => {
      await Promise.all([listener.close(timeoutMs, graceMs), within(config.shutdownTimeoutMs, stopPublishing())]);
      await within(config.shutdownTimeoutMs, Promise.all([renderer?.close(), reads?.close(), opened.close()]));
    };
    const url = `http://localhost:${listener.port}${oaiPaths[0]}`;
    return { url, embeddedUrl: embedded?.url ?? null, publish, stopPublishing: () => stopPublishing(), close };
  } catch (error) {
    await Promise.all([renderer?.close(), reads?.close(), opened.close()]);
    throw toOpenError(error, config);
  }
}

/** Waits for something no longer than that: a database that hangs must not keep a server that is told to stop. */
function within(ms: number, work: Promise<unknown>): Promise<unknown> {
  return Promise.race([work, sleep(ms, undefined, { ref: false })]);
}

/** Tells of servers with other settings. They are not refused: where servers are replaced one by one, the former is stopped only once this one answers. */
async function warnOfOthers(
  { identifierDomain }: Config,
  { db, chosen, log }: Pick<Parts, 'db' | 'chosen' | 'log'>,
): Promise<void> {
  const publisher = await describeOtherPublisher(db, identifierDomain);
  if (publisher !== null) log.warn(`${publisher} Until it has stopped, this server answers for no identifier of either domain.`);
  const offer = await describeOtherOffer(db, chosen);
  if (offer !== null)
    log.warn(
      `${offer} Until it has stopped, this server offers what both have; if it publishes then, it offers those of its own settings.`,
    );
}

interface Parts {
  readonly db: Database;
  readonly reads: ReadSide;
  readonly renderer: Renderer;
  readonly chosen: ChosenFormats;
  readonly log: Log;
}

function composeRepository({ exactCountLimit }: Config, { db, reads, renderer, chosen, log }: Parts): Repository {
  const makeStore = makeByteStoreMaker();
  const formats = chosen.formats.map((format) => ({
    ...{ prefix: format.prefix, version: toFormatVersion(format), carries: toCarried(format) },
  }));
  const renditions = makeRenditionReader({ primary: db, renderer, formats, makeStore, log });
  return withReadAhead(makeRepository(reads, { exactCountLimit, makeStore, renditions, formats }));
}

function toCarried({ carries, carriesMost }: Format): Carried {
  if (carries === undefined) return 'each';
  return carriesMost ? 'most' : 'some';
}

function toProtocolSettings(config: Config, { formats }: ChosenFormats, port: number): ProtocolSettings {
  const { baseUrl, repositoryName, adminEmails, identifierDomain, granularity, pageSizes, pageMaxBytes } = config;
  return {
    baseUrl: baseUrl ?? `http://localhost:${port}/oai`,
    repositoryName,
    adminEmails,
    identifierDomain,
    granularity,
    descriptions: listDescriptions({ ...config, toolkitVersion: config.toolkit ? readProgramVersion() : null }),
    compressions,
    formats,
    pageSizes,
    pageMaxBytes,
  };
}

const outputChanged =
  'The formats, or what else all records are rendered with, changed: each is rendered again, and those whose output differs get a new datestamp.';

function logChange(log: Log, formerDomain: string, identifierDomain: string): void {
  if (formerDomain === identifierDomain) log.info(outputChanged);
  else
    log.warn(
      `The identifier domain is ${identifierDomain} now, and was ${formerDomain}: every record gets a new identifier and a new datestamp.`,
    );
}

interface PublisherParts {
  readonly db: Database;
  readonly log: Log;
  readonly renderer: Renderer;
  readonly formats: ChosenFormats;
}

function publishInBackground(config: Config, { log, ...parts }: PublisherParts, name: string): () => Promise<void> {
  const { identifierDomain, publishBatch } = config;
  const events = logPublisherEvents(log);
  const publisher = startPublisher({
    ...parts,
    clockOffsetSeconds: () => 0,
    name,
    batchSize: publishBatch,
    events: {
      ...events,
      elected: async () => {
        events.elected();
        const former = await noteChangedOutput(parts.db, { identifierDomain, formats: parts.formats });
        if (former !== false) logChange(log, former.identifierDomain, identifierDomain);
      },
    },
  });
  return () => publisher.stop();
}

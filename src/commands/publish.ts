import { SingleBar } from 'cli-progress';
import { ProgramError } from '../errors.ts';
import { placeholderDomain } from '../placeholder-domain.ts';
import type { Database } from '../storage/database.ts';
import type { CommandContext, CommandDefinition } from './command.ts';
import { countOf } from './count-of.ts';
import { withDatabase } from './with-database.ts';

/** `publish`: publish what is waiting, and end. */
export const publishCommand: CommandDefinition = {
  name: 'publish',
  summary: 'publish what is waiting, and exit',
  description:
    'Publishes every change that waits in the outbox and exits. A running server does the same by itself within a second; this is for repositories that are filled by a ' +
    'nightly job, and for seeing problems at once. With --all every record is parsed and rendered again; only those whose output differs get a new datestamp.',
  arguments: [],
  options: [
    { flags: '--all', help: 'render every record again, and note deletions that no trigger saw' },
    { flags: '--change-domain', help: 'give every record a new identifier, of the domain in the settings' },
    { flags: '--json', help: 'print the result as one JSON object' },
  ],
  examples: [
    { line: 'publish', help: 'Publishes what is waiting.' },
    { line: 'publish --all', help: 'After a restore of the table records.' },
  ],
  exitCodes: {
    0: 'everything that was waiting is published',
    1: 'a record that was waiting has a problem, or the command was interrupted',
  },
  run: (context) => withDatabase(context, (db) => publish(context, db), { purpose: 'publish', tables: 'migrate' }),
};

interface Total {
  published: number;
  deleted: number;
  problems: number;
  /** False when the command was interrupted. */
  complete: boolean;
}

async function publish(context: CommandContext, db: Database): Promise<0 | 1> {
  const { options, stdout } = context;
  const total = await drain(context, db);
  const { published, deleted, problems, complete } = total;
  const done = `published ${countOf(published, 'record')} and ${countOf(deleted, 'deletion')}; ${countOf(problems, 'problem')}`;
  const text = `${done}${complete ? '' : '; interrupted, the rest waits'}\n`;
  stdout.write(options.json === true ? `${JSON.stringify(total)}\n` : text);
  return problems > 0 || !complete ? 1 : 0;
}

async function drain({ config, options, stderr, signal }: CommandContext, db: Database): Promise<Total> {
  // Loaded late, as the database is: `--help` needs none of it.
  const [
    { chooseFormats },
    { drainOutbox },
    { makeRenderer },
    { assertIdentifierDomain, assertNobodyOffersOtherwise, assertNobodyPublishesOtherwise, noteChangedOutput },
    { noteEverything, countOutbox },
  ] = await Promise.all([
    import('../format-choice.ts'),
    import('../publish/publisher.ts'),
    import('../publish/renderer.ts'),
    import('../publish/output-version.ts'),
    import('../storage/outbox.ts'),
  ]);
  const { identifierDomain, publishThreads, publishBatch } = config;
  const formats = await chooseFormats(config);
  // A setting that was lost is to be found again, whoever runs.
  if (options.changeDomain !== true) await assertIdentifierDomain(db, identifierDomain);
  else assertDomainGiven(identifierDomain);
  await assertNobodyPublishesOtherwise(db, identifierDomain);
  await assertNobodyOffersOtherwise(db, formats);
  await noteChangedOutput(db, { identifierDomain, formats }, { changeDomain: options.changeDomain === true });
  if (options.all === true) await noteEverything(db);
  const renderer = makeRenderer({ ...formats, threads: publishThreads, identifierDomain });
  const total: Total = { published: 0, deleted: 0, problems: 0, complete: true };
  const bar = startBar(stderr, await countOutbox(db));
  const problem = ({ id, message }: { id: string; message: string }) => {
    total.problems += 1;
    if (options.json !== true) stderr.write(`${bar === null ? '' : '\n'}problem: ${JSON.stringify(id)}: ${message}\n`);
  };
  const onBatch = async ({ entries, published, deleted }: { entries: number; published: number; deleted: number }) => {
    total.published += published;
    total.deleted += deleted;
    if (bar !== null) bar.advance(entries, await countOutbox(db));
    total.complete = !signal.aborted;
    return total.complete;
  };
  try {
    const parts = { db, renderer, formats, clockOffsetSeconds: () => 0, batchSize: publishBatch, events: { problem } };
    await drainOutbox(parts, onBatch);
  } finally {
    bar?.stop();
    await renderer.close();
  }
  return total;
}

/** A domain that was lost on the way is not one that is meant. */
function assertDomainGiven(identifierDomain: string): void {
  if (identifierDomain !== placeholderDomain) return;
  const message =
    'OAI_IDENTIFIER_DOMAIN is not set, so that --change-domain would give every record an identifier of the placeholder.';
  throw new ProgramError('SETTING_INVALID', message);
}

/** A progress bar for a terminal; null elsewhere, so that what is piped stays plain. */
function startBar(
  stderr: CommandContext['stderr'],
  waiting: number,
): { advance(entries: number, left: number): void; stop(): void } | null {
  if (stderr.isTTY !== true) return null;
  const bar = new SingleBar({ format: 'publishing {bar} {percentage}% {value}/{total} eta {eta_formatted}', stream: stderr });
  bar.start(waiting, 0);
  let done = 0;
  const advance = (entries: number, left: number) => {
    done += entries;
    bar.setTotal(done + left);
    bar.update(done);
  };
  return { advance, stop: () => bar.stop() };
}

import { SingleBar } from 'cli-progress';
import type { CommandContext, CommandDefinition } from './command.ts';
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
    { flags: '--json', help: 'print the result as one JSON object' },
  ],
  examples: [
    { line: 'publish', help: 'Publishes what is waiting.' },
    { line: 'publish --all', help: 'After a restore of the table records.' },
  ],
  exitCodes: { 0: 'everything that was waiting is published', 1: 'a record has a problem, or the command was interrupted' },
  run: (context) => withDatabase(context, async (db) => publish(context, db)),
};

async function publish(
  { config, options, stdout, stderr, signal }: CommandContext,
  db: Parameters<Parameters<typeof withDatabase>[1]>[0],
): Promise<0 | 1> {
  const [{ drainOutbox }, { makeRenderer }, { toOutputVersion }, { noteEverything, countOutbox }, { replaceOutputVersion }] =
    await Promise.all([
      import('../publish/publisher.ts'),
      import('../publish/renderer.ts'),
      import('../publish/output-version.ts'),
      import('../storage/outbox.ts'),
      import('../storage/installation.ts'),
    ]);
  const { identifierDomain, publishThreads, publishBatch } = config;
  if ((await replaceOutputVersion(db, toOutputVersion(identifierDomain))) || options['all'] === true) await noteEverything(db);
  const renderer = makeRenderer({ threads: publishThreads, identifierDomain });
  const total = { published: 0, deleted: 0, problems: 0, complete: true };
  const bar =
    stderr.isTTY === true
      ? new SingleBar({ format: 'publishing {bar} {percentage}% {value}/{total} eta {eta_formatted}', stream: stderr })
      : null;
  let done = 0;
  bar?.start(await countOutbox(db), 0);
  const events = {
    problem: (problem: { id: string; message: string }) => {
      total.problems += 1;
      if (options['json'] !== true)
        stderr.write(`${bar === null ? '' : '\n'}problem: ${JSON.stringify(problem.id)}: ${problem.message}\n`);
    },
  };
  try {
    await drainOutbox(
      { db, renderer, clockOffsetSeconds: () => 0, batchSize: publishBatch, events },
      async ({ entries, published, deleted }) => {
        total.published += published;
        total.deleted += deleted;
        done += entries;
        if (bar !== null) {
          bar.setTotal(done + (await countOutbox(db)));
          bar.update(done);
        }
        total.complete = !signal.aborted;
        return total.complete;
      },
    );
  } finally {
    bar?.stop();
    await renderer.close();
  }
  const { published, deleted, problems, complete } = total;
  const text = `published ${published} records and ${deleted} deletions; ${problems} problems${complete ? '' : '; interrupted, the rest waits'}\n`;
  stdout.write(options['json'] === true ? `${JSON.stringify(total)}\n` : text);
  return problems > 0 || !complete ? 1 : 0;
}

import type { Status } from '../storage/status.ts';
import type { CommandDefinition } from './command.ts';
import { renderTable } from './render-table.ts';
import { withDatabase } from './with-database.ts';

/** How long changes may wait before `--check` calls publishing late: a busy publisher is seconds behind, never a minute. */
const lateAfterSeconds = 60;

/** `status`: where the repository stands. */
export const statusCommand: CommandDefinition = {
  name: 'status',
  summary: 'show how many records there are and how far they are published',
  description:
    'Shows the number of records, of published and of deleted ones, the changes that wait to be published, how far publishing is and who does it, ' +
    'and the number of records with problems.',
  arguments: [],
  options: [
    { flags: '--json', help: 'print one JSON object' },
    { flags: '--check', help: `exit with 1 when a record has a problem or changes wait for more than ${lateAfterSeconds} s` },
  ],
  examples: [
    { line: 'status', help: 'Shows the figures.' },
    { line: 'status --check --json', help: 'For monitoring.' },
  ],
  exitCodes: { 0: 'the figures were read', 1: 'they could not be read; with --check also: something needs attention' },
  run: async (context) => {
    const { getStatus } = await import('../storage/status.ts');
    const status = await withDatabase(context, (db) => getStatus(db));
    const { stdout, options } = context;
    stdout.write(options.json === true ? `${JSON.stringify(status)}\n` : renderTable(toRows(status), stdout.isTTY === true));
    const late = status.outboxLength > 0 && status.lagSeconds > lateAfterSeconds;
    return options.check === true && (late || status.problems > 0) ? 1 : 0;
  },
};

function toRows(status: Status): string[][] {
  return [
    ['records', String(status.records)],
    ['published', String(status.published)],
    ['tombstones', String(status.deleted)],
    ['waiting to be published', String(status.outboxLength)],
    ['published through', status.publishedThrough.toISOString()],
    ['behind by', `${Math.round(status.lagSeconds)} s`],
    ['problems', String(status.problems)],
    ['publisher', describePublisher(status)],
  ];
}

function describePublisher({ publisher, publisherSeenSecondsAgo: seen }: Status): string {
  if (publisher === null) return 'nobody';
  return seen === null ? publisher : `${publisher}, seen ${Math.round(seen)} s ago`;
}

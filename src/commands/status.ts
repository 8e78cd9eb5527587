import { ProgramError } from '../errors.ts';
import type { Slice } from '../storage/list-slices.ts';
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
    'the number of records with problems, and the formats that harvesters are offered. With --slices also date ranges of about the same number of records each, for a harvester that asks for several at once.',
  arguments: [],
  options: [
    { flags: '--json', help: 'print one JSON object' },
    { flags: '--slices <number>', help: 'also cut the list of all records into so many date ranges, 1 to 1000' },
    { flags: '--check', help: `exit with 1 when a record has a problem or changes wait for more than ${lateAfterSeconds} s` },
  ],
  examples: [
    { line: 'status', help: 'Shows the figures.' },
    { line: 'status --check --json', help: 'For monitoring.' },
    { line: 'status --slices 8', help: 'Date ranges for a harvest by eight at once.' },
  ],
  exitCodes: { 0: 'the figures were read', 1: 'they could not be read; with --check also: something needs attention' },
  run: async (context) => {
    const { getStatus } = await import('../storage/status.ts');
    const { stdout, stderr, options, config } = context;
    const count = toSliceCount(options.slices);
    const [status, slices] = await withDatabase(context, async (db) => {
      const figures = await getStatus(db);
      if (count === null) return [figures, null];
      const { listSlices } = await import('../storage/list-slices.ts');
      return [figures, await listSlices(db, count, config.granularity)];
    });
    if (options.json === true) stdout.write(`${JSON.stringify(slices === null ? status : { ...status, slices })}\n`);
    else {
      const render = (rows: string[][]) => renderTable(rows, stdout.isTTY === true);
      stdout.write(render(toRows(status)) + (slices === null ? '' : `\n${render(slices.map(toSliceRow))}`));
    }
    if (slices !== null && slices.length < count!) {
      stderr.write(
        `no more ranges than ${slices.length}: records of one ${config.granularity === 'YYYY-MM-DD' ? 'day' : 'second'} are never parted\n`,
      );
    }
    const late = status.outboxLength > 0 && status.lagSeconds > lateAfterSeconds;
    return options.check === true && (late || status.problems > 0) ? 1 : 0;
  },
};

const mostSlices = 1_000;

function toSliceCount(text: string | boolean | undefined): number | null {
  if (typeof text !== 'string') return null;
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= mostSlices) return count;
  throw new ProgramError('OPTION_INVALID', `--slices must be a whole number from 1 to ${mostSlices}, not "${text}".`);
}

function toSliceRow({ from, until, records }: Slice): string[] {
  return [`from=${from}${until === null ? '' : `&until=${until}`}`, `${records} records`];
}

function toRows(status: Status): string[][] {
  return [
    ['records', String(status.records)],
    ['published', String(status.published)],
    ['tombstones', String(status.deleted)],
    ['waiting to be published', String(status.outboxLength)],
    ['published through', status.publishedThrough.toISOString()],
    ['behind by', `${Math.round(status.lagSeconds)} s`],
    ['problems', String(status.problems)],
    ['formats', status.formats.join(', ')],
    ...(status.formatsToCome.length === 0 ? [] : [['formats being made ready', status.formatsToCome.join(', ')]]),
    ['publisher', describePublisher(status)],
  ];
}

function describePublisher({ publisher, publisherSeenSecondsAgo: seen }: Status): string {
  if (publisher === null) return 'nobody';
  return seen === null ? publisher : `${publisher}, seen ${Math.round(seen)} s ago`;
}

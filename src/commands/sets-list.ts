import type { SetSummary } from '../storage/sets.ts';
import type { CommandDefinition } from './command.ts';
import { renderTable } from './render-table.ts';
import { withDatabase } from './with-database.ts';

const pageSize = 100;
// So that a page of sets asks for no more than 100,000 records.
const countedRecords = 1_000;
const allRecords = 2_147_483_647;

/** `sets list`: every set that harvesters see, with what the repository knows of it. */
export const setsListCommand: CommandDefinition = {
  name: 'list',
  summary: 'list the sets, with how many records each has',
  description:
    'Lists every set that ListSets has: those declared, those that records name, and the ancestors of both. For each: its setSpec, how many published records it has ' +
    '(those of its descendants are its own, too), how many deleted ones it is kept for, its name and its rule. ' +
    `Up to ${countedRecords} records of a set are counted; of a larger one the number is an estimate from PostgreSQL's statistics, marked ~ and with deleted records in it, so that millions cost no more. --exact counts all.`,
  arguments: [],
  options: [
    { flags: '--exact', help: 'count every record of every set; on a large repository this takes a while' },
    { flags: '--json', help: 'print one JSON object a line' },
  ],
  examples: [
    { line: 'sets', help: 'One line for each set.' },
    { line: 'sets list --exact --json', help: 'The same as JSON Lines, counted to the last record.' },
  ],
  exitCodes: { 0: 'the sets were read', 1: 'they could not be read' },
  run: async (context) => {
    const { stdout, options, signal } = context;
    const exactUpTo = options.exact === true ? allRecords : countedRecords;
    const rows: string[][] = [];
    await withDatabase(context, async (db) => {
      const { listSetSummaries } = await import('../storage/sets.ts');
      let after = '';
      while (!signal.aborted) {
        const page = await listSetSummaries(db, { after, limit: pageSize, exactUpTo });
        if (options.json === true) stdout.write(page.map((set) => `${JSON.stringify(set)}\n`).join(''));
        else rows.push(...page.map(toRow));
        if (page.length < pageSize) return;
        after = page.at(-1)!.setSpec;
      }
    });
    const terminal = stdout.isTTY === true;
    if (terminal && rows.length > 0) rows.unshift(['SETSPEC', 'RECORDS', 'DELETED', 'NAME', 'RULE']);
    stdout.write(renderTable(rows, terminal));
    if (terminal && rows.length === 0 && options.json !== true) stdout.write('no sets\n');
    return signal.aborted ? 1 : 0;
  },
};

function toRow({ setSpec, records, deleted, exact, name, declared, rule }: SetSummary): string[] {
  const shown = declared ? name : '(not declared)';
  return [setSpec, exact ? String(records) : `~${Number(records.toPrecision(2))}`, String(deleted ?? '?'), shown, rule ?? ''];
}

import type { Database } from '../storage/database.ts';
import type { ListedProblem } from '../storage/problems.ts';
import type { CommandDefinition } from './command.ts';
import { renderTable } from './render-table.ts';
import { withDatabase } from './with-database.ts';

const pageSize = 500;

/** `problems`: the records that could not be published, and why. */
export const problemsCommand: CommandDefinition = {
  name: 'problems',
  summary: 'list the records that could not be published, and why',
  description:
    'Lists every record that could not be published, with the reason and since when. The last good version of such a record stays public. ' +
    'It also lists records that are published, but that a format failed on when somebody asked for them: they are shown as deleted in that format. ' +
    'Correct the record in the table `records`; it is published, and leaves this list, within a second while a server runs. ' +
    'Lines that `import` refuses are named by it, and never come here.',
  arguments: [],
  options: [{ flags: '--json', help: 'print one JSON object a line' }],
  examples: [
    { line: 'problems', help: 'One line for each: id, code, since when, and what is wrong.' },
    { line: 'problems --json', help: 'The same as JSON Lines.' },
  ],
  exitCodes: { 0: 'there are none', 1: 'there are some' },
  run: async (context) => {
    const json = context.options.json === true;
    const terminal = context.stdout.isTTY === true;
    let found = 0;
    await withDatabase(context, async (db) => {
      for await (const page of readProblems(db)) {
        found += page.length;
        const rows = page.map(({ id, code, since, message }) => [id, code, since.toISOString(), message]);
        const toLine = ({ id, code, message, since }: ListedProblem) => `${JSON.stringify({ id, code, message, since })}\n`;
        context.stdout.write(json ? page.map(toLine).join('') : renderTable(rows, terminal));
      }
    });
    if (found === 0 && !json && terminal) context.stdout.write('no problems\n');
    return found === 0 ? 0 : 1;
  },
};

async function* readProblems(db: Database) {
  const { listProblems } = await import('../storage/problems.ts');
  let after: ListedProblem | undefined;
  while (true) {
    const page = await listProblems(db, after === undefined ? { limit: pageSize } : { after, limit: pageSize });
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)!;
  }
}

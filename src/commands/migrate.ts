import type { CommandDefinition } from './command.ts';
import { withDatabase } from './with-database.ts';

/** `migrate`: brings the tables of the database to this version of the program. */
export const migrateCommand: CommandDefinition = {
  name: 'migrate',
  summary: 'bring the tables of the database to this version',
  description:
    'Creates the tables, or changes them to what this version of the program needs. `serve` does the same when it starts; ' +
    'run it by itself where the server may not change tables. Running it again changes nothing.',
  arguments: [],
  options: [{ flags: '--json', help: 'print one JSON object' }],
  examples: [{ line: 'migrate', help: 'Applies what is missing, each migration in a transaction of its own.' }],
  exitCodes: { 0: 'the tables are up to date', 1: 'a migration was refused or failed; what was applied before it stays' },
  run: async (context) => {
    const { migrate } = await import('../storage/migrate.ts');
    const { applied } = await withDatabase(context, (db) => migrate(db), { purpose: 'migrate', tables: 'leave' });
    if (context.options.json === true) context.stdout.write(`${JSON.stringify({ applied })}\n`);
    else if (applied.length === 0) context.stdout.write('the database is up to date\n');
    else context.stdout.write(`${applied.map((name) => `applied ${name}\n`).join('')}the database is up to date\n`);
    return 0;
  },
};

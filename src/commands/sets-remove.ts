import type { CommandDefinition, ExitCode } from './command.ts';
import { toNotDeclared } from './set-not-declared.ts';
import { publishHint } from './sets-add.ts';
import { withDatabase } from './with-database.ts';

/** `sets remove`: takes the declaration of a set away. */
export const setsRemoveCommand: CommandDefinition = {
  name: 'remove',
  summary: 'take the name, the description and the rule of a set away',
  description:
    'Takes the declaration of a set away. Records that were in it by its rule leave it, and get a new datestamp. Records that name it in records.sets, or a descendant of it, stay: ' +
    'as long as there are any, deleted ones among them, the set is still listed, under its setSpec as its name. To empty it, take it out of records.sets.',
  arguments: [{ name: 'setSpec', help: 'the set' }],
  options: [],
  examples: [{ line: 'sets remove open', help: 'Takes the set away.' }],
  exitCodes: { 0: 'the set is not declared any more', 1: 'it was not declared' },
  run: async (context) => {
    const setSpec = context.arguments.setSpec!;
    return withDatabase<ExitCode>(context, async (db) => {
      const { deleteSet, findSet } = await import('../storage/sets.ts');
      const former = await findSet(db, setSpec);
      if (former === null || !(await deleteSet(db, setSpec))) throw await toNotDeclared(db, setSpec);
      context.stdout.write(
        `removed ${setSpec}\nnote: records that name ${setSpec} themselves, or a part of it, stay in it and keep it listed\n`,
      );
      if (former.rule !== null) context.stdout.write(publishHint);
      return 0;
    });
  },
};

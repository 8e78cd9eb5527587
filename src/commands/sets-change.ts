import { ProgramError } from '../errors.ts';
import type { SetChanges } from '../storage/sets.ts';
import { assertSetTexts } from './check-set-options.ts';
import { checkSetRule } from './check-set-rule.ts';
import type { CommandDefinition, ExitCode } from './command.ts';
import { toNotDeclared } from './set-not-declared.ts';
import { publishHint } from './sets-add.ts';
import { withDatabase } from './with-database.ts';

/** `sets change`: changes the name, the description or the rule of a set. */
export const setsChangeCommand: CommandDefinition = {
  name: 'change',
  summary: 'change the name, the description or the rule of a set',
  description:
    'Changes what it is given and leaves the rest. With another rule just those records get a new datestamp that come into the set or leave it; with another name or description none does. ' +
    'The setSpec itself is what harvesters know the set by; to have another one, add that and remove this.',
  arguments: [{ name: 'setSpec', help: 'the set' }],
  options: [
    { flags: '--name <name>', help: 'another name' },
    { flags: '--description <text>', help: 'another description; "" takes it away' },
    { flags: '--rule <rule>', help: 'another rule' },
    { flags: '--no-rule', help: 'take the rule away; records that name the set themselves stay in it' },
  ],
  examples: [
    { line: `sets change open --rule '$.accessRights == "open" && exists($.files[*])'`, help: 'Narrows the set.' },
    { line: 'sets change open --no-rule --name "Chosen articles"', help: 'Leaves in it what names it itself.' },
  ],
  exitCodes: { 0: 'the set is as asked', 1: 'it is not: there is none, or something is wrong with what it was given' },
  run: async (context) => {
    const { options, stdout, stderr } = context;
    const setSpec = context.arguments.setSpec!;
    const texts: SetChanges = {
      ...(typeof options.name === 'string' ? { name: options.name } : {}),
      ...(typeof options.description === 'string'
        ? { description: options.description === '' ? null : options.description }
        : {}),
    };
    assertSetTexts(texts);
    if (Object.keys(texts).length === 0 && options.rule === undefined) {
      throw new ProgramError('OPTION_INVALID', 'Nothing to change: give --name, --description, --rule or --no-rule.');
    }
    return withDatabase<ExitCode>(context, async (db) => {
      const { findSet, updateSet } = await import('../storage/sets.ts');
      const former = await findSet(db, setSpec);
      if (former === null) throw await toNotDeclared(db, setSpec);
      const checked = typeof options.rule === 'string' ? await checkSetRule(db, options.rule) : null;
      for (const warning of checked?.warnings ?? []) stderr.write(`warning: ${warning}\n`);
      const rule = options.rule === undefined ? former.rule : (checked?.rule ?? null);
      if (!(await updateSet(db, setSpec, { ...texts, rule }))) throw await toNotDeclared(db, setSpec);
      stdout.write(`changed ${setSpec}\n${rule === former.rule ? '' : publishHint}`);
      return 0;
    });
  },
};

import { ProgramError } from '../errors.ts';
import { assertSetSpec, assertSetTexts } from './check-set-options.ts';
import { checkSetRule } from './check-set-rule.ts';
import type { CommandDefinition, ExitCode } from './command.ts';
import { withDatabase } from './with-database.ts';

/** What is told after a change of rules. */
export const publishHint =
  'next: a running server publishes what comes in and goes out at once; `oai-pmh-server publish` does it without one\n';

/** `sets add`: declares a set. */
export const setsAddCommand: CommandDefinition = {
  name: 'add',
  summary: 'declare a set, with a name and perhaps a rule',
  description:
    'Declares a set: gives it a name and perhaps a description, which harvesters are shown, and a rule. Records are in the set when they name it in records.sets, or when the rule holds for them. ' +
    'A rule is a jsonpath predicate over the record in full form (docs/sets.md has rules to copy); it is checked before it is saved. Try it with `sets preview`.',
  arguments: [{ name: 'setSpec', help: 'the name of the set in requests, such as theses or physics:hep' }],
  options: [
    { flags: '--name <name>', help: 'the name that people read', required: true },
    { flags: '--description <text>', help: 'what is in the set, for harvesters' },
    { flags: '--rule <rule>', help: 'which records are in the set without naming it' },
  ],
  examples: [
    { line: 'sets add theses --name Theses', help: 'Names a set that records are put into by themselves.' },
    {
      line: `sets add open --name "Open access" --rule '$.accessRights == "open"'`,
      help: 'Declares a set of all records that are open.',
    },
  ],
  exitCodes: { 0: 'the set is declared', 1: 'it is not: there is one already, or something is wrong with what it was given' },
  run: async (context) => {
    const { options, stdout, stderr } = context;
    const setSpec = context.arguments.setSpec!;
    assertSetSpec(setSpec);
    const name = String(options.name);
    const description = typeof options.description === 'string' ? options.description : null;
    assertSetTexts({ name, description });
    return withDatabase<ExitCode>(
      context,
      async (db) => {
        const checked = typeof options.rule === 'string' ? await checkSetRule(db, options.rule) : null;
        for (const warning of checked?.warnings ?? []) stderr.write(`warning: ${warning}\n`);
        const { insertSet } = await import('../storage/sets.ts');
        if (!(await insertSet(db, { setSpec, name, description, rule: checked?.rule ?? null }))) {
          throw new ProgramError('SET_EXISTS', `There is a set "${setSpec}" already.`);
        }
        stdout.write(`added ${setSpec}\n${checked === null ? '' : publishHint}`);
        return 0;
      },
      { purpose: 'sets', tables: 'migrate' },
    );
  },
};

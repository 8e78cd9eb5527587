import { SingleBar } from 'cli-progress';
import type { Queryable } from '../storage/database.ts';
import type { RuleMatches } from '../storage/set-rules.ts';
import { checkSetRule } from './check-set-rule.ts';
import type { CommandContext, CommandDefinition } from './command.ts';
import { renderTable } from './render-table.ts';
import { withDatabase } from './with-database.ts';

const mostExamples = 10;
// Some tens of milliseconds' work for the database.
const stretch = 2_000;

/** `sets preview`: what a rule would put into a set. */
export const setsPreviewCommand: CommandDefinition = {
  name: 'preview',
  summary: 'show which published records a rule holds for',
  description:
    'Checks a rule as `sets add` does, looks at every published record, and tells for how many the rule holds, with the ids and titles of the first ten. Changes nothing. ' +
    'It takes about 1.5 s for 100,000 records; Ctrl-C ends it with what it has found so far.',
  arguments: [{ name: 'rule', help: 'a jsonpath predicate over the record in full form' }],
  options: [{ flags: '--json', help: 'print one JSON object' }],
  examples: [
    { line: `sets preview '$.accessRights == "open"'`, help: 'How many records are open?' },
    { line: `sets preview 'exists($.files[*] ? (@.mimeType == "application/pdf"))'`, help: 'How many have a PDF?' },
  ],
  exitCodes: { 0: 'every record was looked at', 1: 'the rule is wrong, or not every record was looked at' },
  run: (context) =>
    withDatabase(context, async (db) => {
      const checked = await checkSetRule(db, context.arguments.rule!);
      for (const warning of checked.warnings) context.stderr.write(`warning: ${warning}\n`);
      const preview = await scan(context, db, checked.rule);
      const { records, matches, examples, complete } = preview;
      if (context.options.json === true) context.stdout.write(`${JSON.stringify({ rule: checked.rule, ...preview })}\n`);
      else {
        const interrupted = complete ? '' : '; interrupted, the rest was not looked at';
        context.stdout.write(`holds for ${matches} of ${records} published records${interrupted}\n`);
        context.stdout.write(renderTable(examples.map(toRow), context.stdout.isTTY === true));
      }
      return complete ? 0 : 1;
    }),
};

interface Preview {
  /** Looked at. */
  readonly records: number;
  readonly matches: number;
  readonly examples: RuleMatches['examples'];
  /** False when the command was interrupted. */
  readonly complete: boolean;
}

async function scan({ stderr, signal }: CommandContext, db: Queryable, rule: string): Promise<Preview> {
  const { countPublished, findRuleMatches } = await import('../storage/set-rules.ts');
  const bar =
    stderr.isTTY === true
      ? new SingleBar({
          format: 'looking {bar} {percentage}% {value}/{total} eta {eta_formatted}',
          stream: stderr,
          clearOnComplete: true,
        })
      : null;
  bar?.start(await countPublished(db), 0);
  let records = 0;
  let matches = 0;
  const examples: RuleMatches['examples'][number][] = [];
  try {
    for (let after: string | null = ''; after !== null; ) {
      if (signal.aborted) return { records, matches, examples, complete: false };
      const found: RuleMatches = await findRuleMatches(db, rule, {
        after,
        limit: stretch,
        mostExamples: mostExamples - examples.length,
      });
      records += found.scanned;
      matches += found.matched;
      examples.push(...found.examples);
      bar?.update(records);
      after = found.last;
    }
    return { records, matches, examples, complete: true };
  } finally {
    bar?.stop();
  }
}

function toRow({ id, title }: RuleMatches['examples'][number]): string[] {
  return [id, title ?? ''];
}

import { ProgramError } from '../errors.ts';
import { findNearestName } from '../nearest-name.ts';
import type { Queryable } from '../storage/database.ts';

/** A rule that may be saved. */
export interface CheckedRule {
  /** As PostgreSQL writes it. */
  readonly rule: string;
  /** Sentences about what it names and no record has. */
  readonly warnings: readonly string[];
}

/**
 * Checks the rule of a set: that PostgreSQL can read it, that it is a condition, and whether the fields it names are fields of a record.
 * @throws ProgramError SET_RULE_INVALID
 */
export async function checkSetRule(db: Queryable, text: string): Promise<CheckedRule> {
  const { parseRule, isPredicate } = await import('../storage/set-rules.ts');
  const { listRuleVariables } = await import('../sets/rule-text.ts');
  const parsed = await parseRule(db, text);
  if (!parsed.ok) throw new ProgramError('SET_RULE_INVALID', await describeFault(db, text, parsed.message));
  const [variable] = listRuleVariables(parsed.rule);
  if (variable !== undefined) {
    const message = `The rule has a variable, $${variable}, which has no value here. The field is written $.${variable}.`;
    throw new ProgramError('SET_RULE_INVALID', message);
  }
  if (!(await isPredicate(db, parsed.rule))) {
    const message = `The rule ${text} is not a condition: it names something and does not say what of it. Compare it, as in $.accessRights == "open", or ask whether there is any: exists(${text}).`;
    throw new ProgramError('SET_RULE_INVALID', message);
  }
  return { rule: parsed.rule, warnings: await listWarnings(parsed.rule) };
}

async function listWarnings(rule: string): Promise<string[]> {
  const { listRuleFields } = await import('../sets/rule-text.ts');
  const { recordSchema } = await import('../record/record.ts');
  const known = Object.keys(recordSchema.shape);
  return listRuleFields(rule)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const nearest = findNearestName(name, known);
      const suggestion = nearest === null ? 'docs/record.schema.json lists the fields' : `do you mean "${nearest}"?`;
      return `records in full form have no field "${name}", so that the rule finds nothing there; ${suggestion}`;
    });
}

/** PostgreSQL names the letter at which it gave up, which may be far behind the fault, and no position. */
async function describeFault(db: Queryable, text: string, message: string): Promise<string> {
  if (text.trim() === '') return 'The rule is empty.';
  const { adviseOnToken } = await import('../sets/rule-text.ts');
  if (!/syntax error|trailing junk|quoted string/.test(message))
    return `The rule ${text} cannot be read: ${message.replace(/\.$/, '')}.`;
  const token = await findFaultyToken(db, text);
  if (token === null) return `The rule ${text} cannot be read: it ends too early.`;
  const advice = adviseOnToken(token.text);
  const column = [...text.slice(0, token.start)].length + 1;
  return `The rule ${text} cannot be read from character ${column} on, at ${token.text}.${advice === null ? '' : ` ${advice}`}`;
}

/** The first word or sign with which no rule can go on; null where all of it could be the beginning of one. */
async function findFaultyToken(db: Queryable, text: string) {
  const { listRuleTokens } = await import('../sets/rule-text.ts');
  const { parseRule } = await import('../storage/set-rules.ts');
  const tokens = listRuleTokens(text);
  const mayGoOn = async (count: number) => {
    const { text: last, start } = tokens[count - 1]!;
    // The blank ends a word, which PostgreSQL would otherwise not look at before the end.
    const parsed = await parseRule(db, `${text.slice(0, start + last.length)} `);
    return parsed.ok || /(?<!quoted string) at end of jsonpath input/.test(parsed.message);
  };
  let good = 0;
  let bad = tokens.length + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (await mayGoOn(middle)) good = middle;
    else bad = middle;
  }
  return tokens[bad - 1] ?? null;
}

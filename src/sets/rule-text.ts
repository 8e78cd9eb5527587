/** A word, sign, number or quoted text of a rule. */
export interface RuleToken {
  readonly text: string;
  /** Where it begins, in UTF-16 units from 0. */
  readonly start: number;
}

const blank = String.raw`\s+|/\*.*?\*/`;
const quoted = String.raw`"(?:[^"\\]|\\.)*"?`;
const signs = String.raw`&&|\|\||==|!=|<>|<=|>=|\*\*`;
const number = String.raw`\d[\w]*(?:\.\d\w*)?`;
const word = String.raw`[^\s?%$.[\]{}()|&!=<>@#,*:\-+/"'“”‘’„;^~]+`;
const tokenPattern = new RegExp(`${blank}|(${quoted}|${signs}|${number}|${word}|.)`, 'gsu');

/** Takes a rule, which is a jsonpath, apart; blanks and comments are left out. Takes any text whatever. */
export function listRuleTokens(rule: string): RuleToken[] {
  return [...rule.matchAll(tokenPattern)].flatMap(({ 1: text, index }) => (text === undefined ? [] : [{ text, start: index }]));
}

/** The fields of a record that a rule names from the top, `$.name` or `$."name"`, each once. */
export function listRuleFields(rule: string): string[] {
  const tokens = listRuleTokens(rule).map(({ text }) => text);
  const names = tokens.flatMap((token, index) => {
    const next = tokens[index + 1];
    const name = tokens[index + 2];
    // `$.size()` is a method.
    return token === '$' && next === '.' && name !== undefined && tokens[index + 3] !== '(' ? (toName(name) ?? []) : [];
  });
  return [...new Set(names)];
}

/** The variables of a rule, `$name`, which nothing gives a value; each once. */
export function listRuleVariables(rule: string): string[] {
  const tokens = listRuleTokens(rule);
  const names = tokens.flatMap(({ text, start }, index) => {
    const next = tokens[index + 1];
    return text === '$' && next?.start === start + 1 ? (toName(next.text) ?? []) : [];
  });
  return [...new Set(names)];
}

function toName(token: string): string | null {
  if (!token.startsWith('"')) return /^[\p{L}_]/u.test(token) ? token : null;
  try {
    return String(JSON.parse(token));
  } catch {
    // A quote that is not closed, or an escape that only PostgreSQL knows.
    return null;
  }
}

const advice: readonly (readonly [RegExp, string])[] = [
  [/^=$/, 'To compare, write == for "is" and != for "is not".'],
  [/^(?:and|or|not)$/i, 'Conditions are joined with && and ||, and turned round with !(…).'],
  [/^['“”‘’„]/u, 'Texts stand in straight double quotes.'],
  [/^(?:like|ilike|contains|matches|regex)$/i, 'To look into a text, write like_regex "…" or starts with "…".'],
  [/^in$/i, 'To compare with several texts, join the comparisons with ||.'],
  [/^[\p{L}_]/u, 'A field is written $.field, and a text in double quotes.'],
  [/^"/, 'A text begins and ends with a double quote; one inside it is written \\".'],
];

/** What to write in the place of something that a rule cannot have there, as a sentence, or null where nothing is known. */
export function adviseOnToken(token: string): string | null {
  return advice.find(([pattern]) => pattern.test(token))?.[1] ?? null;
}

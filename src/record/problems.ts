import type { z } from 'zod';
import { isJsonObject } from './json-value.ts';

const longestSample = 60;

/**
 * One sentence for the manager of the repository: the path of the field, what a record may have there, and what was found, e.g.
 * `titles[0].title: expected text, found a number (12)`. `input` is what the schema was given.
 */
export function toProblem(issue: z.core.$ZodIssue, input: unknown): string {
  const [path, value] = followPath(issue.path, input);
  return `${path}: expected ${describeExpected(issue)}, found ${describeFound(value)}`;
}

/** A JSON value in a few words: its kind and, if it is short enough to help, the value. */
export function describeFound(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return `"${shorten(value)}"`;
  if (typeof value === 'number') return `a number (${value})`;
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** A path as a person writes it, with its parts shortened. */
export function toPath(parts: readonly PropertyKey[]): string {
  let path = '';
  for (const part of parts) {
    if (typeof part === 'number') path += `[${part}]`;
    else path += path === '' ? shorten(String(part)) : `.${shorten(String(part))}`;
  }
  return path === '' ? 'the record' : path;
}

function followPath(parts: readonly PropertyKey[], input: unknown): [string, unknown] {
  let value = input;
  for (const part of parts) value = isJsonObject(value) || Array.isArray(value) ? (value as never)[part] : undefined;
  return [toPath(parts), value];
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with named fields',
};

function describeExpected(issue: z.core.$ZodIssue): string {
  // Where the schema has words of its own, they are the message; zod's begin like this.
  if (!/^(?:Invalid|Too) /.test(issue.message)) return issue.message;
  if (issue.code === 'invalid_type') return kinds[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.join(', ')}`;
  return 'something else';
}

/** Short enough for a line of a log, and without what would break the line or the column it is kept in. */
function shorten(text: string): string {
  const start = text.length <= longestSample ? text : `${text.slice(0, longestSample - 1)}…`;
  return start.replace(/[\p{Cc}\p{Cs}]/gu, '\uFFFD');
}

import { describeFound } from '../record/problems.ts';

/** Any value of JavaScript in a few words. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
    case 'bigint':
    case 'symbol':
      return typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`;
    case 'function':
      return 'a function';
    default:
      return value === null ? 'null' : describeFound(value);
  }
}

/** What was thrown, in one line: its message, where it has one that can be had. */
export function describeThrown(thrown: unknown): string {
  try {
    const message = thrown instanceof Error ? thrown.message : thrown;
    const text = String(message).split('\n')[0]!;
    return text.length <= 300 ? text : `${text.slice(0, 299)}…`;
  } catch {
    return 'something that cannot be shown';
  }
}

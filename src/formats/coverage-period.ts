import { isDate } from '../record/date.ts';

const decimal = /\d\.\d/;
const period = /\bcentur(?:y|ies)\b|(?:^|\D)\d{3,4}(?:s|\D|$)|\d(?:st|nd|rd|th)\b|\b(?:BC|BCE|AD|CE)\b/;

/** Whether a text that says what an article is about in place or time is a time. A number is one, unless it is a coordinate. */
export function isPeriod(coverage: string): boolean {
  return isDate(coverage) || (coverage.length <= 100 && !decimal.test(coverage) && period.test(coverage));
}

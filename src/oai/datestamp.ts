/** How fine the repository's datestamps are, spelled as Identify spells it (OAI-PMH 2.0 §3.3.2). */
export type Granularity = 'YYYY-MM-DD' | 'YYYY-MM-DDThh:mm:ssZ';

/** `from` or `until` as it was asked for: whole seconds UTC, and whether only a day was named. */
export interface DateBound {
  /** `YYYY-MM-DDThh:mm:ssZ`; a day stands for its first second (`from`) or its last (`until`). */
  readonly datestamp: string;
  readonly isDay: boolean;
}

const dayPattern = /^(\d{4})-(\d\d)-(\d\d)$/;
const secondPattern = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/**
 * Parses `from` or `until`: exactly the two forms of the specification, a day that exists, a year from 0001 (§3.3.1).
 * Returns null for anything else.
 */
export function parseDateBound(value: string, which: 'from' | 'until'): DateBound | null {
  if (isDay(value)) return { datestamp: `${value}T${which === 'from' ? '00:00:00' : '23:59:59'}Z`, isDay: true };
  const withTime = secondPattern.exec(value);
  return withTime !== null && isDay(withTime[1]!) ? { datestamp: value, isDay: false } : null;
}

function isDay(value: string): boolean {
  const match = dayPattern.exec(value);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year >= 1 && day >= 1 && day <= (lengths[month - 1] ?? 0);
}

/** A datestamp of whole seconds, written in the granularity of the repository. */
export function toGranularity(datestamp: string, granularity: Granularity): string {
  return granularity === 'YYYY-MM-DD' ? datestamp.slice(0, 10) : datestamp;
}

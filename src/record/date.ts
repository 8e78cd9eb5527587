const day = String.raw`\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?`;
const point = new RegExp(`^-?${day}$`);

/** Whether a text is an ISO 8601 date as metadata uses them: year, month, day or time, or a range of two with a slash. */
export function isDate(value: string): boolean {
  const slash = value.indexOf('/');
  if (slash === -1) return isPoint(value);
  const [from, until] = [value.slice(0, slash), value.slice(slash + 1)];
  // DataCite's ranges may be open at one end.
  return (from === '' || isPoint(from)) && (until === '' || isPoint(until)) && value.length > 1;
}

function isPoint(value: string): boolean {
  return point.test(value) && isDayOfMonth(value);
}

/** The 31st of a month of thirty days passes the pattern; an aggregator that parses it would drop the record. */
function isDayOfMonth(value: string): boolean {
  const parts = /^(-?\d{4})-(\d\d)-(\d\d)/.exec(value);
  if (parts === null) return true;
  const [year, month, dayOfMonth] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return dayOfMonth <= (days[month - 1] ?? 0);
}

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * Rewrites the unambiguous ways in which people write a date as ISO 8601: `2012/05/17`, `17.05.2012`, `17 May 2012`,
 * `May 17, 2012`, `May 2012`, `2012-05-17 10:00:00+00`. Gives the text back where it is none of these, for the schema to judge.
 */
export function toIsoDate(value: string): string {
  if (value.length > 40 || point.test(value)) return value;
  const numbers = /^(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?$/.exec(value);
  if (numbers !== null) return joinDate(numbers[1], numbers[2], numbers[3]);
  const german = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(value);
  if (german !== null) return joinDate(german[3], german[2], german[1]);
  const timestamp = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d)?(:?\d\d)?Z?$/.exec(value);
  if (timestamp !== null) return timestamp[1] as string;
  return fromMonthName(value) ?? value;
}

function fromMonthName(value: string): string | null {
  const dayFirst = /^(?:(\d{1,2})\.?\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})$/.exec(value);
  const monthFirst = /^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$/.exec(value);
  const [year, name, dayOfMonth] = monthFirst
    ? [monthFirst[3], monthFirst[1], monthFirst[2]]
    : [dayFirst?.[3], dayFirst?.[2], dayFirst?.[1]];
  if (year === undefined || name === undefined) return null;
  const month = months.findIndex((full) => full.startsWith(name.toLowerCase()));
  return month === -1 ? null : joinDate(year, String(month + 1), dayOfMonth);
}

function joinDate(year = '', month = '', dayOfMonth?: string): string {
  const parts = [year, month.padStart(2, '0')];
  if (dayOfMonth !== undefined) parts.push(dayOfMonth.padStart(2, '0'));
  return parts.join('-');
}

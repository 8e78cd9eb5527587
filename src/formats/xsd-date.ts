/** The simple types of XML Schema that a date of a record may be of. */
export type DateType = 'gYear' | 'gYearMonth' | 'date' | 'dateTime';

const types: readonly (DateType | undefined)[] = [undefined, 'gYear', 'gYearMonth', 'date', 'dateTime'];

// XML Schema 1.0 knows no year 0, and a time has seconds. One without a zone is no W3C-DTF and says no instant.
const pattern = /^-?(?!0000)\d{4}(?:(-\d\d)(?:(-\d\d)(?:(T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)))?)?)?$/;

/** The type that a date of a record (see `isDate`) is of as it stands, or null for a range and for what no type can hold. */
export function findDateType(date: string): DateType | null {
  const parts = pattern.exec(date);
  return parts === null ? null : (types[parts.filter((part) => part !== undefined).length] ?? null);
}

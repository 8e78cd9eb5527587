const calendarDate = /^(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:$|[T/])/;

/** The year, month or day of a date, or with which a range begins, in W3C's profile of ISO 8601; null before Christ or without beginning. */
export function findCalendarDate(date: string): string | null {
  return calendarDate.exec(date)?.[1] ?? null;
}

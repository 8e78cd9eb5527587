/**
 * A date as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, which is what most schemas have room for: a time is cut off, a period is its
 * beginning, and what has no such form (years before Christ, periods that are open at the beginning) is null.
 */
export function findW3cDate(date: string): string | null {
  return /^\d{4}(?:-\d\d(?:-\d\d)?)?(?=$|[T/])/.exec(date)?.[0] ?? null;
}

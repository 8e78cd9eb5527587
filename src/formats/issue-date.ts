import type { ArticleRecord } from '../record/record.ts';

/** When the article was published, in ISO 8601: the dates of issue, or else the year; nothing where neither is known. */
export function listIssueDates({ dates, publicationYear }: ArticleRecord): readonly string[] {
  const issued = dates.filter(({ dateType }) => dateType === 'Issued').map(({ date }) => date);
  return issued.length > 0 || publicationYear === undefined ? issued : [toYearText(publicationYear)];
}

/** A year as ISO 8601 writes it. */
export function toYearText(year: number): string {
  return `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}`;
}

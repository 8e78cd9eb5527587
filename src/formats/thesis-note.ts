import type { ArticleRecord } from '../record/record.ts';
import { listIssueDates } from './issue-date.ts';
import { isThesis } from './thesis.ts';

/** What a library notes of a thesis; each field is there where the record has it. */
export interface ThesisFacts {
  readonly degree?: string;
  readonly level?: string;
  readonly institution?: string;
  readonly department?: string;
  readonly discipline?: string;
  /** Of the defence, or else of issue. */
  readonly year?: string;
}

const year = /^\d{4}/;

/** The facts of a thesis, or null for anything else. */
export function findThesisFacts(record: ArticleRecord): ThesisFacts | null {
  const { thesis, dates } = record;
  if (thesis === undefined && !isThesis(record)) return null;
  const accepted = thesis?.dateAccepted ?? dates.find(({ dateType }) => dateType === 'Accepted')?.date;
  const when = year.exec(accepted ?? listIssueDates(record)[0] ?? '')?.[0];
  return {
    ...(thesis?.degreeName === undefined ? {} : { degree: thesis.degreeName }),
    ...(thesis?.degreeLevel === undefined ? {} : { level: thesis.degreeLevel }),
    ...(thesis?.institution === undefined ? {} : { institution: thesis.institution }),
    ...(thesis?.department === undefined ? {} : { department: thesis.department }),
    ...(thesis?.discipline === undefined ? {} : { discipline: thesis.discipline }),
    ...(when === undefined ? {} : { year: when }),
  };
}

/** The note of a thesis as one sentence, "Thesis (PhD, Doctoral), University of the Shore, School of Coasts, Geography, 2019"; or null. */
export function toThesisNote(record: ArticleRecord): string | null {
  const facts = findThesisFacts(record);
  if (facts === null) return null;
  const degree = [facts.degree, facts.level].filter((part) => part !== undefined).join(', ');
  const rest = [facts.institution, facts.department, facts.discipline, facts.year].filter((part) => part !== undefined);
  return [degree === '' ? 'Thesis' : `Thesis (${degree})`, ...rest].join(', ');
}

import type { ArticleRecord } from '../record/record.ts';
import type { XmlElement } from '../xml/element.ts';
import { isPeriod } from './coverage-period.ts';
import { findMarcGenre, findOwnGenre } from './genre.ts';
import { makeField } from './marc-field.ts';
import { findClassificationSource, findSubjectSource } from './source-codes.ts';
import { findWebUri } from './web-uri.ts';

type Subject = ArticleRecord['subjects'][number];

/** The fields of the classifications that have one, with their indicators. */
const classFields: ReadonlyMap<string, readonly [tag: string, indicators: string]> = new Map([
  ['lcc', ['050', ' 4']],
  ['udc', ['080', '  ']],
  ['ddc', ['082', '04']],
]);

function findClassSource({ subjectScheme, classificationCode }: Subject): string | null {
  return subjectScheme === undefined || classificationCode === undefined ? null : findClassificationSource(subjectScheme);
}

/** Class numbers of the classifications that libraries know, 050 to 084, by tag. */
export function listMarcClassNumbers({ subjects }: ArticleRecord): XmlElement[] {
  const fields: { readonly tag: string; readonly field: XmlElement }[] = [];
  for (const subject of subjects) {
    const source = findClassSource(subject);
    if (source === null) continue;
    const [tag, indicators] = classFields.get(source) ?? ['084', '  '];
    const origin = tag === '084' ? source : undefined;
    fields.push({ tag, field: makeField(tag, indicators, ['a', subject.classificationCode], ['2', origin]) });
  }
  return fields.sort((one, other) => Number(one.tag) - Number(other.tag)).map(({ field }) => field);
}

/** Second indicators of field 650; any other source is named in subfield 2. */
const thesauri: ReadonlyMap<string, string> = new Map([
  ['lcsh', '0'],
  ['mesh', '2'],
]);

/** Controlled headings (650), then free ones (653), coverage among them, then the genre (655). */
export function listMarcSubjects(record: ArticleRecord): XmlElement[] {
  const controlled: XmlElement[] = [];
  const free: XmlElement[] = [];
  for (const subject of record.subjects) {
    const { subjectScheme, classificationCode, valueUri } = subject;
    const source = subjectScheme === undefined ? null : findSubjectSource(subjectScheme);
    if (source === null) {
      free.push(makeField('653', '  ', ['a', subject.subject]));
    } else {
      const thesaurus = thesauri.get(source);
      const origin = thesaurus === undefined ? source : undefined;
      const uri = findWebUri(valueUri ?? '') ?? undefined;
      controlled.push(makeField('650', ` ${thesaurus ?? '7'}`, ['a', subject.subject], ['0', uri], ['2', origin]));
    }
    if (classificationCode !== undefined && findClassSource(subject) === null) {
      free.push(
        makeField('653', '  ', [
          'a',
          subjectScheme === undefined ? classificationCode : `${subjectScheme} ${classificationCode}`,
        ]),
      );
    }
  }
  return controlled.concat(free, listCoverage(record), listGenres(record));
}

function listCoverage({ coverage, dates }: ArticleRecord): XmlElement[] {
  const fields = coverage.map((place) => makeField('653', isPeriod(place.coverage) ? ' 4' : ' 5', ['a', place.coverage]));
  for (const { date, dateType } of dates) if (dateType === 'Coverage') fields.push(makeField('653', ' 4', ['a', date]));
  return fields;
}

function listGenres(record: ArticleRecord): XmlElement[] {
  const term = findMarcGenre(record);
  const word = findOwnGenre(record);
  return [
    ...(term === null ? [] : [makeField('655', ' 7', ['a', term], ['2', 'marcgt'])]),
    ...(word === null ? [] : [makeField('655', ' 4', ['a', word])]),
  ];
}

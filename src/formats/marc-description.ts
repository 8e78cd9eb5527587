import type { ArticleRecord } from '../record/record.ts';
import type { XmlElement } from '../xml/element.ts';
import { findHost } from './host.ts';
import { countNonFiling } from './initial-article.ts';
import { listIssueDates } from './issue-date.ts';
import { makeField, type Subfield } from './marc-field.ts';
import { findTypeOfResource } from './type-of-resource.ts';

/** Title, version, publication and physical description, 245 to 490, by tag. */
export function listMarcDescription(record: ArticleRecord, hasMainEntry: boolean): XmlElement[] {
  return listTitles(record, hasMainEntry).concat(
    record.version === undefined ? [] : [makeField('251', '  ', ['a', record.version])],
    listPublication(record),
    listExtent(record),
    listCarriers(record),
    listSeries(record),
  );
}

/** The first title that has no type is the title, and takes the first subtitle in; all others are varying forms of it. */
function listTitles({ titles, language }: ArticleRecord, hasMainEntry: boolean): XmlElement[] {
  const main = titles.find(({ titleType }) => titleType === undefined) ?? titles[0];
  if (main === undefined) return [];
  const subtitle = titles.find((title) => title.titleType === 'Subtitle' && title !== main);
  const skipped = countNonFiling(main.title, main.lang ?? language);
  const fields = [makeField('245', `${hasMainEntry ? 1 : 0}${skipped}`, ['a', main.title], ['b', subtitle?.title])];
  for (const title of titles) {
    if (title === main || title === subtitle) continue;
    fields.push(makeField('246', title.titleType === 'TranslatedTitle' ? '31' : '3 ', ['a', title.title]));
  }
  return fields;
}

function listPublication(record: ArticleRecord): XmlElement[] {
  const issued = listIssueDates(record);
  const fields: XmlElement[] = [];
  if (record.publisher !== undefined || issued.length > 0) {
    fields.push(
      makeField('264', ' 1', ['b', record.publisher?.name], ['c', issued.length === 0 ? undefined : issued.join(', ')]),
    );
  }
  for (const { date, dateType } of record.dates) {
    if (dateType === 'Copyrighted') fields.push(makeField('264', ' 4', ['c', `©${date}`]));
  }
  return fields;
}

function listExtent({ files, sizes }: ArticleRecord): XmlElement[] {
  const extent = sizes.join(', ');
  if (files.length > 0) {
    return [makeField('300', '  ', ['a', extent === '' ? '1 online resource' : `1 online resource (${extent})`])];
  }
  return extent === '' ? [] : [makeField('300', '  ', ['a', extent])];
}

/** RDA's content types, only where the record's type leaves no doubt. */
const contentTypes = {
  text: ['text', 'txt'],
  'still image': ['still image', 'sti'],
  'moving image': ['two-dimensional moving image', 'tdi'],
  'three dimensional object': ['three-dimensional form', 'tdf'],
} as const;

/** Content, then medium and carrier where there are files, then what formats there are that no file has. */
function listCarriers(record: ArticleRecord): XmlElement[] {
  const fields: XmlElement[] = [];
  const type = findTypeOfResource(record);
  const content = type !== null && type in contentTypes ? contentTypes[type as keyof typeof contentTypes] : undefined;
  if (content !== undefined) fields.push(makeTerm('336', content[0], content[1], 'rdacontent'));
  if (record.files.length > 0) {
    fields.push(makeTerm('337', 'computer', 'c', 'rdamedia'), makeTerm('338', 'online resource', 'cr', 'rdacarrier'));
  }
  const ofFiles = new Set(record.files.map(({ mimeType }) => mimeType));
  for (const format of new Set(record.formats)) if (!ofFiles.has(format)) fields.push(makeField('347', '  ', ['b', format]));
  return fields;
}

function makeTerm(tag: string, term: string, code: string, source: string): XmlElement {
  return makeField(tag, '  ', ['a', term], ['b', code], ['2', source]);
}

/** The series that a whole book is in. */
function listSeries(record: ArticleRecord): XmlElement[] {
  const host = findHost(record);
  if (host?.kind !== 'series' || host.container.title === undefined) return [];
  const { title, volume } = host.container;
  const numbers = host.identifiers
    .filter(({ identifierType }) => identifierType?.toUpperCase().endsWith('ISSN'))
    .map(({ identifier }): Subfield => ['x', identifier]);
  return [makeField('490', '0 ', ['a', title], numbers, ['v', volume])];
}

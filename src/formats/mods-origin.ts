import type { ArticleRecord } from '../record/record.ts';
import type { XmlElement } from '../xml/element.ts';
import { listIssueDates } from './issue-date.ts';
import { makeModsDates, makeModsText } from './mods-text.ts';
import { findWebUri } from './web-uri.ts';

type DateType = ArticleRecord['dates'][number]['dateType'];

/** MODS's own elements of dates; every other kind is a `dateOther`. Dates of what the article is about are subjects. */
const dateElements: Partial<Readonly<Record<DateType, string>>> = {
  Copyrighted: 'mods:copyrightDate',
  Created: 'mods:dateCreated',
  Issued: 'mods:dateIssued',
  Updated: 'mods:dateModified',
  Valid: 'mods:dateValid',
};

const keyDate = { keyDate: 'yes' };

/** Publisher and dates as one `mods:originInfo`, the first date of issue marked as the key date; empty where there are none. */
export function listModsOrigin(record: ArticleRecord): XmlElement[] {
  const { dates, thesis } = record;
  const children: XmlElement[] = listPublisher(record);
  const add = (name: string, date: string, attributes?: Readonly<Record<string, string>>) => {
    for (const made of makeModsDates(name, date, attributes)) children.push(made);
  };
  for (const [index, date] of listIssueDates(record).entries()) add('mods:dateIssued', date, index === 0 ? keyDate : undefined);
  for (const { date, dateType } of dates) {
    if (dateType === 'Issued' || dateType === 'Coverage') continue;
    const own = dateElements[dateType];
    const type = dateType === 'Other' ? undefined : { type: dateType.toLowerCase() };
    add(own ?? 'mods:dateOther', date, own === undefined ? type : undefined);
  }
  const accepted = thesis?.dateAccepted;
  if (accepted !== undefined && !dates.some(({ date, dateType }) => dateType === 'Accepted' && date === accepted)) {
    add('mods:dateOther', accepted, { type: 'accepted' });
  }
  return children.length === 0 ? [] : [{ name: 'mods:originInfo', children }];
}

function listPublisher({ publisher }: ArticleRecord): XmlElement[] {
  if (publisher === undefined) return [];
  const { name, publisherIdentifier, publisherIdentifierScheme, schemeUri, lang } = publisher;
  const valueUri = findWebUri(publisherIdentifier ?? '');
  const authorityUri = findWebUri(schemeUri ?? '');
  const attributes = {
    ...(publisherIdentifierScheme === undefined ? {} : { authority: publisherIdentifierScheme.toLowerCase() }),
    ...(authorityUri === null ? {} : { authorityURI: authorityUri }),
    ...(valueUri === null ? {} : { valueURI: valueUri }),
  };
  return [makeModsText('mods:publisher', name, lang, attributes)];
}

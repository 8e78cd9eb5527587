import type { ArticleRecord } from '../record/record.ts';
import type { XmlElement } from '../xml/element.ts';
import { toCataloguedLanguage } from './bibliographic-language.ts';
import { makeField } from './marc-field.ts';
import { findThesisFacts } from './thesis-note.ts';
import { findWebUri } from './web-uri.ts';

type DescriptionType = ArticleRecord['descriptions'][number]['descriptionType'];

/** The notes, 500 to 567, by tag. */
export function listMarcNotes(record: ArticleRecord): XmlElement[] {
  return listGeneralNotes(record).concat(
    listThesisNotes(record),
    listDescriptions(record, 'TableOfContents', '505', '0 '),
    listAccessNotes(record),
    listDescriptions(record, 'Abstract', '520', '3 '),
    listFundingNotes(record),
    listDescriptions(record, 'TechnicalInfo', '538', '  '),
    listRightsNotes(record),
    listLanguageNotes(record),
    listDescriptions(record, 'Methods', '567', '  '),
  );
}

function listDescriptions({ descriptions }: ArticleRecord, type: DescriptionType, tag: string, indicators: string): XmlElement[] {
  const fields: XmlElement[] = [];
  for (const { description, descriptionType } of descriptions) {
    if (descriptionType === type) fields.push(makeField(tag, indicators, ['a', description]));
  }
  return fields;
}

/** What has no field of its own: other descriptions, whether reviewed, and every date but those of issue, of copyright and of its matter. */
function listGeneralNotes(record: ArticleRecord): XmlElement[] {
  const fields = listDescriptions(record, 'SeriesInformation', '500', '  ').concat(
    listDescriptions(record, 'Other', '500', '  '),
  );
  const { peerReviewed, dates } = record;
  if (peerReviewed !== undefined)
    fields.push(makeField('500', '  ', ['a', peerReviewed ? 'Peer reviewed' : 'Not peer reviewed']));
  for (const { date, dateType, dateInformation } of dates) {
    const isElsewhere = dateType === 'Issued' || dateType === 'Copyrighted' || dateType === 'Coverage';
    if (isElsewhere && dateInformation === undefined) continue;
    const text = `${dateType === 'Other' ? 'Date' : dateType}: ${date}`;
    fields.push(makeField('500', '  ', ['a', dateInformation === undefined ? text : `${text} (${dateInformation})`]));
  }
  return fields;
}

/** Taken apart where the degree is known; what MARC has no subfield for is further information. */
function listThesisNotes(record: ArticleRecord): XmlElement[] {
  const facts = findThesisFacts(record);
  if (facts === null) return [];
  const { degree, level, institution, department, discipline, year } = facts;
  const grantor = [institution, department].filter((part) => part !== undefined).join(', ');
  const type = degree ?? level;
  return [
    makeField(
      '502',
      '  ',
      type === undefined ? ['a', 'Thesis'] : ['b', type],
      ['c', grantor === '' ? undefined : grantor],
      ['d', year],
      ['g', degree === undefined ? undefined : level],
      ['g', discipline],
    ),
  ];
}

const fullDay = /^\d{4}-\d\d-\d\d/;

function listAccessNotes({ accessRights, embargoEndDate }: ArticleRecord): XmlElement[] {
  switch (accessRights) {
    case undefined:
      return [];
    case 'open':
      return [makeField('506', '0 ', ['a', 'Open access'], ['f', 'Unrestricted online access'], ['2', 'star'])];
    case 'embargoed': {
      const day = fullDay.exec(embargoEndDate ?? '')?.[0].replaceAll('-', '');
      const until = embargoEndDate === undefined ? '' : ` until ${embargoEndDate}`;
      return [makeField('506', '1 ', ['a', `Embargoed access${until}`], ['g', day])];
    }
    case 'restricted':
      return [makeField('506', '1 ', ['a', 'Restricted access'])];
    default:
      return [makeField('506', '1 ', ['a', 'Metadata only access'])];
  }
}

function listFundingNotes({ fundingReferences }: ArticleRecord): XmlElement[] {
  return fundingReferences.map(({ funderName, fundingStream, awardNumber, awardTitle, awardUri }) => {
    const text = [funderName, fundingStream, awardTitle].filter((part) => part !== undefined).join(', ');
    return makeField('536', '  ', ['a', text], ['c', awardNumber], ['d', awardUri]);
  });
}

function listRightsNotes({ rightsList }: ArticleRecord): XmlElement[] {
  const fields: XmlElement[] = [];
  for (const { rights, rightsUri, rightsIdentifier } of rightsList) {
    const uri = rightsUri === undefined ? undefined : (findWebUri(rightsUri) ?? rightsUri);
    const text = rights ?? rightsIdentifier;
    if (text !== undefined || uri !== undefined) fields.push(makeField('540', '  ', ['a', text], ['u', uri]));
  }
  return fields;
}

/** A language that is written out and has no code. */
function listLanguageNotes({ language, otherLanguages }: ArticleRecord): XmlElement[] {
  const fields: XmlElement[] = [];
  for (const text of language === undefined ? otherLanguages : [language, ...otherLanguages]) {
    const { code, tag, words } = toCataloguedLanguage(text);
    if (code === undefined && tag === undefined) fields.push(makeField('546', '  ', ['a', words]));
  }
  return fields;
}

import type { ArticleRecord } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { toCataloguedLanguage } from './bibliographic-language.ts';
import type { Format, FormatContext } from './format.ts';
import { listMarcDescription } from './marc-description.ts';
import { makeControlField, makeField, type Subfield } from './marc-field.ts';
import { onlineDescription, toMarcFixedData, toMarcLeader } from './marc-fixed-fields.ts';
import { listMarcLinks, listMarcLocations } from './marc-linking.ts';
import { findMarcMainEntry, listMarcAddedEntries } from './marc-names.ts';
import { listMarcNotes } from './marc-notes.ts';
import { listMarcClassNumbers, listMarcSubjects } from './marc-subjects.ts';
import { listOwnIdentifiers } from './own-identifiers.ts';
import { findIdentifierSource } from './source-codes.ts';

const namespace = 'http://www.loc.gov/MARC21/slim';
const schema = 'http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd';

const rootAttributes = {
  'xmlns:marc': namespace,
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} ${schema}`,
  type: 'Bibliographic',
};

/** MARC 21 as MARCXML, for library catalogues; the prefix is that of OAI's guideline for it [F-09]. docs/formats.md has the mapping. */
export const marc21: Format = {
  prefix: 'marc21',
  schema,
  namespace,
  version: 2,
  toElement: (record, context) => ({ name: 'marc:record', attributes: rootAttributes, children: listFields(record, context) }),
};

/** All fields in the order of their tags, as catalogues keep them. */
function listFields(record: ArticleRecord, context: FormatContext): XmlElement[] {
  const mainEntry = findMarcMainEntry(record);
  const fields = [element('marc:leader', undefined, toMarcLeader(record)), makeControlField('001', context.identifier)];
  if (record.files.length > 0) fields.push(makeControlField('007', onlineDescription));
  fields.push(makeControlField('008', toMarcFixedData(record)));
  return fields.concat(
    listNumbers(record),
    listLanguages(record),
    listMarcClassNumbers(record),
    mainEntry ?? [],
    listMarcDescription(record, mainEntry !== null),
    listMarcNotes(record),
    listMarcSubjects(record),
    listMarcAddedEntries(record),
    listMarcLinks(record),
    listMarcLocations(record),
  );
}

/** ISBN (020), ISSN (022), every other number (024) with the code of its source, or with its type as a note where it has none. */
function listNumbers(record: ArticleRecord): XmlElement[] {
  const byTag: Record<'020' | '022' | '024', XmlElement[]> = { '020': [], '022': [], '024': [] };
  for (const { identifier, identifierType } of listOwnIdentifiers(record)) {
    const source = identifierType === undefined ? null : findIdentifierSource(identifierType);
    if (source === 'isbn') byTag['020'].push(makeField('020', '  ', ['a', identifier]));
    else if (source === 'issn') byTag['022'].push(makeField('022', '  ', ['a', identifier]));
    else if (source !== null) byTag['024'].push(makeField('024', '7 ', ['a', identifier], ['2', source]));
    else byTag['024'].push(makeField('024', '8 ', ['a', identifier], ['q', identifierType]));
  }
  return byTag['020'].concat(byTag['022'], byTag['024']);
}

/** MARC's codes in one field, then each tag of a language that has no such code. */
function listLanguages({ language, otherLanguages }: ArticleRecord): XmlElement[] {
  const codes = new Set<string>();
  const fields: XmlElement[] = [];
  for (const text of language === undefined ? otherLanguages : [language, ...otherLanguages]) {
    const { code, tag } = toCataloguedLanguage(text);
    if (code !== undefined) codes.add(code);
    else if (tag !== undefined) fields.push(makeField('041', ' 7', ['a', tag], ['2', 'rfc5646']));
  }
  if (codes.size > 0)
    fields.unshift(
      makeField(
        '041',
        '  ',
        [...codes].map((code): Subfield => ['a', code]),
      ),
    );
  return fields;
}

import type { ArticleRecord } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { findBibliographicCode, toCataloguedLanguage } from './bibliographic-language.ts';
import { isPeriod } from './coverage-period.ts';
import { findMarcGenre, findOwnGenre } from './genre.ts';
import { makeModsDates, makeModsText } from './mods-text.ts';
import { findClassificationSource, findSubjectSource } from './source-codes.ts';
import { toThesisNote } from './thesis-note.ts';
import { findTypeOfResource } from './type-of-resource.ts';
import { findWebUri } from './web-uri.ts';

/** What the article is and what it is about: type, genre, language, form, abstract, notes, subjects and class numbers. */
export function listModsContents(record: ArticleRecord): XmlElement[] {
  return listTypes(record).concat(
    listLanguages(record),
    listForm(record),
    listDescriptions(record),
    listNotes(record),
    listSubjects(record),
    listCoverage(record),
  );
}

const marcGenre = { authority: 'marcgt' };

function listTypes(record: ArticleRecord): XmlElement[] {
  const elements: XmlElement[] = [];
  const type = findTypeOfResource(record);
  if (type !== null) elements.push(element('mods:typeOfResource', undefined, type));
  const term = findMarcGenre(record);
  if (term !== null) elements.push(element('mods:genre', marcGenre, term));
  const word = findOwnGenre(record);
  if (word !== null) elements.push(element('mods:genre', undefined, word));
  return elements;
}

const languageCode = { type: 'code', authority: 'iso639-2b' };
const languageTag = { type: 'code', authority: 'rfc5646' };
const languageWords = { type: 'text' };

function listLanguages({ language, otherLanguages }: ArticleRecord): XmlElement[] {
  const texts = language === undefined ? otherLanguages : [language, ...otherLanguages];
  return texts.map((text) => {
    const { code, tag, words } = toCataloguedLanguage(text);
    const terms: XmlElement[] = [];
    if (words !== undefined) terms.push(element('mods:languageTerm', languageWords, words));
    if (code !== undefined) terms.push(element('mods:languageTerm', languageCode, code));
    if (tag !== undefined) terms.push(element('mods:languageTerm', languageTag, tag));
    return element('mods:language', undefined, ...terms);
  });
}

const mediaType = /^[\w.+-]+\/[\w.+-]+(?:\s*;.*)?$/;

function listForm({ formats, files, sizes }: ArticleRecord): XmlElement[] {
  const kinds = new Set(formats);
  for (const file of files) if (file.mimeType !== undefined) kinds.add(file.mimeType);
  const children: XmlElement[] = [];
  for (const kind of kinds) {
    children.push(element(mediaType.test(kind) ? 'mods:internetMediaType' : 'mods:form', undefined, kind));
  }
  for (const size of sizes) children.push(element('mods:extent', undefined, size));
  return children.length === 0 ? [] : [{ name: 'mods:physicalDescription', children }];
}

const noteAttributes = {
  Methods: { displayLabel: 'Methods' },
  Other: undefined,
  SeriesInformation: { displayLabel: 'Series information' },
  TechnicalInfo: { type: 'system details' },
} as const;

/** Abstracts and tables of contents have elements of their own; everything else that describes is a note. */
function listDescriptions({ descriptions }: ArticleRecord): XmlElement[] {
  return descriptions.map(({ description, descriptionType, lang }) => {
    if (descriptionType === 'Abstract') return makeModsText('mods:abstract', description, lang);
    if (descriptionType === 'TableOfContents') return makeModsText('mods:tableOfContents', description, lang);
    return makeModsText('mods:note', description, lang, noteAttributes[descriptionType]);
  });
}

function listNotes(record: ArticleRecord): XmlElement[] {
  const { version, peerReviewed, fundingReferences, dates } = record;
  const elements: XmlElement[] = [];
  const thesis = toThesisNote(record);
  if (thesis !== null) elements.push(element('mods:note', { type: 'thesis' }, thesis));
  if (version !== undefined) elements.push(element('mods:note', { type: 'version identification' }, version));
  if (peerReviewed !== undefined)
    elements.push(element('mods:note', undefined, peerReviewed ? 'Peer reviewed' : 'Not peer reviewed'));
  for (const { funderName, fundingStream, awardNumber, awardTitle, awardUri } of fundingReferences) {
    const uri = findWebUri(awardUri ?? '');
    const text = [funderName, fundingStream, awardNumber, awardTitle].filter((part) => part !== undefined).join(', ');
    elements.push(element('mods:note', uri === null ? { type: 'funding' } : { type: 'funding', 'xlink:href': uri }, text));
  }
  for (const { dateInformation } of dates) {
    if (dateInformation !== undefined) elements.push(element('mods:note', { type: 'date' }, dateInformation));
  }
  return elements;
}

function listSubjects({ subjects }: ArticleRecord): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const { subject, subjectScheme, schemeUri, valueUri, classificationCode, lang } of subjects) {
    const authorityUri = findWebUri(schemeUri ?? '');
    const uri = findWebUri(valueUri ?? '');
    const uris = {
      ...(authorityUri === null ? {} : { authorityURI: authorityUri }),
      ...(uri === null ? {} : { valueURI: uri }),
    };
    const code = lang === undefined ? null : findBibliographicCode(lang);
    const attributes = {
      ...toAuthority(subjectScheme, findSubjectSource),
      ...uris,
      ...(code === null ? {} : { lang: code }),
    };
    elements.push(element('mods:subject', attributes, element('mods:topic', undefined, subject)));
    if (classificationCode === undefined) continue;
    elements.push(
      element('mods:classification', { ...toAuthority(subjectScheme, findClassificationSource), ...uris }, classificationCode),
    );
  }
  return elements;
}

/** A scheme that has a source code by that code, any other by its own name as a label. */
function toAuthority(scheme: string | undefined, findSource: (scheme: string) => string | null): Record<string, string> {
  if (scheme === undefined) return {};
  const source = findSource(scheme);
  return source === null ? { displayLabel: scheme } : { authority: source };
}

function listCoverage({ coverage, dates }: ArticleRecord): XmlElement[] {
  const elements = coverage.map((place) => {
    const name = isPeriod(place.coverage) ? 'mods:temporal' : 'mods:geographic';
    return element('mods:subject', undefined, makeModsText(name, place.coverage, place.lang));
  });
  for (const { date, dateType } of dates) {
    if (dateType === 'Coverage') elements.push(element('mods:subject', undefined, ...makeModsDates('mods:temporal', date)));
  }
  return elements;
}

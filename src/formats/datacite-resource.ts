import { isDate } from '../record/date.ts';
import type { ArticleRecord } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { findAbsoluteUri } from './absolute-uri.ts';
import { toCoarAccessRight } from './coar-terms.ts';
import { makePersonWriter } from './datacite-people.ts';
import { toContainerElement, toRelatedIdentifierElements, toResourceType } from './datacite-relations.ts';
import { toDefinedAttributes } from './defined-attributes.ts';
import type { FormatContext } from './format.ts';
import { toFunderIdentifierType } from './funder-identifier.ts';
import { findLanguageTag } from './language.ts';
import { findBestIdentifier, listRankedIdentifiers } from './ranked-identifiers.ts';

/** DataCite's standard value for what the schema demands and nobody has told: unavailable, possibly unknown. */
const unavailable = ':unav';
/** The schema takes four digits and nothing else. */
const unknownYear = '0000';

const toPerson = makePersonWriter('', { older: false });

/** What is inside a `<resource>` of DataCite 4.6: all that the schema demands, whatever the record has; docs/formats.md has the mapping. */
export function toResourceChildren(record: ArticleRecord, context: FormatContext): XmlElement[] {
  const { identifier, alternates } = toIdentifiers(record, context);
  const children = [
    identifier,
    toCreators(record),
    wrap('titles', record.titles.map(toTitle)),
    toPublisher(record),
    element('publicationYear', undefined, toPublicationYear(record)),
    toTypeElement(record),
    wrap('subjects', record.subjects.map(toSubject)),
    wrap(
      'contributors',
      record.contributors.map((person) => toPerson(person, 'contributor', { contributorType: person.contributorType })),
    ),
    wrap('dates', toDates(record)),
    ...toLanguage(record),
    wrap('alternateIdentifiers', alternates),
    wrap('relatedIdentifiers', toRelatedIdentifierElements(record)),
    wrap(
      'sizes',
      toTexts('size', [...record.sizes, ...record.files.map(({ size }) => (size === undefined ? undefined : `${size} bytes`))]),
    ),
    wrap('formats', toTexts('format', [...record.formats, ...record.files.map(({ mimeType }) => mimeType)])),
    ...(record.version === undefined ? [] : [element('version', undefined, record.version)]),
    wrap('rightsList', toRights(record)),
    wrap('descriptions', toDescriptions(record)),
    wrap('geoLocations', toPlaces(record)),
    wrap('fundingReferences', record.fundingReferences.map(toFunding)),
    wrap('relatedItems', record.container === undefined ? [] : [toContainerElement(record.container, record)]),
  ];
  return children.filter((child) => child.children.length > 0);
}

/** A list under its own element; one without children is left out above, since a spread could be longer than a call can take. */
function wrap(name: string, children: XmlElement[]): XmlElement {
  return { name, children };
}

/** One of each text, in order. */
function toTexts(name: string, texts: readonly (string | undefined)[]): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const text of new Set(texts)) if (text !== undefined) elements.push(element(name, undefined, text));
  return elements;
}

/** The best identifier that means something anywhere; without one, the name that the record has in this repository's OAI-PMH. */
function toIdentifiers(record: ArticleRecord, context: FormatContext): { identifier: XmlElement; alternates: XmlElement[] } {
  const identifiers = listRankedIdentifiers(record);
  const best = findBestIdentifier(identifiers);
  const identifier =
    best === null
      ? element('identifier', { identifierType: 'oai' }, context.identifier)
      : element('identifier', { identifierType: best.type ?? 'URL' }, best.identifier);
  const others = identifiers.filter((item) => item !== best);
  const alternates = others.map((item) =>
    element('alternateIdentifier', { alternateIdentifierType: item.type ?? 'Local' }, item.identifier),
  );
  return { identifier, alternates };
}

function toCreators({ creators }: ArticleRecord): XmlElement {
  if (creators.length === 0) {
    return element('creators', undefined, element('creator', undefined, element('creatorName', undefined, unavailable)));
  }
  return wrap(
    'creators',
    creators.map((person) => toPerson(person, 'creator')),
  );
}

function toTitle({ title, titleType, lang }: ArticleRecord['titles'][number]): XmlElement {
  return element('title', toDefinedAttributes({ titleType, 'xml:lang': toTag(lang) }), title);
}

function toTag(lang: string | undefined): string | null {
  return lang === undefined ? null : findLanguageTag(lang);
}

function toPublisher({ publisher, thesis }: ArticleRecord): XmlElement {
  if (publisher === undefined) return element('publisher', undefined, thesis?.institution ?? unavailable);
  const { name, publisherIdentifier, publisherIdentifierScheme, schemeUri, lang } = publisher;
  const attributes = toDefinedAttributes({
    publisherIdentifier,
    publisherIdentifierScheme,
    schemeURI: schemeUri === undefined ? null : findAbsoluteUri(schemeUri),
    'xml:lang': toTag(lang),
  });
  return element('publisher', attributes, name);
}

/** Dates that may stand for the year in a citation, the best first. */
const citableDates = ['Issued', 'Available', 'Copyrighted', 'Accepted', 'Created', 'Submitted', 'Updated'] as const;
const leadingYear = /^\/?(\d{4})(?!\d)/;

function toPublicationYear({ publicationYear, dates, thesis }: ArticleRecord): string {
  if (publicationYear !== undefined && publicationYear >= 0) return String(publicationYear).padStart(4, '0');
  for (const type of citableDates) {
    for (const { date, dateType } of dates) {
      const year = dateType === type ? leadingYear.exec(date)?.[1] : undefined;
      if (year !== undefined) return year;
    }
  }
  return leadingYear.exec(thesis?.dateAccepted ?? '')?.[1] ?? unknownYear;
}

function toTypeElement(record: ArticleRecord): XmlElement {
  const general = toResourceType(record);
  const word = record.types?.resourceType ?? record.types?.resourceTypeGeneral ?? general;
  return element('resourceType', { resourceTypeGeneral: general }, word);
}

/** Typed as a URI by the schema, though it is a number such as 551.46; one with other characters would make the record invalid. */
const safeCode = /^[\w.~+*(),;=!$&'-]+$/;

function toSubject(item: ArticleRecord['subjects'][number]): XmlElement {
  const { subject, subjectScheme, schemeUri, valueUri, classificationCode, lang } = item;
  const attributes = toDefinedAttributes({
    subjectScheme,
    schemeURI: schemeUri === undefined ? null : findAbsoluteUri(schemeUri),
    valueURI: valueUri === undefined ? null : findAbsoluteUri(valueUri),
    classificationCode: classificationCode !== undefined && safeCode.test(classificationCode) ? classificationCode : null,
    'xml:lang': toTag(lang),
  });
  return element('subject', attributes, subject);
}

/** The dates as they are, and those that stand elsewhere in a record: its year, the end of its embargo, the acceptance of a thesis. */
function toDates(record: ArticleRecord): XmlElement[] {
  const { dates, publicationYear, embargoEndDate, thesis, coverage } = record;
  const elements = dates.map(({ date, dateType, dateInformation }) =>
    element('date', toDefinedAttributes({ dateType, dateInformation }), date),
  );
  const has = (type: string) => dates.some(({ dateType }) => dateType === type);
  if (publicationYear !== undefined && publicationYear >= 0 && !has('Issued')) {
    elements.unshift(element('date', { dateType: 'Issued' }, String(publicationYear).padStart(4, '0')));
  }
  if (thesis?.dateAccepted !== undefined && !has('Accepted'))
    elements.push(element('date', { dateType: 'Accepted' }, thesis.dateAccepted));
  if (embargoEndDate !== undefined && !has('Available'))
    elements.push(element('date', { dateType: 'Available' }, embargoEndDate));
  for (const item of coverage) if (isDate(item.coverage)) elements.push(element('date', { dateType: 'Coverage' }, item.coverage));
  return elements;
}

function toLanguage({ language }: ArticleRecord): XmlElement[] {
  const tag = toTag(language);
  return tag === null ? [] : [element('language', undefined, tag)];
}

const spdxIdentifier = /^[A-Za-z\d][A-Za-z\d.+-]*$/;

/** Who may read, in COAR's words as OpenAIRE's guidelines for data have it, and then the licences. */
function toRights({ accessRights, rightsList }: ArticleRecord): XmlElement[] {
  const elements: XmlElement[] = [];
  if (accessRights !== undefined) {
    const { uri, label } = toCoarAccessRight(accessRights);
    elements.push(element('rights', { rightsURI: uri }, label));
  }
  for (const item of rightsList) {
    const text = item.rights ?? item.rightsIdentifier ?? item.rightsUri;
    if (text !== undefined) elements.push(element('rights', toRightsAttributes(item), text));
  }
  return elements;
}

function toRightsAttributes(item: ArticleRecord['rightsList'][number]): Record<string, string> | undefined {
  const { rightsUri, rightsIdentifier, rightsIdentifierScheme, schemeUri, lang } = item;
  const isSpdx = rightsIdentifier !== undefined && rightsIdentifierScheme === undefined && spdxIdentifier.test(rightsIdentifier);
  return toDefinedAttributes({
    rightsURI: rightsUri === undefined ? null : findAbsoluteUri(rightsUri),
    rightsIdentifier,
    rightsIdentifierScheme: isSpdx ? 'SPDX' : rightsIdentifierScheme,
    schemeURI: schemeUri !== undefined ? findAbsoluteUri(schemeUri) : isSpdx ? 'https://spdx.org/licenses/' : null,
    'xml:lang': toTag(lang),
  });
}

/** Coverage that is no date and has a number in it, such as "19th century", is hardly the name of a place. */
const hasDigit = /\d/;

function toDescriptions({ descriptions, coverage }: ArticleRecord): XmlElement[] {
  const elements = descriptions.map(({ description, descriptionType, lang }) =>
    element('description', toDefinedAttributes({ descriptionType, 'xml:lang': toTag(lang) }), description),
  );
  for (const item of coverage) {
    if (!hasDigit.test(item.coverage) || isDate(item.coverage)) continue;
    elements.push(
      element('description', toDefinedAttributes({ descriptionType: 'Other', 'xml:lang': toTag(item.lang) }), item.coverage),
    );
  }
  return elements;
}

function toPlaces({ coverage }: ArticleRecord): XmlElement[] {
  const places = coverage.filter((item) => !hasDigit.test(item.coverage));
  return places.map((item) => element('geoLocation', undefined, element('geoLocationPlace', undefined, item.coverage)));
}

function toFunding(funding: ArticleRecord['fundingReferences'][number]): XmlElement {
  const { funderName, funderIdentifier, awardNumber, awardUri, awardTitle } = funding;
  const children = [element('funderName', undefined, funderName)];
  if (funderIdentifier !== undefined) {
    children.push(element('funderIdentifier', { funderIdentifierType: toFunderIdentifierType(funding) }, funderIdentifier));
  }
  const number = awardNumber ?? awardUri;
  const awardURI = awardUri === undefined ? null : findAbsoluteUri(awardUri);
  if (number !== undefined) children.push(element('awardNumber', toDefinedAttributes({ awardURI }), number));
  if (awardTitle !== undefined) children.push(element('awardTitle', undefined, awardTitle));
  return element('fundingReference', undefined, ...children);
}

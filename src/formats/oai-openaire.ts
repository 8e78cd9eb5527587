import type { ArticleRecord } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { findAbsoluteUri } from './absolute-uri.ts';
import { toCitation } from './citation.ts';
import { type CoarResourceType, findCoarVersion, toAccessLevel, toCoarAccessRight, toCoarResourceType } from './coar-terms.ts';
import { makePersonWriter } from './datacite-people.ts';
import { toDefinedAttributes } from './defined-attributes.ts';
import type { Format } from './format.ts';
import { toFunderIdentifierType } from './funder-identifier.ts';
import { findLanguageTag, toLanguageCode } from './language.ts';
import { toOpenaireRelatedIdentifiers } from './openaire-relations.ts';
import { listRankedIdentifiers, type RankedIdentifier } from './ranked-identifiers.ts';
import { findW3cDate } from './w3c-date.ts';

const namespace = 'http://namespace.openaire.eu/schema/oaire/';
const schema = 'https://www.openaire.eu/schema/repo-lit/4.0/openaire.xsd';

const rootAttributes = {
  'xmlns:oaire': namespace,
  'xmlns:datacite': 'http://datacite.org/schema/kernel-4',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} ${schema}`,
};

/**
 * OpenAIRE's guidelines for literature repositories, version 4. A record needs an identifier that leads somewhere and a date of
 * publication: these are mandatory there, and OpenAIRE gives no word for one that is not known.
 */
export const oaiOpenaire: Format = {
  prefix: 'oai_openaire',
  schema,
  namespace,
  version: 2,
  carries: (record) => hasIdentifier(record) && findPublicationDate(record) !== null,
  carriesMost: true,
  toElement: (record) => ({ name: 'oaire:resource', attributes: rootAttributes, children: toChildren(record) }),
};

const toPerson = makePersonWriter('datacite:', { older: true });

// A DOI and a web address always make one; most records have either, and ranking them takes its time.
function hasIdentifier(record: ArticleRecord): boolean {
  if (record.doi !== undefined || record.url !== undefined) return true;
  return findIdentifier(record, listRankedIdentifiers(record)) !== null;
}

/** In the order of the guidelines' table. */
function toChildren(record: ArticleRecord): XmlElement[] {
  const type = toCoarResourceType(record);
  const identifiers = listRankedIdentifiers(record);
  const identifier = findIdentifier(record, identifiers);
  const groups: readonly (readonly XmlElement[])[] = [
    wrap('datacite:titles', record.titles.map(toTitle)),
    wrap(
      'datacite:creators',
      record.creators.map((person) => toPerson(person, 'creator')),
    ),
    wrap('datacite:contributors', record.contributors.map(toContributor)),
    wrap('oaire:fundingReferences', record.fundingReferences.map(toFunding)),
    wrap('datacite:alternateIdentifiers', toAlternates(identifiers, identifier)),
    wrap('datacite:relatedIdentifiers', toOpenaireRelatedIdentifiers(record)),
    wrap('datacite:dates', toDates(record)),
    toTexts(
      'dc:language',
      [record.language, ...record.otherLanguages].map((text) => text && toLanguageCode(text)),
    ),
    toTexts('dc:publisher', [record.publisher?.name ?? record.thesis?.institution]),
    [element('oaire:resourceType', { resourceTypeGeneral: type.general, uri: type.uri }, type.label)],
    toDescriptions(record),
    toTexts('dc:format', [...record.formats, ...record.files.map(({ mimeType }) => mimeType)]),
    identifier === null ? [] : [element('datacite:identifier', { identifierType: identifier.type }, identifier.link)],
    [toRights(record)],
    toTexts('dc:source', [record.container === undefined ? undefined : toCitation(record.container)]),
    wrap('datacite:subjects', record.subjects.map(toSubject)),
    toLicence(record),
    toCoverage(record),
    wrap('datacite:sizes', toTexts('datacite:size', record.sizes)),
    toVersion(record),
    record.files.map((file) => toFile(file, record, type)),
    toCitationElements(record),
  ];
  return groups.flat();
}

/** A list under its own element, where it has anything in it. */
function wrap(name: string, children: readonly XmlElement[]): XmlElement[] {
  return children.length === 0 ? [] : [{ name, children }];
}

/** One of each text, in order. */
function toTexts(name: string, texts: readonly (string | undefined)[]): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const text of new Set(texts)) if (text !== undefined && text !== '') elements.push(element(name, undefined, text));
  return elements;
}

function toTag(lang: string | undefined): string | null {
  return lang === undefined ? null : findLanguageTag(lang);
}

function toTitle({ title, titleType, lang }: ArticleRecord['titles'][number]): XmlElement {
  return element('datacite:title', toDefinedAttributes({ titleType, 'xml:lang': toTag(lang) }), title);
}

/** The older edition of DataCite has all roles but the translator's. */
function toContributor(person: ArticleRecord['contributors'][number]): XmlElement {
  const { contributorType } = person;
  return toPerson(person, 'contributor', { contributorType: contributorType === 'Translator' ? 'Other' : contributorType });
}

function toFunding(funding: ArticleRecord['fundingReferences'][number]): XmlElement {
  const { funderName, funderIdentifier, fundingStream, awardNumber, awardUri, awardTitle } = funding;
  const children = [element('oaire:funderName', undefined, funderName)];
  const add = (name: string, text: string | undefined, attributes?: Record<string, string>) => {
    if (text !== undefined) children.push(element(name, attributes, text));
  };
  add('oaire:funderIdentifier', funderIdentifier, { funderIdentifierType: toFunderIdentifierType(funding) });
  add('oaire:fundingStream', fundingStream);
  const awardURI = awardUri === undefined ? null : findAbsoluteUri(awardUri);
  add('oaire:awardNumber', awardNumber ?? awardUri, toDefinedAttributes({ awardURI }));
  add('oaire:awardTitle', awardTitle);
  return element('oaire:fundingReference', undefined, ...children);
}

/** What the guidelines take for the identifier, by our names for the kinds. */
const identifierTypes: ReadonlyMap<string | null, string> = new Map([
  ['DOI', 'DOI'],
  ['Handle', 'HANDLE'],
  ['ARK', 'ARK'],
  ['URN', 'URN'],
  ['PURL', 'PURL'],
  ['URL', 'URL'],
]);

interface Identifier {
  readonly type: string;
  readonly link: string;
  readonly source?: RankedIdentifier;
}

/** The guidelines ask for a link: the most lasting there is, or else that of a file. */
function findIdentifier({ files }: ArticleRecord, identifiers: readonly RankedIdentifier[]): Identifier | null {
  for (const source of identifiers) {
    const type = identifierTypes.get(source.type) ?? (/^https?:/i.test(source.link) ? 'URL' : undefined);
    if (type !== undefined) return { type, link: source.link, source };
  }
  const [file] = files;
  return file === undefined ? null : { type: 'URL', link: file.url };
}

/** The suggested names of kinds are DataCite's; it is free text, so that the record's own word can stand for others. */
function toAlternates(identifiers: readonly RankedIdentifier[], identifier: Identifier | null): XmlElement[] {
  const others = identifiers.filter((item) => item !== identifier?.source);
  return others.map((item) =>
    element('datacite:alternateIdentifier', { alternateIdentifierType: item.type ?? 'Local' }, item.identifier),
  );
}

const publicationDates = ['Issued', 'Available', 'Copyrighted', 'Accepted', 'Created', 'Submitted', 'Updated'] as const;

/** The date of issue as a year, month or day, or else the year, or else the date that comes nearest. */
function findPublicationDate({ dates, publicationYear, thesis }: ArticleRecord): string | null {
  for (const type of publicationDates) {
    for (const { date, dateType } of dates) {
      const found = dateType === type ? findW3cDate(date) : null;
      if (found !== null) return found;
    }
    if (type === 'Issued' && publicationYear !== undefined && publicationYear >= 0) {
      return String(publicationYear).padStart(4, '0');
    }
  }
  return findW3cDate(thesis?.dateAccepted ?? '');
}

/** Kinds of dates beside the date of issue that the older edition of DataCite has. */
const olderDateTypes: ReadonlySet<string> = new Set([
  'Accepted',
  'Available',
  'Collected',
  'Copyrighted',
  'Created',
  'Submitted',
  'Updated',
  'Valid',
]);

/** The date of publication once, as `Issued`; an embargo's end is `Available`, and no other date is then. */
function toDates(record: ArticleRecord): XmlElement[] {
  const { dates, thesis, embargoEndDate } = record;
  const elements: XmlElement[] = [];
  const add = (dateType: string, date: string | null | undefined) => {
    if (date !== null && date !== undefined) elements.push(element('datacite:date', { dateType }, date));
  };
  add('Issued', findPublicationDate(record));
  if (!dates.some(({ dateType }) => dateType === 'Accepted')) add('Accepted', thesis?.dateAccepted);
  add('Available', embargoEndDate);
  for (const { date, dateType } of dates) {
    if (!olderDateTypes.has(dateType) || (dateType === 'Available' && embargoEndDate !== undefined)) continue;
    elements.push(element('datacite:date', { dateType }, date));
  }
  return elements;
}

/** The abstract first: it is what is shown. */
function toDescriptions({ descriptions }: ArticleRecord): XmlElement[] {
  const abstracts = descriptions.filter(({ descriptionType }) => descriptionType === 'Abstract');
  const others = descriptions.filter(({ descriptionType }) => descriptionType !== 'Abstract');
  return [...abstracts, ...others].map(({ description, lang }) =>
    element('dc:description', toDefinedAttributes({ 'xml:lang': toTag(lang) }), description),
  );
}

/** The access right and nothing else, exactly once; the schema has `rightsURI` where the guidelines' text still says `uri`. */
function toRights(record: ArticleRecord): XmlElement {
  const { uri, label } = toCoarAccessRight(toAccessLevel(record));
  return element('datacite:rights', { rightsURI: uri }, label);
}

/** One licence, since the guidelines take no more: the first that has an address, or else the first that is told. */
function toLicence({ rightsList, accessRights, embargoEndDate }: ArticleRecord): XmlElement[] {
  const licence = rightsList.find(({ rightsUri }) => rightsUri !== undefined) ?? rightsList[0];
  const text = licence?.rights ?? licence?.rightsIdentifier ?? licence?.rightsUri;
  if (licence === undefined || text === undefined) return [];
  const uri = licence.rightsUri === undefined ? null : findAbsoluteUri(licence.rightsUri);
  // Under an embargo nobody may do yet what the licence allows.
  const startDate = accessRights === 'embargoed' ? findW3cDate(embargoEndDate ?? '') : undefined;
  return [element('oaire:licenseCondition', toDefinedAttributes({ startDate, uri }), text)];
}

function toSubject({ subject, subjectScheme, schemeUri, valueUri, lang }: ArticleRecord['subjects'][number]): XmlElement {
  const attributes = toDefinedAttributes({
    subjectScheme,
    schemeURI: schemeUri === undefined ? null : findAbsoluteUri(schemeUri),
    valueURI: valueUri === undefined ? null : findAbsoluteUri(valueUri),
    'xml:lang': toTag(lang),
  });
  return element('datacite:subject', attributes, subject);
}

function toCoverage({ coverage, dates }: ArticleRecord): XmlElement[] {
  const places = coverage.map((place) =>
    element('dc:coverage', toDefinedAttributes({ 'xml:lang': toTag(place.lang) }), place.coverage),
  );
  const periods = dates.filter(({ dateType }) => dateType === 'Coverage');
  return [...places, ...periods.map(({ date }) => element('dc:coverage', undefined, date))];
}

/** COAR's term by its short label, or the record's own word without a URI. */
function toVersion({ version }: ArticleRecord): XmlElement[] {
  if (version === undefined) return [];
  const term = findCoarVersion(version);
  return [term === null ? element('oaire:version', undefined, version) : element('oaire:version', { uri: term.uri }, term.label)];
}

/** What OpenAIRE calls the files of each kind of resource. */
const objectTypes: Readonly<Record<CoarResourceType['general'], string>> = {
  literature: 'fulltext',
  dataset: 'dataset',
  software: 'software',
  'other research product': 'other',
};

function toFile({ url, mimeType }: ArticleRecord['files'][number], record: ArticleRecord, type: CoarResourceType): XmlElement {
  const attributes = toDefinedAttributes({
    accessRightsURI: toCoarAccessRight(toAccessLevel(record)).uri,
    mimeType,
    objectType: objectTypes[type.general],
  });
  return element('oaire:file', attributes, url);
}

function toCitationElements({ container }: ArticleRecord): XmlElement[] {
  if (container === undefined) return [];
  const { title, volume, issue, firstPage, lastPage, articleNumber, edition } = container;
  return [
    ...toTexts('oaire:citationTitle', [title]),
    ...toTexts('oaire:citationVolume', [volume]),
    ...toTexts('oaire:citationIssue', [issue]),
    ...toTexts('oaire:citationStartPage', [firstPage ?? articleNumber]),
    ...toTexts('oaire:citationEndPage', [lastPage]),
    ...toTexts('oaire:citationEdition', [edition]),
  ];
}

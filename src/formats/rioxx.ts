import type { ArticleRecord, Person } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { findWebUri } from './absolute-uri.ts';
import { findCoarVersion, toAccessLevel, toCoarAccessRight, toCoarGeneralType, toCoarResourceType } from './coar-terms.ts';
import { toDefinedAttributes } from './defined-attributes.ts';
import type { Format } from './format.ts';
import { findLanguageTag, toLanguageCode } from './language.ts';
import { toLink } from './links.ts';
import { listRankedIdentifiers } from './ranked-identifiers.ts';
import { findW3cDate } from './w3c-date.ts';

const namespace = 'http://www.rioxx.net/schema/v3.0/rioxx/';
const schema = 'http://www.rioxx.net/schema/v3.0/rioxx/rioxx.xsd';

const rootAttributes = {
  'xmlns:rioxx': namespace,
  'xmlns:rioxxterms': 'http://www.rioxx.net/schema/v3.0/rioxxterms/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:dcterms': 'http://purl.org/dc/terms/',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} ${schema}`,
};

/**
 * Rioxx 3.0, for UK repositories. Of what it makes mandatory, two things nothing can stand in for: the landing page and the date
 * of acceptance. The schema also demands a project, which the profile's text calls optional and its own examples lack.
 */
export const rioxx: Format = {
  prefix: 'rioxx',
  schema,
  namespace,
  version: 1,
  carries: (record) => record.url !== undefined && findDateAccepted(record) !== null,
  toElement: (record) => ({ name: 'rioxx:rioxx', attributes: rootAttributes, children: toChildren(record) }),
};

/** In the order of the profile's table, which is alphabetical. */
function toChildren(record: ArticleRecord): XmlElement[] {
  const groups: readonly (readonly XmlElement[])[] = [
    toTexts('dc:coverage', toCoverage(record)),
    toDescriptions(record),
    toTexts('dc:identifier', [record.url]),
    toLanguages(record),
    toRelations(record),
    toTexts('dc:source', [toSource(record)]),
    record.subjects.flatMap(toSubjects),
    [element('dc:title', toLanguageAttribute(record.titles[0]?.lang), toTitle(record))],
    [element('dc:type', undefined, toCoarResourceType(record).uri)],
    toTexts('dcterms:dateAccepted', [findDateAccepted(record)]),
    record.contributors.map((person) => toParty('rioxxterms:contributor', person)),
    toCreators(record),
    toExternalRelations(record),
    record.fundingReferences.flatMap(toGrant),
    toTexts('rioxxterms:project', listProjects(record)),
    toTexts('rioxxterms:publication_date', [findPublicationDate(record)]),
    toPublisher(record),
  ];
  return groups.flat();
}

/** One of each text, in order. */
function toTexts(name: string, texts: readonly (string | null | undefined)[]): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const text of new Set(texts)) if (text) elements.push(element(name, undefined, text));
  return elements;
}

function toLanguageAttribute(lang: string | undefined): Record<string, string> | undefined {
  return toDefinedAttributes({ 'xml:lang': lang === undefined ? null : findLanguageTag(lang) });
}

function toCoverage({ coverage, dates }: ArticleRecord): string[] {
  const periods = dates.filter(({ dateType }) => dateType === 'Coverage');
  return [...coverage.map((place) => place.coverage), ...periods.map(({ date }) => date)];
}

function toDescriptions({ descriptions }: ArticleRecord): XmlElement[] {
  const abstracts = descriptions.filter(({ descriptionType }) => descriptionType === 'Abstract');
  const others = descriptions.filter(({ descriptionType }) => descriptionType !== 'Abstract');
  return [...abstracts, ...others].map(({ description, lang }) =>
    element('dc:description', toLanguageAttribute(lang), description),
  );
}

const languageCode = /^[a-z]{2,3}$/;

/** ISO 639-3, which has a code for a language that nobody has told, too. */
function toLanguages({ language, otherLanguages }: ArticleRecord): XmlElement[] {
  const languages = language === undefined ? otherLanguages : [language, ...otherLanguages];
  const elements = toTexts('dc:language', languages.map(findLanguageCode));
  return elements.length > 0 ? elements : [element('dc:language', undefined, 'und')];
}

function findLanguageCode(text: string): string | null {
  const code = toLanguageCode(text);
  if (languageCode.test(code)) return code;
  const primary = findLanguageTag(text)?.split('-', 1)[0]?.toLowerCase();
  return primary !== undefined && languageCode.test(primary) ? primary : null;
}

const persistentTypes: ReadonlySet<string | null> = new Set(['DOI', 'Handle', 'ARK', 'URN', 'PURL']);

/** The files, which CORE fetches, and what to cite the article by. */
function toRelations(record: ArticleRecord): XmlElement[] {
  const shared = record.files.length === 0 ? {} : toFileAttributes(record);
  const files = record.files.map(({ url, mimeType }) => {
    const type = mimeType !== undefined && mediaType.test(mimeType) ? mimeType : null;
    return element('dc:relation', toDefinedAttributes({ rel: 'item', type, ...shared }), url);
  });
  const persistent = listRankedIdentifiers(record).filter(({ type }) => persistentTypes.has(type));
  return [...files, ...persistent.map(({ link }) => element('dc:relation', { rel: 'cite-as' }, link))];
}

const mediaType = /^[\w.+-]+\/[\w.+-]+(?: *;[^<>]*)?$/;

function toFileAttributes(record: ArticleRecord): Record<string, string | null | undefined> {
  const { dates, embargoEndDate, rightsList, version } = record;
  const level = toAccessLevel(record);
  const available = dates.find(({ dateType }) => dateType === 'Available')?.date;
  const exposed = level === 'embargoed' ? (embargoEndDate ?? available) : available;
  return {
    coar_type: toCoarResourceType(record).uri,
    coar_version: version === undefined ? null : findCoarVersion(version)?.uri,
    resource_exposed_date: exposed === undefined ? null : findW3cDate(exposed),
    access_rights: toCoarAccessRight(level).uri,
    license_ref: findLicence(rightsList),
  };
}

function findLicence(rightsList: ArticleRecord['rightsList']): string | null {
  for (const { rightsUri } of rightsList) {
    const uri = rightsUri === undefined ? null : findWebUri(rightsUri);
    if (uri !== null) return uri;
  }
  return null;
}

/** The number of the journal or book, as the profile recommends, or else its title. */
function toSource({ container }: ArticleRecord): string | undefined {
  const isNumber = /^(?:e?issn|isbn)$/i.test(container?.identifierType ?? '');
  return isNumber ? container?.identifier : container?.title;
}

function toSubjects({ subject, valueUri, lang }: ArticleRecord['subjects'][number]): XmlElement[] {
  const uri = valueUri === undefined ? null : findWebUri(valueUri);
  return [...toTexts('dc:subject', [uri]), element('dc:subject', toLanguageAttribute(lang), subject)];
}

/** One title with its subtitles, joined as the profile recommends. */
function toTitle({ titles }: ArticleRecord): string {
  const [first, ...others] = titles;
  const subtitles = others.filter(({ titleType }) => titleType === 'Subtitle');
  return [first, ...subtitles].map((title) => title?.title ?? '').join(': ');
}

/** The one date or the first of several; a stretch of time is no acceptance. */
function findDateAccepted({ dates, thesis }: ArticleRecord): string | null {
  for (const { date, dateType } of dates) {
    if (dateType !== 'Accepted' || date.includes('/')) continue;
    const accepted = findW3cDate(date);
    if (accepted !== null) return accepted;
  }
  const accepted = thesis?.dateAccepted ?? '';
  return accepted.includes('/') ? null : findW3cDate(accepted);
}

function findPublicationDate({ dates, publicationYear }: ArticleRecord): string | null {
  for (const { date, dateType } of dates) {
    const issued = dateType === 'Issued' ? findW3cDate(date) : null;
    if (issued !== null) return issued;
  }
  return publicationYear === undefined || publicationYear < 0 ? null : String(publicationYear).padStart(4, '0');
}

/** Without any, the name that the schema itself has for such a creator. */
function toCreators({ creators }: ArticleRecord): XmlElement[] {
  if (creators.length === 0) {
    return [element('rioxxterms:creator', undefined, element('rioxxterms:name', undefined, 'unknown'))];
  }
  return creators.map((person, index) =>
    toParty('rioxxterms:creator', person, index === 0 ? { 'first-named-author': 'true' } : undefined),
  );
}

function toParty(name: string, person: Person, attributes: Record<string, string> = {}): XmlElement {
  const { familyName, givenName, nameIdentifiers } = person;
  const fullName = familyName !== undefined && givenName !== undefined ? `${familyName}, ${givenName}` : person.name;
  const ids = nameIdentifiers.map(({ nameIdentifier }) => findWebUri(nameIdentifier));
  return { name, attributes, children: toNameAndIds(fullName, ids) };
}

function toNameAndIds(name: string, ids: readonly (string | null)[]): XmlElement[] {
  return [element('rioxxterms:name', undefined, name), ...toTexts('rioxxterms:id', ids)];
}

function toPublisher({ publisher, thesis }: ArticleRecord): XmlElement[] {
  const name = publisher?.name ?? thesis?.institution;
  if (name === undefined) return [];
  const id = publisher?.publisherIdentifier === undefined ? null : findWebUri(publisher.publisherIdentifier);
  return [{ name: 'rioxxterms:publisher', children: toNameAndIds(name, [id]) }];
}

/** The article in other archives, and what is related to it; the profile takes only what has an address and a type. */
function toExternalRelations(record: ArticleRecord): XmlElement[] {
  const elements: XmlElement[] = [];
  const add = (link: string, type: string) => {
    const uri = findWebUri(link);
    if (uri !== null) elements.push(element('rioxxterms:ext_relation', { rel: 'cite-as', coar_type: type }, uri));
  };
  for (const { link, type } of listRankedIdentifiers(record)) {
    if (!persistentTypes.has(type) && type !== 'URL') add(link, toCoarResourceType(record).uri);
  }
  for (const item of record.relatedIdentifiers) {
    const { relatedIdentifier, relatedIdentifierType, resourceTypeGeneral } = item;
    if (resourceTypeGeneral === undefined || isProject(item)) continue;
    add(toLink(relatedIdentifier, relatedIdentifierType), toCoarGeneralType(resourceTypeGeneral).uri);
  }
  return elements;
}

function isProject({ relatedIdentifierType, resourceTypeGeneral }: ArticleRecord['relatedIdentifiers'][number]): boolean {
  return resourceTypeGeneral === 'Project' || /^raid$/i.test(relatedIdentifierType ?? '');
}

/** Related projects such as a RAiD, and the pages of the awards. */
function listProjects({ relatedIdentifiers, fundingReferences }: ArticleRecord): (string | null)[] {
  const projects = relatedIdentifiers.filter(isProject);
  return [
    ...projects.map((item) => findWebUri(toLink(item.relatedIdentifier, item.relatedIdentifierType))),
    ...fundingReferences.map(({ awardUri }) => (awardUri === undefined ? null : findWebUri(awardUri))),
  ];
}

const crossrefFunder = /^10\.13039\/\S+$/;

/** A grant has a number; the funder is told by name and, where it has one, by address. */
function toGrant(funding: ArticleRecord['fundingReferences'][number]): XmlElement[] {
  const { funderName, funderIdentifier = '', awardNumber, awardUri } = funding;
  const grant = awardNumber ?? awardUri;
  if (grant === undefined) return [];
  const funder = crossrefFunder.test(funderIdentifier) ? toLink(funderIdentifier, 'DOI') : funderIdentifier;
  const attributes = toDefinedAttributes({ funder_name: funderName, funder_id: findWebUri(funder) });
  return [element('rioxxterms:grant', attributes, grant)];
}

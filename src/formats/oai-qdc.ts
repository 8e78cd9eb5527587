import { isDate } from '../record/date.ts';
import type { ArticleRecord } from '../record/record.ts';
import { findCreativeCommons } from '../record/rights.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { toCitation } from './citation.ts';
import { findDcmiType } from './dcmi-type.ts';
import { toRelationProperty } from './dcterms-relation.ts';
import { findGrant, toAccessTerm } from './eu-repo.ts';
import type { Format } from './format.ts';
import { findLanguageCode } from './language.ts';
import { toLink } from './links.ts';
import { toLocalizedText } from './localized-text.ts';
import { listIdentifiers, listTypes, toPersonStatement, toYear } from './oai-dc.ts';
import { toSubjectElements } from './qdc-subject.ts';
import { findUri } from './uri.ts';
import { findDateType } from './xsd-date.ts';

/*
 * Of the namespaces that repositories use for this prefix, OCLC's is the one that DPLA's hubs match on. Its schema puts
 * DCMI's container element, with all elements, refinements and encoding schemes, into that namespace and adds nothing.
 */
const namespace = 'http://worldcat.org/xmlschemas/qdc-1.0/';
const schema = 'http://worldcat.org/xmlschemas/qdc/1.0/qdc-1.0.xsd';

const rootAttributes = {
  'xmlns:oai_qdc': namespace,
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:dcterms': 'http://purl.org/dc/terms/',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} ${schema}`,
};

/** Qualified Dublin Core, which CORE and the hubs of DPLA read; docs/formats.md has the mapping. */
export const oaiQdc: Format = {
  prefix: 'oai_qdc',
  schema,
  namespace,
  version: 2,
  toElement: (record) => {
    const children: XmlElement[] = [];
    for (const addElements of adders) addElements(children, record);
    return { name: 'oai_qdc:qualifieddc', attributes: rootAttributes, children };
  },
};

/** The encoding schemes: an element that has one can have no `xml:lang`. */
const uri = { 'xsi:type': 'dcterms:URI' };
const w3cdtf = { 'xsi:type': 'dcterms:W3CDTF' };
const dcmiTypeScheme = { 'xsi:type': 'dcterms:DCMIType' };
const mediaType = { 'xsi:type': 'dcterms:IMT' };
const languageCode = { 'xsi:type': 'dcterms:ISO639-2' };

type Adder = (elements: XmlElement[], record: ArticleRecord) => void;

const adders: readonly Adder[] = [
  addTitles,
  addPeople,
  addSubjects,
  addDescriptions,
  addPublisher,
  addDates,
  addTypes,
  addFormats,
  addIdentifiers,
  addContainer,
  addLanguages,
  addRelations,
  addCoverage,
  addRights,
];

/** A link as a URI where it is one, and as text where it is not. */
function toReference(name: string, link: string): XmlElement {
  const found = findUri(link);
  return found === null ? element(name, undefined, link) : element(name, uri, found);
}

function toDate(name: string, date: string): XmlElement {
  // W3C-DTF has no years before 1.
  return element(name, date.startsWith('-') || findDateType(date) === null ? undefined : w3cdtf, date);
}

function addTitles(elements: XmlElement[], { titles }: ArticleRecord): void {
  for (const [index, { title, titleType, lang }] of titles.entries()) {
    elements.push(toLocalizedText(index === 0 || titleType === undefined ? 'dc:title' : 'dcterms:alternative', title, lang));
  }
}

function addPeople(elements: XmlElement[], { creators, contributors }: ArticleRecord): void {
  for (const person of creators) {
    const { value, lang } = toPersonStatement(person);
    elements.push(toLocalizedText('dc:creator', value, lang));
  }
  for (const person of contributors) {
    const { value, lang } = toPersonStatement(person);
    const name = person.contributorType === 'RightsHolder' ? 'dcterms:rightsHolder' : 'dc:contributor';
    elements.push(toLocalizedText(name, value, lang));
  }
}

function addSubjects(elements: XmlElement[], { subjects }: ArticleRecord): void {
  for (const subject of subjects) for (const item of toSubjectElements(subject)) elements.push(item);
}

/** The abstract first, as in oai_dc. */
function addDescriptions(elements: XmlElement[], { descriptions }: ArticleRecord): void {
  const others: XmlElement[] = [];
  for (const { description, descriptionType, lang } of descriptions) {
    if (descriptionType === 'Abstract') elements.push(toLocalizedText('dcterms:abstract', description, lang));
    else if (descriptionType === 'TableOfContents') others.push(toLocalizedText('dcterms:tableOfContents', description, lang));
    else others.push(toLocalizedText('dc:description', description, lang));
  }
  for (const other of others) elements.push(other);
}

function addPublisher(elements: XmlElement[], { publisher, thesis }: ArticleRecord): void {
  const name = publisher?.name ?? thesis?.institution;
  if (name !== undefined) elements.push(toLocalizedText('dc:publisher', name, publisher?.lang));
}

const dateNames: Readonly<Record<ArticleRecord['dates'][number]['dateType'], string>> = {
  Issued: 'dcterms:issued',
  Accepted: 'dcterms:dateAccepted',
  Available: 'dcterms:available',
  Collected: 'dc:date',
  Copyrighted: 'dcterms:dateCopyrighted',
  Coverage: 'dcterms:temporal',
  Created: 'dcterms:created',
  Submitted: 'dcterms:dateSubmitted',
  Updated: 'dcterms:modified',
  Valid: 'dcterms:valid',
  Withdrawn: 'dc:date',
  Other: 'dc:date',
};

/** The date of issue first, as in oai_dc; the end of an embargo is when the article becomes available. */
function addDates(elements: XmlElement[], { dates, publicationYear, thesis, embargoEndDate }: ArticleRecord): void {
  const issued = dates.filter(({ dateType }) => dateType === 'Issued');
  if (issued.length === 0 && publicationYear !== undefined) elements.push(toDate('dcterms:issued', toYear(publicationYear)));
  for (const { date } of issued) elements.push(toDate('dcterms:issued', date));
  const rest = dates.filter(({ dateType }) => dateType !== 'Issued');
  for (const { date, dateType } of rest) elements.push(toDate(dateNames[dateType], date));
  const isGiven = (type: string, day: string) => rest.some(({ date, dateType }) => dateType === type && date === day);
  const accepted = thesis?.dateAccepted;
  if (accepted !== undefined && !isGiven('Accepted', accepted)) elements.push(toDate('dcterms:dateAccepted', accepted));
  if (embargoEndDate !== undefined && !isGiven('Available', embargoEndDate)) {
    elements.push(toDate('dcterms:available', embargoEndDate));
  }
}

/** DCMI's term is what DPLA's hubs tell texts from images by; it comes last, since OpenAIRE and BASE take the first type. */
function addTypes(elements: XmlElement[], record: ArticleRecord): void {
  const dcmiType = findDcmiType(record.types?.resourceTypeGeneral);
  for (const type of new Set(listTypes(record))) {
    if (type !== undefined && type.toLowerCase() !== dcmiType?.toLowerCase()) elements.push(element('dc:type', undefined, type));
  }
  if (dcmiType !== null) elements.push(element('dc:type', dcmiTypeScheme, dcmiType));
}

const mediaTypePattern = /^(?:application|audio|font|image|message|model|multipart|text|video)\/[a-z0-9][a-z0-9!#$&^_.+-]*$/i;

function addFormats(elements: XmlElement[], { formats, files, sizes }: ArticleRecord): void {
  for (const format of new Set([...formats, ...files.map(({ mimeType }) => mimeType)])) {
    if (format !== undefined) elements.push(element('dc:format', mediaTypePattern.test(format) ? mediaType : undefined, format));
  }
  for (const size of new Set(sizes)) elements.push(element('dcterms:extent', undefined, size));
  for (const { size } of files) if (size !== undefined) elements.push(element('dcterms:extent', undefined, `${size} bytes`));
}

function addIdentifiers(elements: XmlElement[], record: ArticleRecord): void {
  for (const identifier of new Set(listIdentifiers(record))) {
    if (identifier !== undefined) elements.push(toReference('dc:identifier', identifier));
  }
}

/** The whole citation where there is more of it than the name of the journal, then the journal by its name and its number. */
function addContainer(elements: XmlElement[], { container }: ArticleRecord): void {
  if (container === undefined) return;
  const { title, volume, issue, edition, firstPage, lastPage, articleNumber, identifier, identifierType } = container;
  if (volume ?? issue ?? edition ?? firstPage ?? lastPage ?? articleNumber) {
    elements.push(element('dcterms:bibliographicCitation', undefined, toCitation(container)));
  }
  if (title !== undefined) elements.push(element('dcterms:isPartOf', undefined, title));
  if (identifier !== undefined) elements.push(toReference('dcterms:isPartOf', toLink(identifier, identifierType)));
}

function addLanguages(elements: XmlElement[], { language, otherLanguages }: ArticleRecord): void {
  for (const text of language === undefined ? otherLanguages : [language, ...otherLanguages]) {
    const code = findLanguageCode(text);
    elements.push(code === null ? element('dc:language', undefined, text) : element('dc:language', languageCode, code));
  }
}

function addRelations(elements: XmlElement[], { relatedIdentifiers, fundingReferences }: ArticleRecord): void {
  for (const { relatedIdentifier, relatedIdentifierType, relationType } of relatedIdentifiers) {
    const property = toRelationProperty(relationType);
    const name = property === 'relation' || property === 'source' ? `dc:${property}` : `dcterms:${property}`;
    elements.push(toReference(name, toLink(relatedIdentifier, relatedIdentifierType)));
  }
  for (const funding of fundingReferences) {
    const grant = findGrant(funding);
    if (grant !== null) elements.push(toReference('dc:relation', grant));
  }
}

/** A record does not tell places from periods, unless the period is a date. */
function addCoverage(elements: XmlElement[], { coverage }: ArticleRecord): void {
  for (const { coverage: value, lang } of coverage) {
    elements.push(isDate(value) ? toDate('dcterms:temporal', value) : toLocalizedText('dc:coverage', value, lang));
  }
}

/** A licence's address is a right too: DPLA's hubs leave out records without a dc:rights. */
function addRights(elements: XmlElement[], { accessRights, rightsList }: ArticleRecord): void {
  if (accessRights !== undefined) elements.push(element('dcterms:accessRights', uri, toAccessTerm(accessRights)));
  for (const { rights, rightsUri, rightsIdentifier, lang } of rightsList) {
    const isLicence = rightsUri !== undefined && (rightsIdentifier !== undefined || findCreativeCommons(rightsUri) !== null);
    if (isLicence) elements.push(toReference('dcterms:license', rightsUri));
    if (rightsUri !== undefined) elements.push(toReference('dc:rights', rightsUri));
    if (rights !== undefined) elements.push(toLocalizedText('dc:rights', rights, lang));
    else if (rightsUri === undefined && rightsIdentifier !== undefined) {
      elements.push(element('dc:rights', undefined, rightsIdentifier));
    }
  }
}

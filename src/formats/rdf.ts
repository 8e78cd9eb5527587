import type { ArticleRecord } from '../record/record.ts';
import { findCreativeCommons } from '../record/rights.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { toBiboClass, toContainerClass } from './bibo-class.ts';
import { toRelationProperty } from './dcterms-relation.ts';
import { findGrant, findVersionTerm, toAccessTerm } from './eu-repo.ts';
import type { Format, FormatContext } from './format.ts';
import { findLanguageCode } from './language.ts';
import { toDoiUrl, toLink } from './links.ts';
import { toLocalizedText } from './localized-text.ts';
import { toYear } from './oai-dc.ts';
import { addAgents } from './rdf-agents.ts';
import { toDateLiteral, toNode, toOrganization, toResource } from './rdf-value.ts';
import { findUri } from './uri.ts';

const namespace = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const schema = 'http://www.openarchives.org/OAI/2.0/rdf.xsd';

const rootAttributes = {
  'xmlns:rdf': namespace,
  'xmlns:dcterms': 'http://purl.org/dc/terms/',
  'xmlns:dcmitype': 'http://purl.org/dc/dcmitype/',
  'xmlns:bibo': 'http://purl.org/ontology/bibo/',
  'xmlns:foaf': 'http://xmlns.com/foaf/0.1/',
  'xmlns:marcrel': 'http://id.loc.gov/vocabulary/relators/',
  'xmlns:org': 'http://www.w3.org/ns/org#',
  'xmlns:skos': 'http://www.w3.org/2004/02/skos/core#',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  // RDF/XML knows no attributes of rdf:RDF, but OAI-PMH demands this one (§3.4), and parsers pass over it.
  'xsi:schemaLocation': `${namespace} ${schema}`,
};

/** RDF/XML with the terms of Dublin Core, the Bibliographic Ontology and FOAF, as EPrints gives it; docs/formats.md has the mapping. */
export const rdf: Format = {
  prefix: 'rdf',
  schema,
  namespace,
  version: 2,
  toElement: (record, context) => {
    const children: XmlElement[] = [];
    for (const addElements of adders) addElements(children, record);
    return element('rdf:RDF', rootAttributes, toNode(toBiboClass(record), getUri(record, context), children));
  },
};

const isbnOrIssn = /^(?:isbn|e?issn)$/i;

/** What the article is called in RDF: what outlives the repository first. Every record has an OAI identifier, which is a URI. */
function getUri({ doi, url, identifiers }: ArticleRecord, { identifier }: FormatContext): string {
  if (doi !== undefined) return findUri(toDoiUrl(doi)) ?? identifier;
  const own = url === undefined ? null : findUri(url);
  if (own !== null) return own;
  for (const item of identifiers) {
    // An ISSN is the journal's, and an ISBN may be the book's that a chapter is in.
    const uri = isbnOrIssn.test(item.identifierType ?? '') ? null : findUri(toLink(item.identifier, item.identifierType));
    if (uri !== null) return uri;
  }
  return identifier;
}

type Adder = (elements: XmlElement[], record: ArticleRecord) => void;

const adders: readonly Adder[] = [
  addTexts,
  addAgents,
  addSubjects,
  addPublisher,
  addDates,
  addTypes,
  addThesis,
  addIdentifiers,
  addContainer,
  addLanguages,
  addFormats,
  addRelations,
  addFunding,
  addRights,
];

const descriptionProperties: ReadonlyMap<string, string> = new Map([
  ['Abstract', 'dcterms:abstract'],
  ['TableOfContents', 'dcterms:tableOfContents'],
]);

function addTexts(elements: XmlElement[], { titles, descriptions, coverage }: ArticleRecord): void {
  for (const [index, { title, titleType, lang }] of titles.entries()) {
    const property = index === 0 || titleType === undefined ? 'dcterms:title' : 'dcterms:alternative';
    elements.push(toLocalizedText(property, title, lang));
  }
  for (const { description, descriptionType, lang } of descriptions) {
    const property = descriptionProperties.get(descriptionType) ?? 'dcterms:description';
    elements.push(toLocalizedText(property, description, lang));
  }
  for (const place of coverage) elements.push(toLocalizedText('dcterms:coverage', place.coverage, place.lang));
}

/** A subject with an address, a notation or a scheme is a concept, and any other a word. */
function addSubjects(elements: XmlElement[], { subjects }: ArticleRecord): void {
  for (const { subject, subjectScheme, schemeUri, valueUri, classificationCode, lang } of subjects) {
    const uri = valueUri === undefined ? null : findUri(valueUri);
    const schemeId = schemeUri === undefined ? null : findUri(schemeUri);
    if (uri === null && schemeId === null && (classificationCode ?? subjectScheme) === undefined) {
      elements.push(toLocalizedText('dcterms:subject', subject, lang));
      continue;
    }
    const children = [toLocalizedText('skos:prefLabel', subject, lang)];
    if (classificationCode !== undefined) children.push(element('skos:notation', undefined, classificationCode));
    if (schemeId !== null || subjectScheme !== undefined) {
      const names = subjectScheme === undefined ? [] : [element('dcterms:title', undefined, subjectScheme)];
      children.push(element('skos:inScheme', undefined, toNode('skos:ConceptScheme', schemeId, names)));
    }
    elements.push(element('dcterms:subject', undefined, toNode('skos:Concept', uri, children)));
  }
}

function addPublisher(elements: XmlElement[], { publisher }: ArticleRecord): void {
  if (publisher === undefined) return;
  elements.push(element('dcterms:publisher', undefined, toOrganization(publisher.name, publisher.publisherIdentifier)));
}

const dateProperties: Readonly<Record<ArticleRecord['dates'][number]['dateType'], string>> = {
  Issued: 'dcterms:issued',
  Accepted: 'dcterms:dateAccepted',
  Available: 'dcterms:available',
  Collected: 'dcterms:date',
  Copyrighted: 'dcterms:dateCopyrighted',
  Coverage: 'dcterms:temporal',
  Created: 'dcterms:created',
  Submitted: 'dcterms:dateSubmitted',
  Updated: 'dcterms:modified',
  Valid: 'dcterms:valid',
  Withdrawn: 'dcterms:date',
  Other: 'dcterms:date',
};

function addDates(elements: XmlElement[], { dates, publicationYear, embargoEndDate }: ArticleRecord): void {
  for (const { date, dateType } of dates) elements.push(toDateLiteral(dateProperties[dateType], date));
  const isIssued = dates.some(({ dateType }) => dateType === 'Issued');
  if (!isIssued && publicationYear !== undefined) elements.push(toDateLiteral('dcterms:issued', toYear(publicationYear)));
  if (embargoEndDate !== undefined) elements.push(toDateLiteral('dcterms:available', embargoEndDate));
}

const statuses = 'http://purl.org/ontology/bibo/status/';
const versionStatuses: ReadonlyMap<string | null, string> = new Map([
  ['info:eu-repo/semantics/draft', 'draft'],
  ['info:eu-repo/semantics/acceptedVersion', 'accepted'],
  ['info:eu-repo/semantics/publishedVersion', 'published'],
]);

function addTypes(elements: XmlElement[], { types, version, peerReviewed }: ArticleRecord): void {
  if (types?.resourceType !== undefined) elements.push(element('dcterms:type', undefined, types.resourceType));
  const review = peerReviewed === undefined ? undefined : peerReviewed ? 'peerReviewed' : 'nonPeerReviewed';
  const state = version === undefined ? undefined : versionStatuses.get(findVersionTerm(version));
  for (const status of [review, state]) {
    if (status !== undefined) elements.push(element('bibo:status', { 'rdf:resource': statuses + status }));
  }
}

const degrees: readonly (readonly [RegExp, string])[] = [
  [/^ph\.? ?d\.?$/i, 'http://purl.org/ontology/bibo/degrees/phd'],
  [/^m\.? ?sc?\.?$/i, 'http://purl.org/ontology/bibo/degrees/ms'],
  [/^m\.? ?a\.?$/i, 'http://purl.org/ontology/bibo/degrees/ma'],
];

function addThesis(elements: XmlElement[], { thesis }: ArticleRecord): void {
  if (thesis === undefined) return;
  const { degreeName, degreeLevel, institution, department, discipline, dateAccepted } = thesis;
  const degree = degreeName ?? degreeLevel;
  if (degree !== undefined) {
    const uri = degrees.find(([pattern]) => pattern.test(degree))?.[1];
    const node = toNode('bibo:ThesisDegree', null, [element('dcterms:title', undefined, degree)]);
    elements.push(uri === undefined ? element('bibo:degree', undefined, node) : toResource('bibo:degree', uri));
  }
  const [inner, outer] = department === undefined ? [institution] : [department, institution];
  if (inner !== undefined) {
    const within = outer === undefined ? [] : [element('dcterms:isPartOf', undefined, toOrganization(outer))];
    const issuer = toNode('foaf:Organization', null, [element('foaf:name', undefined, inner), ...within]);
    elements.push(element('bibo:issuer', undefined, issuer));
  }
  if (discipline !== undefined) elements.push(element('dcterms:subject', undefined, discipline));
  if (dateAccepted !== undefined) elements.push(toDateLiteral('dcterms:dateAccepted', dateAccepted));
}

const numberProperties: ReadonlyMap<string, string> = new Map([
  ['handle', 'bibo:handle'],
  ['pmid', 'bibo:pmid'],
]);

function addIdentifiers(elements: XmlElement[], { url, doi, identifiers }: ArticleRecord): void {
  if (doi !== undefined) {
    elements.push(element('bibo:doi', undefined, doi));
    elements.push(element('dcterms:identifier', undefined, toDoiUrl(doi)));
  }
  if (url !== undefined) elements.push(toResource('foaf:page', url));
  for (const { identifier, identifierType } of identifiers) {
    elements.push(element('dcterms:identifier', undefined, toLink(identifier, identifierType)));
    const property = numberProperties.get(identifierType?.toLowerCase() ?? '');
    if (property !== undefined) elements.push(element(property, undefined, identifier));
  }
}

/** The property of a journal's or book's number; an ISBN has one for each of its lengths. */
function toNumberProperty(identifier: string, identifierType: string | undefined): string {
  const kind = identifierType?.toLowerCase() ?? '';
  if (/^(?:https?|urn):/i.test(identifier)) return 'dcterms:identifier';
  if (kind === 'issn' || kind === 'eissn') return `bibo:${kind}`;
  const length = kind === 'isbn' ? identifier.replaceAll(/[ -]/g, '').length : 0;
  return length === 10 || length === 13 ? `bibo:isbn${length}` : 'dcterms:identifier';
}

function addContainer(elements: XmlElement[], { container }: ArticleRecord): void {
  if (container === undefined) return;
  const { title, identifier, identifierType, volume, issue, edition, firstPage, lastPage, articleNumber } = container;
  const facts = { volume, issue, edition, pageStart: firstPage, pageEnd: lastPage, locator: articleNumber };
  for (const [name, value] of Object.entries(facts)) {
    if (value !== undefined) elements.push(element(`bibo:${name}`, undefined, value));
  }
  if (title === undefined && identifier === undefined) return;
  const children = title === undefined ? [] : [element('dcterms:title', undefined, title)];
  if (identifier !== undefined) children.push(element(toNumberProperty(identifier, identifierType), undefined, identifier));
  const uri = identifier === undefined ? null : findUri(toLink(identifier, identifierType));
  elements.push(element('dcterms:isPartOf', undefined, toNode(toContainerClass(container), uri, children)));
}

function addLanguages(elements: XmlElement[], { language, otherLanguages }: ArticleRecord): void {
  for (const text of language === undefined ? otherLanguages : [language, ...otherLanguages]) {
    const code = findLanguageCode(text);
    elements.push(toResource('dcterms:language', code === null ? text : `http://lexvo.org/id/iso639-3/${code}`));
  }
}

function addFormats(elements: XmlElement[], { formats, sizes, files }: ArticleRecord): void {
  for (const format of formats) elements.push(element('dcterms:format', undefined, format));
  for (const size of sizes) elements.push(element('dcterms:extent', undefined, size));
  for (const { url, name, mimeType, size, description } of files) {
    const uri = findUri(url);
    const facts = {
      title: name,
      format: mimeType,
      extent: size === undefined ? undefined : `${size} bytes`,
      description,
      identifier: uri === null ? url : undefined,
    };
    const children: XmlElement[] = [];
    for (const [property, value] of Object.entries(facts)) {
      if (value !== undefined) children.push(element(`dcterms:${property}`, undefined, value));
    }
    elements.push(element('dcterms:hasFormat', undefined, toNode('bibo:Document', uri, children)));
  }
}

function addRelations(elements: XmlElement[], { relatedIdentifiers }: ArticleRecord): void {
  for (const { relatedIdentifier, relatedIdentifierType, relationType } of relatedIdentifiers) {
    const link = toLink(relatedIdentifier, relatedIdentifierType);
    elements.push(toResource(`dcterms:${toRelationProperty(relationType)}`, link));
  }
}

/** The funder by MARC's relator, and the project that it paid for. */
function addFunding(elements: XmlElement[], { fundingReferences }: ArticleRecord): void {
  for (const funding of fundingReferences) {
    const { funderName, funderIdentifier, awardNumber, awardUri, awardTitle } = funding;
    elements.push(element('marcrel:fnd', undefined, toOrganization(funderName, funderIdentifier)));
    const award = awardNumber ?? awardUri;
    if (award === undefined && awardTitle === undefined) continue;
    const children = awardTitle === undefined ? [] : [element('foaf:name', undefined, awardTitle)];
    if (award !== undefined) children.push(element('dcterms:identifier', undefined, award));
    if (awardNumber !== undefined && awardUri !== undefined) children.push(toResource('foaf:page', awardUri));
    const uri = award === undefined ? null : findUri(findGrant(funding) ?? '');
    elements.push(element('dcterms:relation', undefined, toNode('foaf:Project', uri, children)));
  }
}

function addRights(elements: XmlElement[], { accessRights, rightsList }: ArticleRecord): void {
  if (accessRights !== undefined) elements.push(toResource('dcterms:accessRights', toAccessTerm(accessRights)));
  for (const { rights, rightsUri, rightsIdentifier, lang } of rightsList) {
    if (rightsUri !== undefined) {
      const isLicence = rightsIdentifier !== undefined || findCreativeCommons(rightsUri) !== null;
      elements.push(toResource(isLicence ? 'dcterms:license' : 'dcterms:rights', rightsUri));
    }
    if (rights !== undefined) elements.push(toLocalizedText('dcterms:rights', rights, lang));
    else if (rightsUri === undefined && rightsIdentifier !== undefined) {
      elements.push(element('dcterms:rights', undefined, rightsIdentifier));
    }
  }
}

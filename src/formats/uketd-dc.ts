import type { ArticleRecord, Person } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { accessWords } from './access-words.ts';
import { toCitation } from './citation.ts';
import type { Format } from './format.ts';
import { toInvertedName } from './inverted-name.ts';
import { findLanguageCode, findLanguageTag } from './language.ts';
import { toDoiUrl, toLink } from './links.ts';
import { findDegreeLevel, findThesisDate, isThesis, saysThesis } from './thesis.ts';
import { findW3cDate } from './w3c-date.ts';

const namespace = 'http://naca.central.cranfield.ac.uk/ethos-oai/2.0/';
const schema = 'http://naca.central.cranfield.ac.uk/ethos-oai/2.0/uketd_dc.xsd';

const rootAttributes = {
  'xmlns:uketd_dc': namespace,
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:dcterms': 'http://purl.org/dc/terms/',
  'xmlns:uketdterms': 'http://naca.central.cranfield.ac.uk/ethos-oai/terms/',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} ${schema}`,
};

/**
 * The metadata set for theses of the British Library's EThOS, in the elements that DSpace and EPrints give it. As theirs do, it
 * leaves out what a thesis does not state, even where EThOS calls it mandatory: a thesis with less is of more use to it than none.
 */
export const uketdDc: Format = {
  prefix: 'uketd_dc',
  schema,
  namespace,
  version: 2,
  carries: isThesis,
  toElement: (record) => {
    const children: XmlElement[] = [];
    for (const addElements of adders) addElements(record, children);
    return { name: 'uketd_dc:uketddc', attributes: rootAttributes, children };
  },
};

/** Adds what a record has of some kind, in the order of the application profile. */
type AddElements = (record: ArticleRecord, children: XmlElement[]) => void;

const adders: readonly AddElements[] = [
  addTitles,
  addCreators,
  addContributors,
  addDescriptions,
  addAward,
  addDates,
  addTypes,
  addLanguages,
  addFunding,
  addIdentifiers,
  addRights,
  addSubjects,
  addRemainder,
];

const uri = { 'xsi:type': 'dcterms:URI' };

function addText(children: XmlElement[], name: string, value: string, lang: string | undefined): void {
  const tag = lang === undefined ? null : findLanguageTag(lang);
  children.push(element(name, tag === null ? undefined : { 'xml:lang': tag }, value));
}

/** Subtitles belong to the title, after " : "; every other further title is an alternative one. */
function addTitles({ titles }: ArticleRecord, children: XmlElement[]): void {
  const main = titles.find(({ titleType }) => titleType === undefined) ?? titles[0];
  if (main === undefined) return;
  const subtitles = titles.filter((item) => item !== main && item.titleType === 'Subtitle');
  addText(children, 'dc:title', [main, ...subtitles].map(({ title }) => title).join(' : '), main.lang);
  for (const item of titles) {
    if (item !== main && item.titleType !== 'Subtitle') addText(children, 'dcterms:alternative', item.title, item.lang);
  }
}

function addCreators({ creators }: ArticleRecord, children: XmlElement[]): void {
  for (const creator of creators) addText(children, 'dc:creator', toInvertedName(creator), creator.lang);
  for (const creator of creators) addAuthorIdentifiers(creator, children);
}

/** Sixteen characters without hyphens and without address, of the two kinds that EThOS knows. */
function addAuthorIdentifiers({ nameIdentifiers }: Person, children: XmlElement[]): void {
  for (const { nameIdentifier, nameIdentifierScheme } of nameIdentifiers) {
    const kind = /orcid/i.test(nameIdentifierScheme ?? nameIdentifier)
      ? 'ORCID'
      : /isni/i.test(nameIdentifierScheme ?? nameIdentifier)
        ? 'ISNI'
        : null;
    const digits = /(\d{4})[- ]?(\d{4})[- ]?(\d{4})[- ]?(\d{3}[\dX])\/?$/i.exec(nameIdentifier);
    if (kind === null || digits === null) continue;
    const value = digits.slice(1).join('').toUpperCase();
    children.push(element('uketdterms:authoridentifier', { 'xsi:type': `uketdterms:${kind}` }, value));
  }
}

function addContributors({ contributors }: ArticleRecord, children: XmlElement[]): void {
  for (const contributor of contributors) {
    const name = contributor.contributorType === 'Supervisor' ? 'uketdterms:advisor' : 'dc:contributor';
    addText(children, name, toInvertedName(contributor), contributor.lang);
  }
}

function addDescriptions({ descriptions }: ArticleRecord, children: XmlElement[]): void {
  for (const { description, descriptionType, lang } of descriptions) {
    addText(children, descriptionType === 'Abstract' ? 'dcterms:abstract' : 'dc:description', description, lang);
  }
}

/** Where no institution is named, the publisher of a thesis is the one that awarded the degree; beside one, it is a commercial publisher. */
function addAward({ thesis, publisher }: ArticleRecord, children: XmlElement[]): void {
  const institution = thesis?.institution ?? publisher?.name;
  if (institution !== undefined) children.push(element('uketdterms:institution', undefined, institution));
  if (thesis?.department !== undefined) children.push(element('uketdterms:department', undefined, thesis.department));
  if (publisher !== undefined && publisher.name !== institution) {
    children.push(element('uketdterms:commercial', undefined, publisher.name));
  }
}

const dateElements: Partial<Readonly<Record<ArticleRecord['dates'][number]['dateType'], string>>> = {
  Accepted: 'dcterms:dateAccepted',
  Available: 'dcterms:available',
  Copyrighted: 'dcterms:dateCopyrighted',
  Created: 'dcterms:created',
  Submitted: 'dcterms:dateSubmitted',
  Updated: 'dcterms:modified',
  Valid: 'dcterms:valid',
  Other: 'dc:date',
};

function addDates(record: ArticleRecord, children: XmlElement[]): void {
  const issued = findThesisDate(record);
  if (issued !== null) children.push(element('dcterms:issued', undefined, issued));
  const awarded = record.thesis?.dateAccepted;
  if (awarded !== undefined) children.push(element('dcterms:dateAccepted', undefined, awarded));
  for (const { date, dateType } of record.dates) {
    const name = dateElements[dateType];
    if (name === undefined || (dateType === 'Accepted' && date === awarded)) continue;
    children.push(element(name, undefined, date));
  }
}

function addTypes(record: ArticleRecord, children: XmlElement[]): void {
  const word = record.types?.resourceType;
  if (word === undefined || !saysThesis(word)) children.push(element('dc:type', undefined, 'Thesis'));
  if (word !== undefined) children.push(element('dc:type', undefined, word));
  const level = findDegreeLevel(record);
  if (level !== null) children.push(element('uketdterms:qualificationlevel', undefined, level));
  const name = record.thesis?.degreeName;
  if (name !== undefined) children.push(element('uketdterms:qualificationname', undefined, name));
}

const languageType = { 'xsi:type': 'dcterms:ISO639-2' };

function addLanguages({ language, otherLanguages }: ArticleRecord, children: XmlElement[]): void {
  const languages = language === undefined ? otherLanguages : [language, ...otherLanguages];
  for (const text of languages) {
    const code = findLanguageCode(text);
    children.push(element('dc:language', code === null ? undefined : languageType, code ?? text));
  }
}

function addFunding({ fundingReferences }: ArticleRecord, children: XmlElement[]): void {
  for (const funder of new Set(fundingReferences.map(({ funderName }) => funderName))) {
    children.push(element('uketdterms:sponsor', undefined, funder));
  }
  for (const { awardNumber, awardUri } of fundingReferences) {
    const grant = awardNumber ?? awardUri;
    if (grant !== undefined) children.push(element('uketdterms:grantnumber', undefined, grant));
  }
}

/** What is typed as an address is fetched as the full text, so the landing page has an element of its own, and a file that nobody may read none. */
function addIdentifiers({ url, doi, identifiers, files, accessRights }: ArticleRecord, children: XmlElement[]): void {
  const page = url ?? (doi === undefined ? undefined : toDoiUrl(doi));
  if (page !== undefined) children.push(element('dcterms:isReferencedBy', uri, page));
  const readable = accessRights === undefined || accessRights === 'open' ? files : [];
  for (const file of readable) children.push(element('dc:identifier', uri, file.url));
  if (doi !== undefined) children.push(element('dc:identifier', { 'xsi:type': 'dcterms:DOI' }, doi));
  for (const { identifier, identifierType } of identifiers) {
    children.push(element('dc:identifier', undefined, toLink(identifier, identifierType)));
  }
}

function addRights({ accessRights, embargoEndDate, rightsList }: ArticleRecord, children: XmlElement[]): void {
  const end = accessRights === 'embargoed' && embargoEndDate !== undefined ? findW3cDate(embargoEndDate) : null;
  if (end !== null) children.push(element('uketdterms:embargodate', undefined, end));
  if (accessRights !== undefined) children.push(element('dcterms:accessRights', undefined, accessWords[accessRights]));
  for (const { rights, rightsUri, rightsIdentifier, lang } of rightsList) {
    if (rightsUri !== undefined) children.push(element('dc:rights', undefined, rightsUri));
    const statement = rights ?? (rightsUri === undefined ? rightsIdentifier : undefined);
    if (statement !== undefined) addText(children, 'dc:rights', statement, lang);
  }
}

/** The schemes that the profile types, by the names that people give them. */
const subjectSchemes: readonly (readonly [RegExp, string, 'code' | 'heading'])[] = [
  [/^(?:ddc|dewey\b.*)$/i, 'dcterms:DDC', 'code'],
  [/^(?:lcc|library of congress classification)$/i, 'dcterms:LCC', 'code'],
  [/^(?:udc|universal decimal classification)$/i, 'dcterms:UDC', 'code'],
  [/^(?:lcsh|library of congress subject headings)$/i, 'dcterms:LCSH', 'heading'],
  [/^(?:mesh|medical subject headings)$/i, 'dcterms:MESH', 'heading'],
];

function addSubjects({ subjects, thesis }: ArticleRecord, children: XmlElement[]): void {
  for (const { subject, subjectScheme, classificationCode, lang } of subjects) {
    const scheme = subjectScheme === undefined ? undefined : subjectSchemes.find(([name]) => name.test(subjectScheme));
    if (scheme?.[2] === 'heading') {
      children.push(element('dc:subject', { 'xsi:type': scheme[1] }, subject));
      continue;
    }
    addText(children, 'dc:subject', subject, lang);
    if (scheme !== undefined && classificationCode !== undefined) {
      children.push(element('dc:subject', { 'xsi:type': scheme[1] }, classificationCode));
    }
  }
  const discipline = thesis?.discipline;
  if (discipline !== undefined && subjects.every(({ subject }) => subject !== discipline)) {
    children.push(element('dc:subject', undefined, discipline));
  }
}

function addRemainder(record: ArticleRecord, children: XmlElement[]): void {
  const { formats, files, sizes, coverage, dates, container, relatedIdentifiers } = record;
  for (const format of new Set([...formats, ...files.map(({ mimeType }) => mimeType)])) {
    if (format !== undefined) children.push(element('dc:format', undefined, format));
  }
  for (const size of sizes) children.push(element('dcterms:extent', undefined, size));
  for (const place of coverage) addText(children, 'dc:coverage', place.coverage, place.lang);
  for (const { date, dateType } of dates) {
    if (dateType === 'Coverage') children.push(element('dc:coverage', undefined, date));
  }
  const citation = container === undefined ? '' : toCitation(container);
  if (citation !== '') children.push(element('dc:source', undefined, citation));
  for (const { relatedIdentifier, relatedIdentifierType } of relatedIdentifiers) {
    children.push(element('dc:relation', undefined, toLink(relatedIdentifier, relatedIdentifierType)));
  }
}

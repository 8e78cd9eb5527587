import type { ArticleRecord, Person } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { accessWords } from './access-words.ts';
import type { Format, FormatContext } from './format.ts';
import { toFundingText } from './funding-text.ts';
import { toInvertedName } from './inverted-name.ts';
import { findLanguageTag, toLanguageCode } from './language.ts';
import { toDoiUrl, toLink } from './links.ts';
import { findDegreeLevel, findThesisDate, isThesis } from './thesis.ts';
import { findW3cDate } from './w3c-date.ts';

const namespace = 'http://www.ndltd.org/standards/metadata/etdms/1.0/';
const schema = 'http://www.ndltd.org/standards/metadata/etdms/1.0/etdms.xsd';

const rootAttributes = {
  xmlns: namespace,
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} ${schema}`,
};

/**
 * ETD-MS 1.0, the metadata of theses of NDLTD, which Library and Archives Canada harvests. Its schema asks for an author and a
 * date, which nobody but the owner can supply, so a thesis without them is not carried.
 */
export const oaiEtdms: Format = {
  prefix: 'oai_etdms',
  schema,
  namespace,
  version: 2,
  carries: (record) => record.creators.length > 0 && isThesis(record) && findDate(record) !== null,
  toElement: (record, context) => {
    const children: XmlElement[] = [];
    for (const addElements of adders) addElements(record, children, context);
    return { name: 'thesis', attributes: rootAttributes, children };
  },
};

/** Adds what a record has of some kind; the order is the schema's. */
type AddElements = (record: ArticleRecord, children: XmlElement[], context: FormatContext) => void;

const adders: readonly AddElements[] = [
  addTitles,
  addCreators,
  addSubjects,
  addDescriptions,
  addPublisher,
  addContributors,
  addDate,
  addTypes,
  addFormats,
  addIdentifiers,
  addLanguages,
  addCoverage,
  addRights,
  addDegree,
];

function add(children: XmlElement[], name: string, value: string, attributes: Record<string, string> = {}): void {
  children.push(element(name, attributes, value));
}

function toLang(lang: string | undefined): Record<string, string> {
  const tag = lang === undefined ? null : findLanguageTag(lang);
  return tag === null ? {} : { 'xml:lang': tag };
}

/** An address that is one by the strictest reading of `xs:anyURI`, for an attribute; what is none is left out. */
const address = /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?](?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$/;

function toResource(uri: string | undefined): Record<string, string> {
  return uri !== undefined && address.test(uri) ? { resource: uri } : {};
}

function toPersonResource({ nameIdentifiers }: Person): Record<string, string> {
  return toResource(nameIdentifiers.find(({ nameIdentifier }) => address.test(nameIdentifier))?.nameIdentifier);
}

function addTitles({ titles }: ArticleRecord, children: XmlElement[]): void {
  const main = titles.find(({ titleType }) => titleType === undefined) ?? titles[0];
  if (main !== undefined) add(children, 'title', main.title, toLang(main.lang));
  for (const item of titles) if (item !== main) add(children, 'alternativeTitle', item.title, toLang(item.lang));
}

function addCreators({ creators }: ArticleRecord, children: XmlElement[]): void {
  for (const creator of creators) add(children, 'creator', toInvertedName(creator), toPersonResource(creator));
}

/** The heading that libraries give theses as such; the schema wants a subject, and this one is always true. */
const thesisHeading = 'Dissertations, Academic';

function addSubjects({ subjects, thesis }: ArticleRecord, children: XmlElement[]): void {
  for (const { subject, subjectScheme, valueUri, classificationCode, lang } of subjects) {
    const scheme = subjectScheme === undefined ? {} : { scheme: subjectScheme };
    add(children, 'subject', subject, { ...scheme, ...toResource(valueUri), ...toLang(lang) });
    if (classificationCode !== undefined) add(children, 'subject', classificationCode, scheme);
  }
  if (subjects.length > 0) return;
  if (thesis?.discipline !== undefined) add(children, 'subject', thesis.discipline);
  else add(children, 'subject', thesisHeading, { scheme: 'LCSH' });
}

function addDescriptions({ descriptions, fundingReferences }: ArticleRecord, children: XmlElement[]): void {
  for (const { description, descriptionType, lang } of descriptions) {
    if (descriptionType === 'Abstract') add(children, 'description', description, toLang(lang));
  }
  for (const { description, descriptionType, lang } of descriptions) {
    if (descriptionType !== 'Abstract') add(children, 'description', description, { role: 'note', ...toLang(lang) });
  }
  for (const funding of fundingReferences) add(children, 'description', toFundingText(funding), { role: 'note' });
}

function addPublisher({ publisher }: ArticleRecord, children: XmlElement[]): void {
  if (publisher !== undefined) add(children, 'publisher', publisher.name, toResource(publisher.publisherIdentifier));
}

function addContributors({ contributors }: ArticleRecord, children: XmlElement[]): void {
  for (const contributor of contributors) {
    const { contributorType, lang } = contributor;
    const role = contributorType === 'Other' ? {} : { role: toRole(contributorType) };
    add(children, 'contributor', toInvertedName(contributor), { ...role, ...toPersonResource(contributor), ...toLang(lang) });
  }
}

/** "advisor" is what this community calls a supervisor; the other roles are DataCite's, as words: "project leader". */
function toRole(contributorType: ArticleRecord['contributors'][number]['contributorType']): string {
  return contributorType === 'Supervisor' ? 'advisor' : contributorType.replace(/\B[A-Z]/g, ' $&').toLowerCase();
}

/** The schema has room for one date; where there is neither one of issue nor one of the award, any other is better than none. */
function findDate(record: ArticleRecord): string | null {
  const date = findThesisDate(record);
  if (date !== null) return date;
  for (const { date: other, dateType } of record.dates) {
    const found = dateType === 'Coverage' ? null : findW3cDate(other);
    if (found !== null) return found;
  }
  return null;
}

function addDate(record: ArticleRecord, children: XmlElement[]): void {
  const date = findDate(record);
  if (date !== null) add(children, 'date', date);
}

function addTypes({ types }: ArticleRecord, children: XmlElement[]): void {
  add(children, 'type', 'Electronic Thesis or Dissertation');
  if (types?.resourceType !== undefined) add(children, 'type', types.resourceType);
}

function addFormats({ formats, files, sizes }: ArticleRecord, children: XmlElement[]): void {
  const mimeTypes = files.map(({ mimeType }) => mimeType);
  for (const format of new Set([...formats, ...mimeTypes, ...sizes])) if (format !== undefined) add(children, 'format', format);
}

/** As in oai_dc: the landing page, the DOI, the files that everybody may read; the OAI identifier where there is no other. */
function addIdentifiers(record: ArticleRecord, children: XmlElement[], context: FormatContext): void {
  const { url, doi, identifiers, files, accessRights } = record;
  const readable = accessRights === undefined || accessRights === 'open' ? files.map((file) => file.url) : [];
  const others = identifiers.map(({ identifier, identifierType }) => toLink(identifier, identifierType));
  const values = new Set([url, doi === undefined ? undefined : toDoiUrl(doi), ...readable, ...others]);
  values.delete(undefined);
  for (const value of values.size === 0 ? [context.identifier] : values)
    if (value !== undefined) add(children, 'identifier', value);
}

function addLanguages({ language, otherLanguages }: ArticleRecord, children: XmlElement[]): void {
  if (language !== undefined) add(children, 'language', toLanguageCode(language));
  for (const other of otherLanguages) add(children, 'language', toLanguageCode(other));
}

function addCoverage({ coverage, dates }: ArticleRecord, children: XmlElement[]): void {
  for (const place of coverage) add(children, 'coverage', place.coverage, toLang(place.lang));
  for (const { date, dateType } of dates) if (dateType === 'Coverage') add(children, 'coverage', date);
}

function addRights({ accessRights, embargoEndDate, rightsList }: ArticleRecord, children: XmlElement[]): void {
  if (accessRights !== undefined) {
    const until = accessRights === 'embargoed' && embargoEndDate !== undefined ? ` until ${embargoEndDate}` : '';
    add(children, 'rights', accessWords[accessRights] + until);
  }
  for (const { rights, rightsUri, rightsIdentifier, lang } of rightsList) {
    if (rightsUri !== undefined) add(children, 'rights', rightsUri);
    const statement = rights ?? (rightsUri === undefined ? rightsIdentifier : undefined);
    if (statement !== undefined) add(children, 'rights', statement, toLang(lang));
  }
}

/** "Usually this will be a department name", says the standard of the discipline, so both are given as one. */
function addDegree(record: ArticleRecord, children: XmlElement[]): void {
  const { degreeName, discipline, department, institution } = record.thesis ?? {};
  const level = findDegreeLevel(record);
  const parts: XmlElement[] = [];
  if (degreeName !== undefined) add(parts, 'name', degreeName);
  if (level !== null) add(parts, 'level', level);
  if (discipline !== undefined) add(parts, 'discipline', discipline);
  if (department !== undefined && department !== discipline) add(parts, 'discipline', department);
  if (institution !== undefined) add(parts, 'grantor', institution);
  if (parts.length > 0) children.push({ name: 'degree', children: parts });
}

import type { ArticleRecord, Container } from '../record/record.ts';
import { type ResourceType, resourceTypeTable } from '../record/vocabulary.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { findTypeTerm } from './eu-repo.ts';
import { findRelatedIdentifier, findRelation, makeTypeNames } from './related-identifier.ts';

/** The general types that DataCite 4.6 knows: 4.7 added two, which it counted among texts before. */
export type Datacite46Type = Exclude<ResourceType, 'Poster' | 'Presentation'>;

const typeNames = makeTypeNames([
  'ARK',
  'arXiv',
  'bibcode',
  'CSTR',
  'DOI',
  'EAN13',
  'EISSN',
  'Handle',
  'IGSN',
  'ISBN',
  'ISSN',
  'ISTC',
  'LISSN',
  'LSID',
  'PMID',
  'PURL',
  'RRID',
  'UPC',
  'URL',
  'URN',
  'w3id',
]);

/** The general type as DataCite 4.6 has it; a word that no general type stands beside is something else, and none at all a text. */
export function toResourceType(record: ArticleRecord): Datacite46Type {
  const { types, thesis } = record;
  if (types?.resourceTypeGeneral !== undefined) return toDatacite46(types.resourceTypeGeneral);
  if (types !== undefined) return 'Other';
  if (thesis !== undefined) return 'Dissertation';
  return findTypeTerm(record) === null ? 'Text' : 'JournalArticle';
}

function toDatacite46(type: ResourceType): Datacite46Type {
  return type === 'Poster' || type === 'Presentation' ? 'Text' : type;
}

/** Everything that is related in a way that DataCite has a word for, and the number of the journal or book. */
export function toRelatedIdentifierElements({ relatedIdentifiers, container }: ArticleRecord): XmlElement[] {
  const elements: XmlElement[] = [];
  if (container?.identifier !== undefined) {
    const found = findRelatedIdentifier(container.identifier, container.identifierType, typeNames);
    if (found !== null) {
      const attributes = { relatedIdentifierType: found.type, relationType: 'IsPublishedIn' };
      elements.push(element('relatedIdentifier', attributes, found.identifier));
    }
  }
  for (const item of relatedIdentifiers) {
    const relationType = findRelation(item);
    const found = findRelatedIdentifier(item.relatedIdentifier, item.relatedIdentifierType, typeNames);
    if (relationType === null || found === null) continue;
    const attributes: Record<string, string> = { relatedIdentifierType: found.type, relationType };
    if (item.resourceTypeGeneral !== undefined) attributes.resourceTypeGeneral = toDatacite46(item.resourceTypeGeneral);
    elements.push(element('relatedIdentifier', attributes, found.identifier));
  }
  return elements;
}

/** The journal, book or series as a thing with a title of its own, and where in it the article stands. The order is the schema's. */
export function toContainerElement(container: Container, record: ArticleRecord): XmlElement {
  const children: XmlElement[] = [];
  const add = (name: string, text: string | undefined) => {
    if (text !== undefined) children.push(element(name, undefined, text));
  };
  const found =
    container.identifier === undefined ? null : findRelatedIdentifier(container.identifier, container.identifierType, typeNames);
  if (found !== null) {
    children.push(element('relatedItemIdentifier', { relatedItemIdentifierType: found.type }, found.identifier));
  } else add('relatedItemIdentifier', container.identifier);
  children.push(element('titles', undefined, element('title', undefined, container.title ?? ':unav')));
  add('volume', container.volume);
  add('issue', container.issue);
  if (container.articleNumber !== undefined) {
    children.push(element('number', { numberType: 'Article' }, container.articleNumber));
  }
  add('firstPage', container.firstPage);
  add('lastPage', container.lastPage);
  add('edition', container.edition);
  const attributes = { relatedItemType: toContainerType(container, record), relationType: 'IsPublishedIn' };
  return { name: 'relatedItem', attributes, children };
}

/** What each kind of article commonly appears in. */
const containerTypes: Partial<Readonly<Record<ResourceType, Datacite46Type>>> = {
  BookChapter: 'Book',
  ConferencePaper: 'ConferenceProceeding',
  DataPaper: 'Journal',
  JournalArticle: 'Journal',
};

function toContainerType({ type, identifierType = '' }: Container, { types }: ArticleRecord): Datacite46Type {
  const named = type === undefined ? undefined : resourceTypeTable.get(type.toLowerCase());
  if (named !== undefined) return toDatacite46(named as ResourceType);
  if (/^series$/i.test(type ?? '')) return 'Collection';
  if (/^e?issn$/i.test(identifierType)) return 'Journal';
  if (/^isbn$/i.test(identifierType)) return 'Book';
  return containerTypes[types?.resourceTypeGeneral ?? 'Other'] ?? 'Other';
}

import type { ArticleRecord, Container } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { findHost, type Host, listRelated } from './host.ts';
import { listIssueDates } from './issue-date.ts';
import { toLink } from './links.ts';
import { makeModsDates } from './mods-text.ts';
import { findIdentifierSource } from './source-codes.ts';
import { findWebUri } from './web-uri.ts';

type Related = ArticleRecord['relatedIdentifiers'][number];
type RelationType = NonNullable<Related['relationType']>;

/** MODS's own types of relation for DataCite's; every other is an `otherType` in DataCite's word. */
const relationTypes: Partial<Readonly<Record<RelationType, string>>> = {
  Cites: 'references',
  Continues: 'preceding',
  HasPart: 'constituent',
  HasVersion: 'otherVersion',
  IsCitedBy: 'isReferencedBy',
  IsContinuedBy: 'succeeding',
  IsNewVersionOf: 'otherVersion',
  IsPartOf: 'host',
  IsPreviousVersionOf: 'otherVersion',
  IsPublishedIn: 'host',
  IsReferencedBy: 'isReferencedBy',
  IsVariantFormOf: 'otherVersion',
  IsVersionOf: 'otherVersion',
  References: 'references',
  Reviews: 'reviewOf',
};

/** What the article appeared in, then everything else that it is related to, as `mods:relatedItem`. */
export function listModsRelatedItems(record: ArticleRecord): XmlElement[] {
  const host = findHost(record);
  const elements = host === null ? [] : [toHost(host, listIssueDates(record)[0])];
  for (const related of listRelated(record)) elements.push(toRelatedItem(related));
  return elements;
}

/** An identifier with its type in MODS's spelling. */
export function toModsIdentifier(identifier: string, identifierType: string): XmlElement {
  return element('mods:identifier', { type: findIdentifierSource(identifierType) ?? identifierType.toLowerCase() }, identifier);
}

function toRelatedItem({ relatedIdentifier, relatedIdentifierType, relationType }: Related): XmlElement {
  const uri = findWebUri(toLink(relatedIdentifier, relatedIdentifierType));
  const children = [toModsIdentifier(relatedIdentifier, relatedIdentifierType ?? 'local')];
  if (uri !== null) children.push(element('mods:location', undefined, element('mods:url', undefined, uri)));
  return { name: 'mods:relatedItem', ...toRelation(relationType), children };
}

function toRelation(relationType: RelationType | undefined): { readonly attributes?: Readonly<Record<string, string>> } {
  if (relationType === undefined || relationType === 'Other') return {};
  const type = relationTypes[relationType];
  return { attributes: type === undefined ? { otherType: relationType } : { type } };
}

const issuances = { serial: 'continuing', monograph: 'monographic', series: 'continuing' } as const;

/** A whole book's series has the volume as the number of the part; an article's host has it, with issue and pages, in `mods:part`. */
function toHost({ container, kind, identifiers }: Host, issued: string | undefined): XmlElement {
  const isSeries = kind === 'series';
  const titles: XmlElement[] = [];
  if (container.title !== undefined) titles.push(element('mods:title', undefined, container.title));
  if (isSeries && container.volume !== undefined) titles.push(element('mods:partNumber', undefined, container.volume));
  const children: XmlElement[] = titles.length === 0 ? [] : [element('mods:titleInfo', undefined, ...titles)];
  if (container.type !== undefined) children.push(element('mods:genre', undefined, container.type));
  const origin: XmlElement[] = [];
  if (container.edition !== undefined) origin.push(element('mods:edition', undefined, container.edition));
  if (kind !== null) origin.push(element('mods:issuance', undefined, issuances[kind]));
  if (origin.length > 0) children.push(element('mods:originInfo', undefined, ...origin));
  const details = listDetails(container, isSeries);
  if (details.length > 0) {
    const dates = issued === undefined ? [] : makeModsDates('mods:date', issued);
    children.push(element('mods:part', undefined, ...details, ...dates));
  }
  for (const { identifier, identifierType } of identifiers)
    children.push(toModsIdentifier(identifier, identifierType ?? 'local'));
  return { name: 'mods:relatedItem', attributes: { type: isSeries ? 'series' : 'host' }, children };
}

function listDetails({ volume, issue, articleNumber, firstPage, lastPage }: Container, isSeries: boolean): XmlElement[] {
  const details: XmlElement[] = [];
  const add = (type: string, number: string | undefined) => {
    if (number !== undefined) details.push(element('mods:detail', { type }, element('mods:number', undefined, number)));
  };
  if (!isSeries) add('volume', volume);
  add('issue', issue);
  add('article', articleNumber);
  const pages: XmlElement[] = [];
  if (firstPage !== undefined) pages.push(element('mods:start', undefined, firstPage));
  if (lastPage !== undefined) pages.push(element('mods:end', undefined, lastPage));
  if (pages.length > 0) details.push(element('mods:extent', { unit: 'pages' }, ...pages));
  return details;
}

import type { ArticleRecord, Container } from '../record/record.ts';
import type { ResourceType } from '../record/vocabulary.ts';

type RelatedIdentifier = ArticleRecord['relatedIdentifiers'][number];

/** What an article appeared in: a journal, a book, or the series that a whole book is in. */
export type HostKind = 'serial' | 'monograph' | 'series';

/** The container with all its numbers, as catalogues describe a host. */
export interface Host {
  readonly container: Container;
  /** Null where the record does not tell. */
  readonly kind: HostKind | null;
  readonly identifiers: readonly { readonly identifier: string; readonly identifierType?: string }[];
}

/** The host of a record, if it has one. ISSNs and ISBNs that the record says it is part of are the host's further numbers. */
export function findHost({ container, relatedIdentifiers, types }: ArticleRecord): Host | null {
  if (container === undefined) return null;
  const { identifier, identifierType } = container;
  const own = identifier === undefined ? [] : [identifierType === undefined ? { identifier } : { identifier, identifierType }];
  const others = relatedIdentifiers
    .filter(isHostNumber)
    .map((item) => ({ identifier: item.relatedIdentifier, identifierType: item.relatedIdentifierType as string }));
  return { container, kind: findHostKind(container, types?.resourceTypeGeneral), identifiers: [...own, ...others] };
}

/** The related identifiers that do not belong to the host's description. */
export function listRelated({ container, relatedIdentifiers }: ArticleRecord): readonly RelatedIdentifier[] {
  return container === undefined ? relatedIdentifiers : relatedIdentifiers.filter((item) => !isHostNumber(item));
}

const hostNumber = /^(?:[ep]?issn|isbn)$/i;

function isHostNumber({ relationType, relatedIdentifierType }: RelatedIdentifier): boolean {
  return (relationType === 'IsPublishedIn' || relationType === 'IsPartOf') && hostNumber.test(relatedIdentifierType ?? '');
}

const series = /series/i;
const serial = /journal|magazine|newspaper|periodical|serial/i;
const monograph = /book|proceedings|anthology|monograph/i;
const serialNumber = /^[ep]?issn$/i;

const wholes: ReadonlySet<ResourceType> = new Set<ResourceType>(['Book', 'ConferenceProceeding', 'Dissertation', 'Report']);

function findHostKind(container: Container, type: ResourceType | undefined): HostKind | null {
  const word = container.type ?? '';
  if (series.test(word)) return 'series';
  if (serial.test(word)) return 'serial';
  if (monograph.test(word)) return 'monograph';
  if (serialNumber.test(container.identifierType ?? '')) return type !== undefined && wholes.has(type) ? 'series' : 'serial';
  if (container.issue !== undefined || type === 'JournalArticle') return 'serial';
  return container.identifierType?.toLowerCase() === 'isbn' || type === 'BookChapter' ? 'monograph' : null;
}

import { findDoi } from '../record/identifier.ts';
import { foldName } from '../record/json-value.ts';
import type { ArticleRecord } from '../record/record.ts';
import type { relationTypes } from '../record/vocabulary.ts';
import { toLink } from './links.ts';

export type RelationType = (typeof relationTypes)[number];

/** An identifier of another thing, its kind in the words of the format. */
export interface RelatedIdentifier {
  readonly identifier: string;
  readonly type: string;
}

/** The names of kinds of identifiers that a format knows, by folded name. */
export function makeTypeNames(types: readonly string[]): ReadonlyMap<string, string> {
  return new Map(types.map((type) => [foldName(type), type]));
}

/** A related identifier whose kind the format knows, or its address where it has one; null where neither. */
export function findRelatedIdentifier(
  identifier: string,
  identifierType: string | undefined,
  typeNames: ReadonlyMap<string, string>,
): RelatedIdentifier | null {
  const type = identifierType === undefined ? undefined : typeNames.get(foldName(identifierType));
  if (type !== undefined && type !== 'URL') return { identifier, type };
  const doi = findDoi(identifier);
  if (doi !== null) return { identifier: doi, type: 'DOI' };
  const link = toLink(identifier, identifierType);
  if (/^https?:\/\//i.test(link)) return { identifier: link, type: 'URL' };
  return /^urn:/i.test(link) ? { identifier: link, type: 'URN' } : null;
}

/** How the article is related; null where the record does not say, which DataCite has no word for. A journal's number says it by itself. */
export function findRelation({
  relationType,
  relatedIdentifierType,
}: ArticleRecord['relatedIdentifiers'][number]): Exclude<RelationType, 'Other'> | null {
  if (relationType !== undefined && relationType !== 'Other') return relationType;
  return /^e?issn$/i.test(relatedIdentifierType ?? '') ? 'IsPublishedIn' : null;
}

import type { relationTypes } from '../record/vocabulary.ts';

type RelationType = (typeof relationTypes)[number];

/** The relations for which Dublin Core has a property of the same meaning. */
const properties: Partial<Readonly<Record<RelationType, string>>> = {
  Cites: 'references',
  HasPart: 'hasPart',
  HasTranslation: 'hasVersion',
  HasVersion: 'hasVersion',
  IsCitedBy: 'isReferencedBy',
  IsDerivedFrom: 'source',
  IsNewVersionOf: 'isVersionOf',
  IsObsoletedBy: 'isReplacedBy',
  IsPartOf: 'isPartOf',
  IsPreviousVersionOf: 'hasVersion',
  IsPublishedIn: 'isPartOf',
  IsReferencedBy: 'isReferencedBy',
  IsRequiredBy: 'isRequiredBy',
  IsTranslationOf: 'isVersionOf',
  IsVersionOf: 'isVersionOf',
  Obsoletes: 'replaces',
  References: 'references',
  Requires: 'requires',
};

/** The name of the Dublin Core property that says how something is related; `relation`, which says nothing more, for the rest. */
export function toRelationProperty(relationType: string | undefined): string {
  return properties[relationType as RelationType] ?? 'relation';
}

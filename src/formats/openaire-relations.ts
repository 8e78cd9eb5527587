import type { ArticleRecord } from '../record/record.ts';
import type { ResourceType } from '../record/vocabulary.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { findRelatedIdentifier, findRelation, makeTypeNames, type RelationType } from './related-identifier.ts';

/* OpenAIRE's copy of DataCite's lists is that of 4.1, with kinds of identifiers of its own. */

const typeNames = makeTypeNames([
  'ARK',
  'arXiv',
  'bibcode',
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
  'PISSN',
  'PMID',
  'PURL',
  'UPC',
  'URL',
  'URN',
  'WOS',
]);

/** Relations that came after 4.1, by the nearest that was there. */
const olderRelations: Partial<Readonly<Record<RelationType, RelationType>>> = {
  Collects: 'HasPart',
  IsCollectedBy: 'IsPartOf',
  IsPublishedIn: 'IsPartOf',
  Obsoletes: 'IsNewVersionOf',
  IsObsoletedBy: 'IsPreviousVersionOf',
  HasTranslation: 'IsSourceOf',
  IsTranslationOf: 'IsDerivedFrom',
};

/** General types that came after 4.1, by the nearest that was there; all the others are written works. */
const olderTypes: Partial<Readonly<Record<ResourceType, ResourceType>>> = {
  Audiovisual: 'Audiovisual',
  Award: 'Other',
  Collection: 'Collection',
  ComputationalNotebook: 'Software',
  DataPaper: 'DataPaper',
  Dataset: 'Dataset',
  Event: 'Event',
  Image: 'Image',
  Instrument: 'PhysicalObject',
  InteractiveResource: 'InteractiveResource',
  Journal: 'Collection',
  Model: 'Model',
  PhysicalObject: 'PhysicalObject',
  Project: 'Other',
  Service: 'Service',
  Software: 'Software',
  Sound: 'Sound',
  StudyRegistration: 'Other',
  Workflow: 'Workflow',
  Other: 'Other',
};

/** Everything that is related in a way that the guidelines have a word for, and the number of the journal or book. */
export function toOpenaireRelatedIdentifiers({ relatedIdentifiers, container }: ArticleRecord): XmlElement[] {
  const elements: XmlElement[] = [];
  const add = (found: ReturnType<typeof findRelatedIdentifier>, relationType: RelationType, type?: ResourceType) => {
    if (found === null) return;
    const attributes: Record<string, string> = { relatedIdentifierType: found.type, relationType };
    if (type !== undefined) attributes.resourceTypeGeneral = olderTypes[type] ?? 'Text';
    elements.push(element('datacite:relatedIdentifier', attributes, found.identifier));
  };
  if (container?.identifier !== undefined) {
    add(findRelatedIdentifier(container.identifier, container.identifierType, typeNames), 'IsPartOf');
  }
  for (const item of relatedIdentifiers) {
    const relation = findRelation(item);
    if (relation === null) continue;
    const found = findRelatedIdentifier(item.relatedIdentifier, item.relatedIdentifierType, typeNames);
    add(found, olderRelations[relation] ?? relation, item.resourceTypeGeneral);
  }
  return elements;
}

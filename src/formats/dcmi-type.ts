import type { ResourceType } from '../record/vocabulary.ts';

const terms: Partial<Readonly<Record<ResourceType, string>>> = {
  Audiovisual: 'MovingImage',
  Book: 'Text',
  BookChapter: 'Text',
  Collection: 'Collection',
  ConferencePaper: 'Text',
  ConferenceProceeding: 'Text',
  DataPaper: 'Text',
  Dataset: 'Dataset',
  Dissertation: 'Text',
  Event: 'Event',
  Image: 'Image',
  InteractiveResource: 'InteractiveResource',
  Journal: 'Text',
  JournalArticle: 'Text',
  OutputManagementPlan: 'Text',
  PeerReview: 'Text',
  PhysicalObject: 'PhysicalObject',
  Preprint: 'Text',
  Report: 'Text',
  Service: 'Service',
  Software: 'Software',
  Sound: 'Sound',
  Standard: 'Text',
  Text: 'Text',
};

/** The term of the DCMI Type Vocabulary for a general type, or null where none is certain; a record without a type is a text. */
export function findDcmiType(general: ResourceType | undefined): string | null {
  return general === undefined ? 'Text' : (terms[general] ?? null);
}

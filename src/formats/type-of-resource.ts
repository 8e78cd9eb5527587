import type { ArticleRecord } from '../record/record.ts';
import type { ResourceType } from '../record/vocabulary.ts';

/** The kinds of resource that MODS tells apart, and MARC by its leader. */
export type TypeOfResource =
  | 'text'
  | 'still image'
  | 'moving image'
  | 'sound recording'
  | 'three dimensional object'
  | 'software, multimedia'
  | 'mixed material';

/** A type that is not here, such as an event, is told by its genre only. */
const typesOfResource: Partial<Readonly<Record<ResourceType, TypeOfResource>>> = {
  Audiovisual: 'moving image',
  Book: 'text',
  BookChapter: 'text',
  Collection: 'mixed material',
  ComputationalNotebook: 'software, multimedia',
  ConferencePaper: 'text',
  ConferenceProceeding: 'text',
  DataPaper: 'text',
  Dataset: 'software, multimedia',
  Dissertation: 'text',
  Image: 'still image',
  InteractiveResource: 'software, multimedia',
  Journal: 'text',
  JournalArticle: 'text',
  OutputManagementPlan: 'text',
  PeerReview: 'text',
  PhysicalObject: 'three dimensional object',
  Preprint: 'text',
  Report: 'text',
  Software: 'software, multimedia',
  Sound: 'sound recording',
  Standard: 'text',
  StudyRegistration: 'text',
  Text: 'text',
};

/** The kind of resource, or null where the type does not tell. A record without any type is a text: aggregators take it for a dataset otherwise. */
export function findTypeOfResource({ types }: ArticleRecord): TypeOfResource | null {
  if (types === undefined) return 'text';
  return types.resourceTypeGeneral === undefined ? null : (typesOfResource[types.resourceTypeGeneral] ?? null);
}

import type { ArticleRecord, Container } from '../record/record.ts';
import type { ResourceType } from '../record/vocabulary.ts';
import { findTypeTerm } from './eu-repo.ts';

/** Classes of the Bibliographic Ontology, and of DCMI's types for what is no document. */
const classes: Partial<Readonly<Record<ResourceType, string>>> = {
  Audiovisual: 'bibo:AudioVisualDocument',
  Book: 'bibo:Book',
  BookChapter: 'bibo:Chapter',
  Collection: 'bibo:Collection',
  ConferencePaper: 'bibo:AcademicArticle',
  ConferenceProceeding: 'bibo:Proceedings',
  DataPaper: 'bibo:AcademicArticle',
  Dataset: 'dcmitype:Dataset',
  Dissertation: 'bibo:Thesis',
  Event: 'dcmitype:Event',
  Image: 'bibo:Image',
  InteractiveResource: 'dcmitype:InteractiveResource',
  Journal: 'bibo:Journal',
  JournalArticle: 'bibo:AcademicArticle',
  PhysicalObject: 'dcmitype:PhysicalObject',
  Preprint: 'bibo:Article',
  Report: 'bibo:Report',
  Service: 'dcmitype:Service',
  Software: 'dcmitype:Software',
  Sound: 'bibo:AudioDocument',
  Standard: 'bibo:Standard',
};

/** The class of an article; a record that does not tell is guessed as for OpenAIRE, and is a document at least. */
export function toBiboClass(record: ArticleRecord): string {
  const { types, creators, contributors } = record;
  const general = types?.resourceTypeGeneral;
  if (general === undefined) {
    const term = findTypeTerm(record) ?? '';
    return term.endsWith('Thesis') ? 'bibo:Thesis' : term.endsWith('/article') ? 'bibo:AcademicArticle' : 'bibo:Document';
  }
  const isEdited = creators.length === 0 && contributors.some(({ contributorType }) => contributorType === 'Editor');
  return general === 'Book' && isEdited ? 'bibo:EditedBook' : (classes[general] ?? 'bibo:Document');
}

const containerWords: readonly (readonly [RegExp, string])[] = [
  [/journal|periodical/i, 'bibo:Journal'],
  [/proceedings/i, 'bibo:Proceedings'],
  [/series/i, 'bibo:Series'],
  [/book/i, 'bibo:Book'],
];

/** The class of what an article appeared in, by its type or else by its number. */
export function toContainerClass({ type, identifierType }: Container): string {
  const named = type === undefined ? undefined : containerWords.find(([pattern]) => pattern.test(type))?.[1];
  if (named !== undefined) return named;
  if (/issn/i.test(identifierType ?? '')) return 'bibo:Journal';
  return /^isbn$/i.test(identifierType ?? '') ? 'bibo:Book' : 'bibo:Collection';
}

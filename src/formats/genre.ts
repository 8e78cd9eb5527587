import type { ArticleRecord } from '../record/record.ts';
import type { ResourceType } from '../record/vocabulary.ts';

/** The terms of MARC's genre list (source code `marcgt`) for the general types that have one there. */
const marcGenres: Partial<Readonly<Record<ResourceType, string>>> = {
  Book: 'book',
  ConferencePaper: 'conference publication',
  ConferenceProceeding: 'conference publication',
  DataPaper: 'article',
  Dissertation: 'thesis',
  Journal: 'periodical',
  JournalArticle: 'article',
  PeerReview: 'review',
  Software: 'computer program',
  Standard: 'standard or specification',
};

/** The genre as a term of MARC's list, or null. A record with a degree and no type is a thesis. */
export function findMarcGenre({ types, thesis }: ArticleRecord): string | null {
  if (types?.resourceTypeGeneral !== undefined) return marcGenres[types.resourceTypeGeneral] ?? null;
  return types === undefined && thesis !== undefined ? 'thesis' : null;
}

/**
 * The record's own word for what it is, or DataCite's in plain letters ("Book chapter") where MARC's list has none; or null.
 * "Text" is no genre: that is what MODS and MARC say of the kind of resource.
 */
export function findOwnGenre(record: ArticleRecord): string | null {
  const { types } = record;
  const term = findMarcGenre(record);
  const word = types?.resourceType ?? (term === null ? spellType(types?.resourceTypeGeneral) : null);
  const folded = word?.toLowerCase();
  return word === null || folded === term || folded === 'text' ? null : word;
}

const innerCapital = /\B[A-Z]/g;

function spellType(type: ResourceType | undefined): string | null {
  return type === undefined ? null : type.replace(innerCapital, (letter) => ` ${letter.toLowerCase()}`);
}

import type { ArticleRecord } from '../record/record.ts';
import type { ResourceType } from '../record/vocabulary.ts';
import { findW3cDate } from './w3c-date.ts';

/* What makes a record a thesis, and what the formats for theses only need to know of one. docs/formats.md says it in words. */

/** General types that leave open whether the thing is a thesis; any other says that it is something else. */
const openTypes: ReadonlySet<ResourceType | undefined> = new Set<ResourceType | undefined>([undefined, 'Text', 'Book', 'Other']);

/** Thesis, bachelor, master and doctoral thesis in COAR's vocabulary of resource types. */
const coarThesis = /^https?:\/\/purl\.org\/coar\/resource_type\/c_(?:46ec|7a1f|bdcc|db06)$/i;

const thesisWords: ReadonlySet<string> = new Set(
  (
    'thesis theses dissertation dissertations phdthesis mastersthesis etd thèse thèses tesis tese teses tesi ' +
    'dissertação dissertações doktorarbeit masterarbeit bachelorarbeit diplomarbeit habilitationsschrift proefschrift avhandling'
  ).split(' '),
);

/** Words after which a thesis is what the thing belongs to, and not what it is. */
const wordsBefore: ReadonlySet<string> = new Set(
  'no non not of for from to in on about with accompanying supporting de du da do della zu zur zum aus von'.split(' '),
);

/** Words that may follow the name of a thing and leave it what it is. */
const wordsAfter: ReadonlySet<string> = new Set(
  (
    'or and for in of by at de du da do di del en ou und oder y e ' +
    'doctoral doctorale doctorado doctorat phd doctorate masters master bachelors bachelor mphil msc'
  ).split(' '),
);

/** What ends the name of a thing; a hyphen within a word does not ("thesis-based"). */
const breaks = /[(),;:/.[\]–—|&+]|\s-\s/;

/**
 * Whether a record is a thesis: DataCite's general type says so, or it has a degree (`thesis`), or its owner's word for its type
 * does and the general type does not say otherwise. Pure and deterministic, and cheap for what is plainly none.
 */
export function isThesis({ types, thesis, dc }: ArticleRecord): boolean {
  if (thesis !== undefined || types?.resourceTypeGeneral === 'Dissertation') return true;
  if (!openTypes.has(types?.resourceTypeGeneral)) return false;
  if (types?.resourceType !== undefined && saysThesis(types.resourceType)) return true;
  // Of the types in plain Dublin Core only one becomes the record's own.
  return dc?.type?.some(({ value }) => saysThesis(value)) ?? false;
}

/** Whether a word for a type means a thesis: "PhD Thesis", `info:eu-repo/semantics/doctoralThesis`; not "Thesis proposal" or "Data of a thesis". */
export function saysThesis(type: string): boolean {
  if (type.length > 100) return false;
  if (coarThesis.test(type)) return true;
  const text = type.replace(/^info:eu-repo\/semantics\//i, '').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  const words = [...text.toLowerCase().matchAll(/[\p{L}\p{M}]+/gu)];
  const found = words.findIndex(([word]) => thesisWords.has(word));
  const match = words[found];
  if (match === undefined || words.slice(0, found).some(([word]) => wordsBefore.has(word))) return false;
  const next = words[found + 1];
  const between = text.slice(match.index + match[0].length, next?.index);
  return next === undefined || breaks.test(between) || wordsAfter.has(next[0]);
}

const levels: readonly (readonly [RegExp, string])[] = [
  [/^(?:doctoral|doctorate|doctor|ph\.? ?d\.?)(?: ?(?:thesis|degree|dissertation))?$/i, 'doctoral'],
  [/^masters?(?:['’]s)?(?: ?(?:thesis|degree|dissertation))?$/i, 'masters'],
  [/^(?:bachelors?(?:['’]s)?|undergraduate)(?: ?(?:thesis|degree|dissertation))?$/i, 'bachelors'],
];

/** The level of the degree: `doctoral`, `masters` or `bachelors` where its owner's words mean one of these, otherwise the words themselves; or null. */
export function findDegreeLevel({ thesis, types, dc }: ArticleRecord): string | null {
  const level = thesis?.degreeLevel;
  if (level !== undefined) return findLevel(level) ?? level;
  const words = [types?.resourceType ?? '', ...(dc?.type ?? []).map(({ value }) => value)];
  for (const word of words) {
    const found = findLevel(word.replace(/^info:eu-repo\/semantics\//i, ''));
    if (found !== null) return found;
  }
  return null;
}

function findLevel(text: string): string | null {
  return levels.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** The date on the title page as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: that of issue, or else of the award; or null. */
export function findThesisDate({ dates, publicationYear, thesis }: ArticleRecord): string | null {
  const ofType = (type: string) => dates.find(({ dateType }) => dateType === type)?.date ?? '';
  const year = publicationYear === undefined ? '' : String(publicationYear).padStart(4, '0');
  for (const date of [ofType('Issued'), year, thesis?.dateAccepted ?? '', ofType('Accepted')]) {
    const found = findW3cDate(date);
    if (found !== null) return found;
  }
  return null;
}

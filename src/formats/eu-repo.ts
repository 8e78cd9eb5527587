import type { ArticleRecord } from '../record/record.ts';
import type { AccessLevel, ResourceType } from '../record/vocabulary.ts';
import { cleanText } from '../xml/text.ts';
import { findFundingLink } from './funding-text.ts';

/*
 * The terms of the info:eu-repo vocabularies, which OpenAIRE's guidelines (literature, version 3) and BASE read in oai_dc.
 */

const semantics = 'info:eu-repo/semantics/';

const accessTerms: Readonly<Record<AccessLevel, string>> = {
  open: 'openAccess',
  embargoed: 'embargoedAccess',
  restricted: 'restrictedAccess',
  'metadata only': 'closedAccess',
};

/** The access right as a term, e.g. `info:eu-repo/semantics/openAccess` [T-33]. */
export function toAccessTerm(level: AccessLevel): string {
  return semantics + accessTerms[level];
}

const typeTerms: Partial<Readonly<Record<ResourceType, string>>> = {
  Book: 'book',
  BookChapter: 'bookPart',
  ConferencePaper: 'conferenceObject',
  ConferenceProceeding: 'conferenceObject',
  DataPaper: 'article',
  Dissertation: 'doctoralThesis',
  JournalArticle: 'article',
  PeerReview: 'review',
  Poster: 'conferenceObject',
  Preprint: 'preprint',
  Presentation: 'lecture',
  Report: 'report',
};

/** Words of the free type that say more than the general one does. */
const typeWords: readonly (readonly [RegExp, string])[] = [
  [/working ?paper/i, 'workingPaper'],
  [/conference|proceedings/i, 'conferenceObject'],
  [/\bbook ?review/i, 'review'],
  [/bachelor/i, 'bachelorThesis'],
  [/master/i, 'masterThesis'],
  [/^patent$/i, 'patent'],
  [/^annotation$/i, 'annotation'],
  [/^contributionToPeriodical$/i, 'contributionToPeriodical'],
];

/**
 * The type as a term of the publication type vocabulary, or null where the record does not tell. An aggregator takes a record
 * without one for a dataset [T-33], so a journal or a degree is taken for what it shows.
 */
export function findTypeTerm({ types, thesis, container }: ArticleRecord): string | null {
  const words =
    `${types?.resourceType ?? ''} ${types?.resourceTypeGeneral === 'Dissertation' ? (thesis?.degreeLevel ?? '') : ''}`.trim();
  const precise = typeWords.find(([pattern]) => pattern.test(words))?.[1];
  const general = types?.resourceTypeGeneral === undefined ? undefined : typeTerms[types.resourceTypeGeneral];
  const term = precise ?? general ?? (types === undefined ? guessType(thesis, container) : undefined);
  return term === undefined ? null : semantics + term;
}

function guessType(thesis: ArticleRecord['thesis'], container: ArticleRecord['container']): string | undefined {
  if (thesis !== undefined) return typeWords.find(([pattern]) => pattern.test(thesis.degreeLevel ?? ''))?.[1] ?? 'doctoralThesis';
  return container?.identifierType === 'ISSN' || /^journal$/i.test(container?.type ?? '') ? 'article' : undefined;
}

const versionTerms: readonly (readonly [RegExp, string])[] = [
  [/^(?:ao|draft)$/i, 'draft'],
  [/^(?:smur|submitted ?(?:version|manuscript)?)$/i, 'submittedVersion'],
  [/^(?:am|aam|accepted ?(?:version|manuscript)?|author accepted manuscript|post-?print)$/i, 'acceptedVersion'],
  [/^(?:vor|p|published ?(?:version)?|version of record)$/i, 'publishedVersion'],
  [/^(?:cvor|evor|updated ?(?:version)?)$/i, 'updatedVersion'],
];

/** The version as a term, where it is one of the five; a number such as "2.1" is none. */
export function findVersionTerm(version: string): string | null {
  const word = version.replace(/^info:eu-repo\/semantics\//, '');
  const term = versionTerms.find(([pattern]) => pattern.test(word))?.[1];
  return term === undefined ? null : semantics + term;
}

/** The end of an embargo as the value of a dc:date. */
export function toEmbargoDate(date: string): string {
  return `info:eu-repo/date/embargoEnd/${date}`;
}

/** A class of a classification as the value of a dc:subject, the scheme in small letters. */
export function toClassificationTerm(scheme: string, code: string): string {
  return `info:eu-repo/classification/${scheme.toLowerCase().replace(/\s+/g, '')}/${code}`;
}

/**
 * A funded project as a term: funder, programme and number, and where the jurisdiction or the project's name is known these too, empty
 * parts keeping their slash. The award's or the funder's address where there is no number.
 */
export function findGrant(funding: ArticleRecord['fundingReferences'][number]): string | null {
  const { funderName, fundingStream, awardNumber, awardTitle } = funding;
  if (awardNumber === undefined) return findFundingLink(funding);
  const [funder, jurisdiction] = /^(?:european commission|ec)$/i.test(funderName) ? ['EC', 'EU'] : [funderName, ''];
  const parts = [funder, fundingStream ?? '', awardNumber];
  // The record has no field for the last part, the acronym.
  if (jurisdiction !== '' || awardTitle !== undefined) parts.push(jurisdiction, awardTitle ?? '', '');
  return `info:eu-repo/grantAgreement/${parts.map(encodePart).join('/')}`;
}

function encodePart(part: string): string {
  return encodeURIComponent(cleanText(part));
}

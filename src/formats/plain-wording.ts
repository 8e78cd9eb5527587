import type { ArticleRecord } from '../record/record.ts';
import { accessWords } from './access-words.ts';
import type { DublinCoreWording } from './dublin-core-wording.ts';
import { findVersionTerm } from './eu-repo.ts';
import { findFundingLink, toFundingText } from './funding-text.ts';

/** The same in plain words: what OpenAIRE has a term for is said as a person would say it. */
export const plainWording: DublinCoreWording = {
  toClassification: (scheme, code) => `${scheme} ${code}`,
  listDescriptions: ({ fundingReferences }) => fundingReferences.map(toFundingText),
  // The end of an embargo among the other dates would be taken for one of them.
  listDates: () => [],
  listTypes,
  listRelations: ({ fundingReferences }) => fundingReferences.map((funding) => findFundingLink(funding) ?? undefined),
  listRights: ({ accessRights, embargoEndDate }) => [
    ...(accessRights === undefined ? [] : [accessWords[accessRights]]),
    ...(accessRights === 'embargoed' && embargoEndDate !== undefined ? [`Embargo ends ${embargoEndDate}`] : []),
  ],
};

/** The record's own word, or else the general one; a term that its owner wrote becomes words. */
function listTypes({ types, thesis, version }: ArticleRecord): (string | undefined)[] {
  const word = types?.resourceType ?? types?.resourceTypeGeneral ?? (thesis === undefined ? 'Text' : 'Thesis');
  const versionTerm = version === undefined ? null : findVersionTerm(version);
  return [toWords(word), versionTerm === null ? undefined : toWords(versionTerm)];
}

/** `info:eu-repo/semantics/doctoralThesis` → `doctoral thesis`; anything else as it is. */
function toWords(text: string): string {
  const term = /^info:eu-repo\/semantics\/(.+)$/s.exec(text)?.[1];
  return term === undefined ? text : term.replace(/\B[A-Z]/g, ' $&').toLowerCase();
}

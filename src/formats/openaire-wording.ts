import type { ArticleRecord } from '../record/record.ts';
import type { DublinCoreWording } from './dublin-core-wording.ts';
import { findGrant, findTypeTerm, findVersionTerm, toAccessTerm, toClassificationTerm, toEmbargoDate } from './eu-repo.ts';
import { listIdentifierTerms, listRelationTerms } from './eu-repo-relations.ts';

/** The terms of OpenAIRE's guidelines for literature, version 3, which BASE reads too. */
export const openaireWording: DublinCoreWording = {
  toClassification: toClassificationTerm,
  listDescriptions: () => [],
  listDates: ({ accessRights, embargoEndDate }) =>
    accessRights === 'embargoed' && embargoEndDate !== undefined ? [toEmbargoDate(embargoEndDate)] : [],
  listTypes,
  listRelations: (record, primary) => [
    ...record.fundingReferences.map((funding) => findGrant(funding) ?? undefined),
    ...listIdentifierTerms(record, primary),
    ...listRelationTerms(record),
  ],
  listRights: ({ accessRights }) => (accessRights === undefined ? [] : [toAccessTerm(accessRights)]),
};

/** OpenAIRE wants the publication type first; "Text" keeps it from taking a record without any type for a dataset [T-33]. */
function listTypes(record: ArticleRecord): (string | undefined)[] {
  const { types, version } = record;
  const term = findTypeTerm(record) ?? undefined;
  const word = types?.resourceType ?? (term === undefined ? types?.resourceTypeGeneral : undefined);
  const versionTerm = version === undefined ? undefined : (findVersionTerm(version) ?? undefined);
  return [term ?? (word === undefined ? 'Text' : undefined), word, versionTerm];
}

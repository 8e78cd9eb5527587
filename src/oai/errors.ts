/** The eight error codes of the protocol and what each says when nothing more exact can be said (OAI-PMH 2.0 §3.6). */
export const oaiErrors = {
  badArgument: 'The request has an illegal, repeated or missing argument.',
  badResumptionToken:
    'This resumptionToken was not issued by this repository for this verb, or is damaged. Start the list again.',
  badVerb:
    'The verb argument is missing, repeated or not one of Identify, ListMetadataFormats, ListSets, ListIdentifiers, ListRecords, GetRecord.',
  cannotDisseminateFormat: 'This metadataPrefix is not available here. ListMetadataFormats lists those that are.',
  idDoesNotExist: 'No record of this repository has this identifier.',
  noRecordsMatch: 'No record matches these arguments.',
  noMetadataFormats: 'No metadata format is available for this record: it has been deleted.',
  noSetHierarchy: 'This repository has no sets.',
} as const;

export type OaiErrorCode = keyof typeof oaiErrors;

/** One `error` element of an answer. */
export interface OaiError {
  readonly code: OaiErrorCode;
  readonly message: string;
}

/** An error element with its own text, or the table's. */
export function makeOaiError(code: OaiErrorCode, message: string = oaiErrors[code]): OaiError {
  return { code, message };
}

import type { OaiErrorCode } from '../../../src/oai/errors.ts';

/** The four repositories that every case is put to: seconds and day granularity, without sets, without records. */
export const repositories = ['seconds', 'day', 'noSets', 'empty'] as const;

export type RepositoryName = (typeof repositories)[number];

/** What an answer must be. */
export type Expected =
  /** These errors and no others, in any order. */
  | { readonly errors: readonly OaiErrorCode[] }
  /** One error, of any of these codes. */
  | { readonly oneOf: readonly OaiErrorCode[] }
  /** The element of that verb. */
  | { readonly verb: string }
  /** Records or headers with these ids in this order, and no token. */
  | { readonly ids: readonly number[] }
  /** A first page of so many, of a list of so many. */
  | { readonly page: number; readonly of: number }
  | { readonly sets: readonly string[] }
  | { readonly formats: readonly string[] };

/** One request, what it must give, and where it gives something else. The behaviour cites the rows it tests. */
export interface ProtocolCase {
  readonly behaviour: string;
  readonly query: string;
  readonly expected: Expected;
  readonly except?: Partial<Readonly<Record<RepositoryName, Expected>>>;
}

/** Makes a case. */
export function protocolCase(
  behaviour: string,
  query: string,
  expected: Expected,
  except?: ProtocolCase['except'],
): ProtocolCase {
  return except === undefined ? { behaviour, query, expected } : { behaviour, query, expected, except };
}

export const badVerb: Expected = { errors: ['badVerb'] };
export const badArgument: Expected = { errors: ['badArgument'] };
export const badToken: Expected = { errors: ['badResumptionToken'] };
export const noRecords: Expected = { errors: ['noRecordsMatch'] };
export const noSets: Expected = { errors: ['noSetHierarchy'] };
export const noSuchId: Expected = { errors: ['idDoesNotExist'] };
export const noSuchFormat: Expected = { errors: ['cannotDisseminateFormat'] };

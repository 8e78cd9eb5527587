import { foldName, toTermTable } from '../record/json-value.ts';
import type { ArticleRecord } from '../record/record.ts';

const types = ['ISNI', 'GRID', 'ROR', 'Crossref Funder ID', 'Other'] as const;

type FunderIdentifierType = (typeof types)[number];

const typeTable = toTermTable(types, {
  'Crossref Funder': 'Crossref Funder ID',
  Crossref: 'Crossref Funder ID',
  FundRef: 'Crossref Funder ID',
  'Open Funder Registry': 'Crossref Funder ID',
});

const patterns: readonly (readonly [RegExp, FunderIdentifierType])[] = [
  [/^(?:https?:\/\/)?ror\.org\//i, 'ROR'],
  [/(?:^|\/)10\.13039\//, 'Crossref Funder ID'],
  [/^(?:https?:\/\/)?(?:www\.)?isni\.org\//i, 'ISNI'],
  [/^(?:https?:\/\/(?:www\.)?grid\.ac\/.*)?grid\.\d/i, 'GRID'],
];

/** The kind of a funder's identifier in the words that DataCite and OpenAIRE share. */
export function toFunderIdentifierType({
  funderIdentifier = '',
  funderIdentifierType = '',
}: ArticleRecord['fundingReferences'][number]): FunderIdentifierType {
  const named = typeTable.get(foldName(funderIdentifierType)) as FunderIdentifierType | undefined;
  if (named !== undefined && named !== 'Other') return named;
  return patterns.find(([pattern]) => pattern.test(funderIdentifier))?.[1] ?? 'Other';
}

import type { ArticleRecord } from '../record/record.ts';

type Identifier = ArticleRecord['identifiers'][number];

/** The article's identifiers, the DOI first, each once. */
export function listOwnIdentifiers({ doi, identifiers }: ArticleRecord): readonly Identifier[] {
  const own = doi === undefined ? identifiers : [{ identifier: doi, identifierType: 'DOI' }, ...identifiers];
  if (own.length < 2) return own;
  const seen = new Set<string>();
  return own.filter(({ identifier, identifierType = '' }) => {
    const key = `${identifierType.toLowerCase()} ${identifier}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

import { findDoi, isWebAddress } from '../record/identifier.ts';
import { foldName } from '../record/json-value.ts';
import type { ArticleRecord } from '../record/record.ts';
import { toLink } from './links.ts';

/** An identifier of the article itself. */
export interface RankedIdentifier {
  readonly identifier: string;
  /** DataCite's name for its kind, or the record's own word where DataCite has none; null where the record does not say. */
  readonly type: string | null;
  /** The identifier as an address or URN, where its kind has one, or else as it is. */
  readonly link: string;
}

/** The kinds that identify an article for good, the best first, and then its address; each with the form that it must have. */
const bestTypes: readonly (readonly [type: string, form: RegExp])[] = [
  ['DOI', /^10\.\d{4,9}(?:\.\d+)*\/\S+$/],
  ['Handle', /^(?:https?:\/\/[^\s/?#]+\/)?[\w.]+\/\S+$/i],
  ['ARK', /^(?:https?:\/\/[^\s/?#]\S*)?ark:\S+$/i],
  ['URN', /^urn:[a-z\d][a-z\d-]+:\S+$/i],
  ['PURL', /^https?:\/\/[^\s/?#]\S*$/i],
  ['URL', /^https?:\/\/[^\s/?#]\S*$/i],
];

const ranks: ReadonlyMap<string, number> = new Map(bestTypes.map(([type], index) => [type, index]));
const forms: ReadonlyMap<string, RegExp> = new Map(bestTypes);

const typeNames: ReadonlyMap<string, string> = new Map(
  ['DOI', 'Handle', 'ARK', 'URN', 'PURL', 'URL', 'arXiv', 'PMID', 'PMCID', 'ISBN', 'ISSN', 'EISSN', 'bibcode'].map((type) => [
    foldName(type),
    type,
  ]),
);

const knownByAddress: readonly (readonly [RegExp, string])[] = [
  [/^https?:\/\/(?:purl\.org|purl\.oclc\.org|purl\.archive\.org)\//i, 'PURL'],
  [/^(?:https?:\/\/[^/]+\/)?ark:/i, 'ARK'],
];

/** The identifiers of the article itself, each once: persistent ones first, then its landing page, then the others in their order. */
export function listRankedIdentifiers({ doi, url, identifiers }: ArticleRecord): RankedIdentifier[] {
  const found = new Map<string, RankedIdentifier>();
  const add = (identifier: string, type: string | null) => {
    const link = toLink(identifier, type ?? undefined);
    if (!found.has(link)) found.set(link, { identifier, type, link });
  };
  if (doi !== undefined) add(doi, 'DOI');
  // Also known by its address: a landing page at doi.org or a PURL is that identifier, given in another place.
  if (url !== undefined) addAddress(url, add);
  for (const { identifier, identifierType } of identifiers) {
    const type = identifierType === undefined ? null : (typeNames.get(foldName(identifierType)) ?? identifierType);
    if (type === null || type === 'URL') addAddress(identifier, add);
    // What is called a URN and is none must not become the article's identifier.
    else add(identifier, forms.get(type)?.test(identifier) === false ? null : type);
  }
  return [...found.values()].sort((a, b) => toRank(a) - toRank(b));
}

function addAddress(address: string, add: (identifier: string, type: string | null) => void): void {
  const doi = findDoi(address);
  const known = knownByAddress.find(([pattern]) => pattern.test(address))?.[1];
  if (doi !== null) add(doi, 'DOI');
  else add(address, known ?? (isWebAddress(address) ? 'URL' : null));
}

function toRank({ type }: RankedIdentifier): number {
  return ranks.get(type ?? '') ?? ranks.size;
}

/** The first that is understood outside the repository: of a kind that identifies for good, or with an address or URN of its own. */
export function findBestIdentifier(identifiers: readonly RankedIdentifier[]): RankedIdentifier | null {
  return identifiers.find((item) => toRank(item) < ranks.size || /^(?:https?:|urn:)/i.test(item.link)) ?? null;
}

import { cleanText } from '../xml/text.ts';

/** The resolver that makes an address of each kind of identifier; ISSN and ISBN have a URN and no resolver. */
const resolvers: ReadonlyMap<string, string> = new Map([
  ['doi', 'https://doi.org/'],
  ['handle', 'https://hdl.handle.net/'],
  ['arxiv', 'https://arxiv.org/abs/'],
  ['pmid', 'https://pubmed.ncbi.nlm.nih.gov/'],
  ['pmcid', 'https://www.ncbi.nlm.nih.gov/pmc/articles/'],
  ['issn', 'urn:ISSN:'],
  ['eissn', 'urn:ISSN:'],
  ['isbn', 'urn:ISBN:'],
]);

/** An identifier as an address that resolves, or a URN, where its type has one; otherwise as it is [U-07, T-32]. */
export function toLink(identifier: string, identifierType: string | undefined): string {
  if (/^(?:https?:|urn:)/i.test(identifier)) return identifier;
  const resolver = resolvers.get(identifierType?.toLowerCase() ?? '');
  if (resolver === undefined) return identifier;
  return resolver + (resolver.startsWith('urn:') ? identifier.replaceAll(' ', '-') : encodePath(identifier));
}

/** The address that a DOI resolves at. */
export function toDoiUrl(doi: string): string {
  return toLink(doi, 'DOI');
}

/** Old DOIs hold `<`, `>`, `#` and `;`; what an address must not hold is percent-encoded. A lone surrogate would throw. */
function encodePath(identifier: string): string {
  return encodeURI(cleanText(identifier)).replace(/[?#]/g, encodeURIComponent);
}

/** An identifier with the name of its kind, where it shows one. */
export interface TypedIdentifier {
  readonly identifier: string;
  readonly identifierType?: string;
}

/** Whether a text is an absolute http(s) address with a host and no blanks. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/?#]\S*$/i.test(text);
}

/** Whether a text is a bare DOI. */
export function isDoi(text: string): boolean {
  return doiPattern.test(text);
}

const doiPrefix = /^(?:https?:\/\/(?:dx\.)?(?:www\.)?doi\.org\/|doi\.org\/|(?:info:)?doi\s*(?:[:/]\s*)?)(?=10\.)/i;
const doiPattern = /^10\.\d{4,9}(?:\.\d+)*\/\S+$/;

/** The bare DOI in any of the forms people write (`doi:…`, `https://doi.org/…`, `info:doi/…`), or null. */
export function findDoi(text: string): string | null {
  const bare = text.replace(doiPrefix, '');
  if (!doiPattern.test(bare)) return null;
  return /^https?:\/\//i.test(text) && bare !== text ? decodeDoi(bare) : bare;
}

/** A DOI taken from a URL is percent-encoded there; one that is not decodable is a DOI with a percent sign. */
function decodeDoi(bare: string): string {
  if (!bare.includes('%')) return bare;
  try {
    const decoded = decodeURIComponent(bare);
    return doiPattern.test(decoded) ? decoded : bare;
  } catch {
    return bare;
  }
}

/** An ISSN as it is printed, or the text itself where it is none. */
export function toIssn(text: string): string {
  const digits = /^(?:[ep]?-?issn:?\s*)?(\d{4})-?(\d{3}[\dx])$/i.exec(text);
  return digits ? `${digits[1]}-${digits[2]?.toUpperCase()}` : text;
}

const schemes: readonly (readonly [RegExp, string])[] = [
  [/^https?:\/\/(?:www\.)?arxiv\.org\/abs\/(?=\w)/i, 'arXiv'],
  [/^arxiv:\s*(?=\w)/i, 'arXiv'],
  [/^https?:\/\/hdl\.handle\.net\/(?=\w)/i, 'Handle'],
  [/^hdl:\s*(?=\w)/i, 'Handle'],
  [/^(?:urn:)?[ep]?-?issn[:\s]\s*(?=\d{4}-?\d{3}[\dx]$)/i, 'ISSN'],
  [/^(?:urn:)?isbn[:\s]\s*(?=[\dx -]{10,17}$)/i, 'ISBN'],
  [/^(?:pmid|pubmed):?\s*(?=\d+$)/i, 'PMID'],
  [/^pmcid:\s*(?=PMC\d+$)/i, 'PMCID'],
];

/** Recognises a DOI, arXiv id, handle, ISSN, ISBN, PMID, URN or URL, and takes the bare identifier out of its prefix. */
export function parseIdentifier(text: string): TypedIdentifier {
  const doi = findDoi(text);
  if (doi !== null) return { identifier: doi, identifierType: 'DOI' };
  for (const [prefix, identifierType] of schemes) {
    if (!prefix.test(text)) continue;
    const identifier = text.replace(prefix, '');
    return { identifier: identifierType === 'ISSN' ? toIssn(identifier) : identifier, identifierType };
  }
  if (/^PMC\d+$/.test(text)) return { identifier: text, identifierType: 'PMCID' };
  if (/^urn:/i.test(text)) return { identifier: text, identifierType: 'URN' };
  if (/^https?:\/\//i.test(text)) return { identifier: text, identifierType: 'URL' };
  return { identifier: text };
}

import type { ArticleRecord } from '../record/record.ts';
import { toDoiUrl, toLink } from './links.ts';

/*
 * Identifiers as terms of the info:eu-repo vocabulary: OpenAIRE's guidelines for literature, version 3, on dc:relation. Each kind of
 * term has its own list of schemes; an identifier of another scheme has no term. What follows the scheme is the identifier as it
 * stands, since that is what harvesters take it for.
 */

type Schemes = ReadonlyMap<string, string>;

function toSchemes(names: string): Schemes {
  return new Map(names.split(' ').map((name) => (name.includes('=') ? name.split('=') : [name, name]) as [string, string]));
}

const ownSchemes = toSchemes('ark arxiv doi hdl handle=hdl isbn pissn eissn pmid purl urn wos');
const referenceSchemes = toSchemes('ark arxiv doi hdl handle=hdl isbn issn pissn=issn eissn=issn pmid purl url urn wos');
const datasetSchemes = toSchemes('ark doi hdl handle=hdl purl url urn');

function findTerm(kind: string, schemes: Schemes, identifier: string, identifierType: string | undefined): string | null {
  const scheme = identifierType === undefined ? undefined : schemes.get(identifierType.toLowerCase());
  return scheme === undefined || /\s/.test(identifier) ? null : `info:eu-repo/semantics/${kind}/${scheme}/${identifier}`;
}

/** The identifiers of the record beside its primary one, which is given as a link, as `info:eu-repo/semantics/altIdentifier/<scheme>/<identifier>`. */
export function listIdentifierTerms({ doi, identifiers }: ArticleRecord, primary: string | undefined): string[] {
  const terms: string[] = [];
  const addTerm = (identifier: string, identifierType: string | undefined, link: string) => {
    const term = link === primary ? null : findTerm('altIdentifier', ownSchemes, identifier, identifierType);
    if (term !== null) terms.push(term);
  };
  if (doi !== undefined) addTerm(doi, 'doi', toDoiUrl(doi));
  for (const { identifier, identifierType } of identifiers) {
    addTerm(identifier, identifierType, toLink(identifier, identifierType));
  }
  return terms;
}

/** Datasets that go with the record as `info:eu-repo/semantics/dataset/…`, and other things that it cites as `info:eu-repo/semantics/reference/…`. */
export function listRelationTerms({ relatedIdentifiers }: ArticleRecord): string[] {
  const terms: string[] = [];
  for (const { relatedIdentifier, relatedIdentifierType, relationType, resourceTypeGeneral } of relatedIdentifiers) {
    const isDataset = resourceTypeGeneral === 'Dataset';
    if (!isDataset && relationType !== 'References' && relationType !== 'Cites') continue;
    const term = isDataset
      ? findTerm('dataset', datasetSchemes, relatedIdentifier, relatedIdentifierType)
      : findTerm('reference', referenceSchemes, relatedIdentifier, relatedIdentifierType);
    if (term !== null) terms.push(term);
  }
  return terms;
}

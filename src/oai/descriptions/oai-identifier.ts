import { element, type XmlElement } from '../../xml/element.ts';
import { toIdentifier } from '../identifier.ts';
import { toDescription } from './description.ts';

const schema = {
  namespace: 'http://www.openarchives.org/OAI/2.0/oai-identifier',
  schema: 'http://www.openarchives.org/OAI/2.0/oai-identifier.xsd',
};

// localhost and other one-part names are no oai-identifier domains (oai-identifier guidelines §2.1, conformance I-13).
const dottedDomain = /^[a-zA-Z][a-zA-Z0-9-]*(?:\.[a-zA-Z][a-zA-Z0-9-]*)+$/;

/** How the identifiers of the repository are made (oai-identifier guidelines §3); null for a domain that the scheme does not allow. */
export function toOaiIdentifierDescription(domain: string): XmlElement | null {
  if (!dottedDomain.test(domain)) return null;
  return toDescription('oai-identifier', schema, [
    element('scheme', {}, 'oai'),
    element('repositoryIdentifier', {}, domain),
    element('delimiter', {}, ':'),
    element('sampleIdentifier', {}, toIdentifier(domain, 'article-1')),
  ]);
}

import { isUri } from '../../is-uri.ts';
import { findCreativeCommons } from '../../record/rights.ts';
import { element, type XmlElement } from '../../xml/element.ts';

/** The namespace of rights about metadata (rights guidelines §3). */
export const rightsNamespace = 'http://www.openarchives.org/OAI/2.0/rights/';

const dublinCoreAttributes = {
  'xmlns:oai_dc': 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': 'http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
};

/**
 * What one statement of rights says: a reference to the licence for an address or the name of a Creative Commons licence with its version, and
 * for other text a definition that holds the text as Dublin Core, the way the guidelines do it. Never both [B-04].
 *
 * @returns the one child of a `rights` element, in its namespace
 */
export function toRightsStatement(statement: string): XmlElement {
  const ref = /^(?:https?:\/\/|urn:)/i.test(statement) && isUri(statement) ? statement : findCreativeCommons(statement)?.uri;
  if (ref !== undefined) return element('rightsReference', { ref });
  return element(
    'rightsDefinition',
    {},
    element('oai_dc:dc', dublinCoreAttributes, element('dc:description', undefined, statement)),
  );
}

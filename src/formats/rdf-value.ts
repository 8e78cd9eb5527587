import { element, type XmlElement } from '../xml/element.ts';
import { findUri } from './uri.ts';
import { findDateType } from './xsd-date.ts';

/* The values of properties in RDF/XML: a property holds one text, names one resource, or holds the one node that it leads to. */

const datatypes = {
  gYear: { 'rdf:datatype': 'http://www.w3.org/2001/XMLSchema#gYear' },
  gYearMonth: { 'rdf:datatype': 'http://www.w3.org/2001/XMLSchema#gYearMonth' },
  date: { 'rdf:datatype': 'http://www.w3.org/2001/XMLSchema#date' },
  dateTime: { 'rdf:datatype': 'http://www.w3.org/2001/XMLSchema#dateTime' },
};

/** A date as a typed literal where XML Schema has the type, and as a plain one where not. */
export function toDateLiteral(property: string, date: string): XmlElement {
  const type = findDateType(date);
  return element(property, type === null ? undefined : datatypes[type], date);
}

/** A link to a resource, or its text where it is no URI. */
export function toResource(property: string, link: string): XmlElement {
  const uri = findUri(link);
  return uri === null ? element(property, undefined, link) : element(property, { 'rdf:resource': uri });
}

/** A node by its URI, or a blank one where there is none, which has to have properties then. */
export function toNode(type: string, uri: string | null, children: readonly XmlElement[]): XmlElement {
  return uri === null ? { name: type, children } : { name: type, attributes: { 'rdf:about': uri }, children };
}

/** An organisation by its name, and its identifier where that is a URI. */
export function toOrganization(name: string, identifier?: string): XmlElement {
  const uri = identifier === undefined ? null : findUri(identifier);
  return toNode('foaf:Organization', uri, [element('foaf:name', undefined, name)]);
}

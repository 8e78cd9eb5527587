import { descendantsOf, type XmlElement } from '../../support/xml-tree.ts';
import type { FormatCheck } from './format-check.ts';

/**
 * OCLC's schema is not at hand. All it does is to put DCMI's container into its own namespace, so this does the same. It cannot
 * be one with the driver of oai_dc, since simpledc and DCMI's dc.xsd are two schemas of one namespace.
 */
const text = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://worldcat.org/xmlschemas/qdc-1.0/" elementFormDefault="qualified">
  <xs:import namespace="http://www.openarchives.org/OAI/2.0/" schemaLocation="http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"/>
  <xs:include schemaLocation="http://dublincore.org/schemas/xmls/qdc/2006/01/06/qualifieddc.xsd"/>
</xs:schema>
`;

const patterns: Readonly<Record<string, RegExp>> = {
  'dcterms:URI': /^[a-z][a-z0-9+.-]*:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/,
  'dcterms:W3CDTF': /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?$/,
  'dcterms:IMT': /^[a-z]+\/[^\s/;]+$/i,
  'dcterms:ISO639-2': /^[a-z]{3}$/,
  'dcterms:DDC': /^\d{3}(?:\.\d+)?$/,
};

/** What the schema, which takes nearly every scheme for a plain string, does not see. */
function listFaults(root: XmlElement): string[] {
  const faults = root.name === 'oai_qdc:qualifieddc' ? [] : [`The root is ${root.name}.`];
  if (root.children[0]?.name !== 'dc:title') faults.push('It does not begin with a dc:title.');
  for (const { name, attributes, text: value } of descendantsOf(root).slice(1)) {
    const scheme = attributes.get('xsi:type');
    if (scheme === undefined) continue;
    if (attributes.has('xml:lang')) faults.push(`${name} has both a scheme and a language.`);
    if (patterns[scheme]?.test(value) === false) faults.push(`${name} says that ${value} is of ${scheme}.`);
  }
  return faults;
}

export const oaiQdcCheck: FormatCheck = { driver: { text }, listFaults };

import type { XmlElement } from '../../support/xml-tree.ts';
import type { FormatCheck } from './format-check.ts';

const text = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:import namespace="http://www.openarchives.org/OAI/2.0/" schemaLocation="http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"/>
  <xs:import namespace="http://www.w3.org/1999/02/22-rdf-syntax-ns#" schemaLocation="http://www.openarchives.org/OAI/2.0/rdf.xsd"/>
</xs:schema>
`;

/** The classes and properties that may be used: each exists in its vocabulary. */
const vocabulary: Readonly<Record<string, string>> = {
  'http://purl.org/dc/terms/':
    'abstract accessRights alternative available contributor coverage created creator date dateAccepted dateCopyrighted dateSubmitted description extent format hasFormat hasPart hasVersion identifier isPartOf isReferencedBy isReplacedBy isRequiredBy isVersionOf issued language license modified publisher references relation replaces requires rights rightsHolder source subject tableOfContents temporal title type valid',
  'http://purl.org/dc/dcmitype/': 'Dataset Event InteractiveResource PhysicalObject Service Software',
  'http://purl.org/ontology/bibo/':
    'AcademicArticle Article AudioDocument AudioVisualDocument Book Chapter Collection Document EditedBook Image Journal Proceedings Report Series Standard Thesis ThesisDegree authorList degree distributor doi edition editor editorList eissn handle isbn10 isbn13 issn issue issuer locator pageEnd pageStart pmid producer status translator volume',
  'http://xmlns.com/foaf/0.1/': 'Agent Organization Person Project familyName givenName name page',
  'http://id.loc.gov/vocabulary/relators/': 'fnd spn ths',
  'http://www.w3.org/ns/org#': 'memberOf',
  'http://www.w3.org/2004/02/skos/core#': 'Concept ConceptScheme inScheme notation prefLabel',
};
const terms = new Map(Object.entries(vocabulary).map(([uri, names]) => [uri, new Set(names.split(' '))]));

const absoluteUri =
  /^[a-z][a-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+(?:#(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?$/;
const ncName = /^[A-Za-z_][\w.-]*$/;

const xsd = 'http://www.w3.org/2001/XMLSchema#';
const lexicalForms: Readonly<Record<string, RegExp>> = {
  [`${xsd}gYear`]: /^-?(?!0000)\d{4}$/,
  [`${xsd}gYearMonth`]: /^-?(?!0000)\d{4}-\d\d$/,
  [`${xsd}date`]: /^-?(?!0000)\d{4}-\d\d-\d\d$/,
  [`${xsd}dateTime`]: /^-?(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
};

/** Nodes that the document speaks of, and those of them that it says something about. */
interface Nodes {
  readonly named: Set<string>;
  readonly described: Set<string>;
}

function attributesOf({ attributes }: XmlElement): [string, string][] {
  return [...attributes].filter(([name]) => !name.startsWith('xmlns'));
}

function listTermFaults({ name, local, uri }: XmlElement): string[] {
  return terms.get(uri)?.has(local) ? [] : [`${name} is no term of ${uri}.`];
}

/** A node element: its identity, and properties below it, and no text (RDF 1.1 XML Syntax §7.2.11). */
function listNodeFaults(node: XmlElement, nodes: Nodes): string[] {
  const faults = node.name === 'rdf:Description' ? [] : listTermFaults(node);
  const attributes = attributesOf(node);
  if (attributes.length > 1) faults.push(`${node.name} has more than one identity.`);
  for (const [name, value] of attributes) {
    if (name === 'rdf:nodeID') {
      if (!ncName.test(value)) faults.push(`${value} is no name of a node.`);
      if (node.name === 'rdf:Description') nodes.named.add(value);
      else if (nodes.described.has(value)) faults.push(`${value} is two nodes.`);
      else nodes.described.add(value);
    } else if (name !== 'rdf:about') faults.push(`${node.name} has ${name}.`);
    else if (!absoluteUri.test(value)) faults.push(`${value} is no absolute URI.`);
  }
  if (attributes.length === 0 && node.children.length === 0) faults.push(`${node.name} says nothing.`);
  if (node.text.trim() !== '') faults.push(`${node.name} holds text.`);
  return [...faults, ...node.children.flatMap((property) => listPropertyFaults(property, nodes))];
}

/** A property element: text, one resource, one node, or a list of nodes (§7.2.14 to §7.2.21). */
function listPropertyFaults(property: XmlElement, nodes: Nodes): string[] {
  const { name: propertyName, children, text: value } = property;
  const faults = listTermFaults(property);
  const attributes = attributesOf(property);
  if (attributes.length > 1) faults.push(`${propertyName} has more than one attribute.`);
  const [name, content] = attributes[0] ?? [];
  if (name === 'rdf:resource') {
    if (!absoluteUri.test(content ?? '')) faults.push(`${content} is no absolute URI.`);
    if (children.length > 0 || value !== '') faults.push(`${propertyName} has both a resource and content.`);
  } else if (name === 'rdf:parseType') {
    if (content !== 'Collection' || children.length === 0 || value !== '') faults.push(`${propertyName} is no list.`);
  } else if (children.length > 0) {
    if (name !== undefined || children.length > 1 || value !== '') faults.push(`${propertyName} holds more than one node.`);
  } else if (name === 'rdf:datatype') {
    if (lexicalForms[content ?? '']?.test(value) !== true) faults.push(`${value} is no ${content}.`);
  } else if (name !== undefined && name !== 'xml:lang') faults.push(`${propertyName} has ${name}.`);
  return [...faults, ...children.flatMap((child) => listNodeFaults(child, nodes))];
}

/** By the grammar of RDF/XML, of which the schema knows the root alone, and by the vocabularies. */
function listFaults(root: XmlElement): string[] {
  const faults = attributesOf(root).flatMap(([name]) => (name === 'xsi:schemaLocation' ? [] : [`The root has ${name}.`]));
  if (root.name !== 'rdf:RDF' || root.children.length !== 1) faults.push('The root is no rdf:RDF with one article.');
  const nodes: Nodes = { named: new Set(), described: new Set() };
  for (const article of root.children) {
    if (!article.attributes.has('rdf:about')) faults.push('The article has no URI.');
    if (article.children[0]?.name !== 'dcterms:title') faults.push('The article does not begin with its title.');
    faults.push(...listNodeFaults(article, nodes));
  }
  for (const id of nodes.named) if (!nodes.described.has(id)) faults.push(`Nothing is said of ${id}.`);
  return faults;
}

export const rdfCheck: FormatCheck = { driver: { text }, listFaults };

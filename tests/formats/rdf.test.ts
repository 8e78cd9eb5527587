import { describe, expect, test } from 'vitest';
import { rdf } from '../../src/formats/rdf.ts';
import { descendantsOf, parseXml, type XmlElement } from '../support/xml-tree.ts';
import { getFormatCheck } from './check-renderings.ts';
import { renderSample } from './render-sample.ts';

/** The node of the article. */
function getArticle(metadata: Readonly<Record<string, unknown>>): XmlElement {
  const [article] = parseXml(renderSample(rdf, { title: 'Tides', ...metadata })).root.children;
  if (article === undefined) throw new Error('There is no article.');
  return article;
}

/** The properties of that name of the article or of a node below it, each as the text or the resource that it gives. */
function valuesOf(property: string, metadata: Readonly<Record<string, unknown>>): string[] {
  const properties = descendantsOf(getArticle(metadata)).filter(({ name }) => name === property);
  return properties.map((found) => {
    const [node] = found.children;
    return found.attributes.get('rdf:resource') ?? (node && (node.attributes.get('rdf:about') ?? node.name)) ?? found.text;
  });
}

describe('the article in rdf', () => {
  test.each([
    [{ doi: '10.5555/<1>', url: 'https://example.org/1' }, 'https://doi.org/10.5555/%3C1%3E'],
    [{ url: 'https://example.org/a|b', handle: '1/2' }, 'https://example.org/a%7Cb'],
    [{ url: 'http://[oops/', identifiers: ['local', 'ISSN 2434-561X', 'hdl:1/2'] }, 'https://hdl.handle.net/1/2'],
    [{ isbn: '978-3-16-148410-0' }, 'oai:an.example.org:1'],
    [{}, 'oai:an.example.org:1'],
  ])('is called by the URI that will last longest: %j → %s', (metadata, uri) => {
    expect(getArticle(metadata).attributes.get('rdf:about')).toBe(uri);
  });

  test.each([
    [{ type: 'article' }, 'bibo:AcademicArticle'],
    [{ journal: 'Tides', issn: '2434-561X' }, 'bibo:AcademicArticle'],
    [{ type: 'book' }, 'bibo:Book'],
    [{ type: 'book', editors: 'Reed, C.' }, 'bibo:EditedBook'],
    [{ type: 'book', editors: 'Reed, C.', creators: 'Okafor, B.' }, 'bibo:Book'],
    [{ thesis: { degreeName: 'PhD' } }, 'bibo:Thesis'],
    [{ type: 'dataset' }, 'dcmitype:Dataset'],
    [{ type: 'poster' }, 'bibo:Document'],
    [{}, 'bibo:Document'],
  ])('has a class of the Bibliographic Ontology where there is one: %j → %s', (metadata, name) => {
    expect(getArticle(metadata).name).toBe(name);
  });
});

describe('people in rdf', () => {
  test('are persons, organisations or either, and are listed in order by the names they have in the document', () => {
    const creators = [
      { name: 'Okafor, B.', orcid: '0000-0002-1825-0097' },
      { name: 'Tidal Group', nameType: 'Organizational' },
      'Madonna',
      'Okafor, B.',
    ];
    const article = getArticle({ creators });
    const nodes = article.children.filter(({ name }) => name === 'dcterms:creator').map(({ children }) => children[0]);
    expect(nodes.map((node) => node?.name)).toEqual(['foaf:Person', 'foaf:Organization', 'foaf:Agent', 'foaf:Person']);
    const list = article.children.find(({ name }) => name === 'bibo:authorList');
    const identity = (node: XmlElement | undefined) => [...(node?.attributes ?? [])];
    expect(list?.children.map(identity)).toEqual(nodes.map(identity));
    expect(new Set(nodes.map((node) => JSON.stringify(identity(node)))).size).toBe(4);
  });

  test('keep the identifiers that are no addresses', () => {
    const creators = { name: 'Okafor, B.', nameIdentifiers: [{ nameIdentifier: '0000 0001 2103 2683' }] };
    expect(valuesOf('dcterms:identifier', { creators })).toEqual(['0000 0001 2103 2683']);
  });

  test('have the property of their role', () => {
    const contributors = ['Editor', 'Supervisor', 'Sponsor', 'Researcher'].map((contributorType) => ({
      name: 'Reed, C.',
      contributorType,
    }));
    const names = getArticle({ contributors }).children.map(({ name }) => name);
    expect(names.slice(1)).toEqual(['bibo:editor', 'marcrel:ths', 'marcrel:spn', 'dcterms:contributor', 'bibo:editorList']);
  });
});

describe('the other properties of rdf', () => {
  test.each([
    ['2021', 'gYear'],
    ['2021-05', 'gYearMonth'],
    ['-0044-03-15', 'date'],
    ['2021-05-17T10:00:00Z', 'dateTime'],
    ['2021-05-17T10:00', undefined],
    ['2021/2022', undefined],
  ])('type the date %s as %s', (issued, type) => {
    const [date] = getArticle({ issued }).children.filter(({ name }) => name === 'dcterms:issued');
    expect(date?.attributes.get('rdf:datatype')).toBe(type && `http://www.w3.org/2001/XMLSchema#${type}`);
  });

  test.each([
    [{ journal: 'Tides', eissn: '2434-561X' }, 'urn:ISSN:2434-561X', 'bibo:Journal'],
    [{ container: { title: 'Tides', isbn: '978-3-16-148410-0' } }, 'urn:ISBN:978-3-16-148410-0', 'bibo:Book'],
    [{ container: { title: 'Tides', type: 'Proceedings' } }, undefined, 'bibo:Proceedings'],
    [{ container: { title: 'Tides' } }, undefined, 'bibo:Collection'],
  ])('say what the article appeared in: %j → %s, a %s', (metadata, uri, name) => {
    const [part] = getArticle(metadata).children.filter((child) => child.name === 'dcterms:isPartOf');
    expect(part?.children[0]?.name).toBe(name);
    expect(part?.children[0]?.attributes.get('rdf:about')).toBe(uri);
  });

  test('make a concept only of a subject that has more than words', () => {
    const subjects = [
      'Tides',
      { subject: 'Seas', subjectScheme: 'LCSH' },
      { subject: 'Ebb', valueUri: 'https://example.org/ebb' },
    ];
    expect(valuesOf('dcterms:subject', { subjects })).toEqual(['Tides', 'skos:Concept', 'https://example.org/ebb']);
  });

  test.each([
    [{ degreeName: 'Ph.D.', degreeLevel: 'Doctoral' }, 'http://purl.org/ontology/bibo/degrees/phd'],
    [{ degreeName: 'MPhil' }, 'bibo:ThesisDegree'],
  ])('name a degree by its URI where it has one: %j → %s', (thesis, value) => {
    expect(valuesOf('bibo:degree', { thesis })).toEqual([value]);
  });

  test('tell the project from the funder that paid for it', () => {
    const funding = [{ funderName: 'Sea & Co', funderIdentifier: 'https://ror.org/1', awardTitle: 'Ebb' }, 'Nobody knows'];
    expect(valuesOf('marcrel:fnd', { funding })).toEqual(['https://ror.org/1', 'foaf:Organization']);
    expect(valuesOf('dcterms:relation', { funding })).toEqual(['foaf:Project']);
  });

  test('give a link that is no URI as text', () => {
    expect(valuesOf('dcterms:relation', { relation: ['https://example.org/a b', 'https://example.org/"b"'] })).toEqual([
      'https://example.org/a b',
      'https://example.org/%22b%22',
    ]);
  });
});

test('the rules for rdf see what is no RDF', () => {
  const xml = renderSample(rdf, {
    title: 'Tides',
    creators: ['Okafor, B.', 'Reed, C.'],
    date: '2020',
    url: 'https://example.org/1',
  });
  const listFaults = (rendering: string) => getFormatCheck('rdf').listFaults?.(parseXml(rendering).root);
  expect(listFaults(xml)).toEqual([]);
  const broken = [
    xml.replace('rdf:about="https://example.org/1"', 'rdf:about="1"'),
    xml.replace('rdf:resource="https://example.org/1"', 'rdf:resource="https://example.org/a b"'),
    xml.replace('<foaf:Person rdf:nodeID="creator-1"', '<foaf:Person rdf:nodeID="other"'),
    xml.replace('>2020<', '>MMXX<'),
    xml.replaceAll('dcterms:issued', 'dcterms:isued'),
    xml.replace('<dcterms:creator>', '<dcterms:creator><foaf:Agent rdf:nodeID="x"/>'),
    xml.replace('rdf:parseType="Collection"', ''),
    xml.replace('<foaf:name>', 'text<foaf:name>'),
  ];
  for (const rendering of broken) {
    expect(rendering).not.toBe(xml);
    expect(listFaults(rendering)).not.toEqual([]);
  }
});

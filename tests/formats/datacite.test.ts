import { describe, expect, test } from 'vitest';
import { findAbsoluteUri } from '../../src/formats/absolute-uri.ts';
import { datacite } from '../../src/formats/datacite.ts';
import { descendantsOf, parseXml, type XmlElement } from '../support/xml-tree.ts';
import { needsSchemas } from '../support/xsd.ts';
import { listRenderingFaults } from './check-renderings.ts';
import { renderSample } from './render-sample.ts';

/** The elements of that name, in order. */
function elementsOf(name: string, metadata: Readonly<Record<string, unknown>>): XmlElement[] {
  const { root } = parseXml(renderSample(datacite, { title: 'Tides', ...metadata }));
  return descendantsOf(root).filter(({ local }) => local === name);
}

function textsOf(name: string, metadata: Readonly<Record<string, unknown>>): string[] {
  return elementsOf(name, metadata).map(({ text }) => text);
}

/** The texts of those elements, each with one of its attributes before it. */
function pairsOf(name: string, attribute: string, metadata: Readonly<Record<string, unknown>>): string[] {
  return elementsOf(name, metadata).map(({ text, attributes }) => `${attributes.get(attribute)}: ${text}`);
}

describe('the identifier in datacite', () => {
  const url = 'https://repository.example.org/17';

  test.each([
    [{ url, identifiers: ['hdl:1/2', 'urn:nbn:de:101-2020'], doi: '10.5555/a' }, 'DOI: 10.5555/a'],
    [{ url, identifiers: ['urn:nbn:de:101-2020', 'hdl:1/2'] }, 'Handle: 1/2'],
    [{ url, identifiers: ['arXiv:0704.0046', 'ark:/12345/x'] }, 'ARK: ark:/12345/x'],
    [{ url, identifiers: ['arXiv:0704.0046'] }, `URL: ${url}`],
    [{ url: 'https://doi.org/10.5555/b' }, 'DOI: 10.5555/b'],
    [{ identifiers: ['local-17', 'arXiv:0704.0046'] }, 'arXiv: 0704.0046'],
    [{ identifiers: ['local-17'] }, 'oai: oai:an.example.org:1'],
    [{}, 'oai: oai:an.example.org:1'],
  ])('is the most lasting that %j has: %s', (metadata, identifier) => {
    expect(pairsOf('identifier', 'identifierType', metadata)).toEqual([identifier]);
  });

  test('leaves every other one, once, to the alternate identifiers', () => {
    const metadata = { doi: '10.5555/a', url, identifiers: ['https://doi.org/10.5555/a', url, 'local-17', 'PMC12'] };
    expect(pairsOf('alternateIdentifier', 'alternateIdentifierType', metadata)).toEqual([
      `URL: ${url}`,
      'Local: local-17',
      'PMCID: PMC12',
    ]);
  });
});

describe('what DataCite demands and a record does not tell', () => {
  test.each([
    [{ year: 1987 }, '1987'],
    [{ year: 87 }, '0087'],
    [{ year: -44 }, '0000'],
    [
      {
        dates: [
          { date: '2020-05-01', dateType: 'Created' },
          { date: '2021', dateType: 'Available' },
        ],
      },
      '2021',
    ],
    [{ thesis: { dateAccepted: '2019-03-02' } }, '2019'],
    [{}, '0000'],
  ])('has a year of four digits for %j: %s', (metadata, year) => {
    expect(textsOf('publicationYear', metadata)).toEqual([year]);
  });

  test('is said to be unavailable, in DataCite’s own word', () => {
    expect(textsOf('creatorName', {})).toEqual([':unav']);
    expect(textsOf('publisher', {})).toEqual([':unav']);
    expect(textsOf('publisher', { thesis: { university: 'University of the Shore' } })).toEqual(['University of the Shore']);
  });

  test.each([
    [{ type: 'article' }, 'JournalArticle: article'],
    [{ types: { resourceTypeGeneral: 'Poster' } }, 'Text: Poster'],
    [{ types: { resourceTypeGeneral: 'Presentation', resourceType: 'Keynote' } }, 'Text: Keynote'],
    [{ type: 'sea shanty' }, 'Other: sea shanty'],
    [{ thesis: { level: 'Doctoral' } }, 'Dissertation: Dissertation'],
    [{ journal: 'Tides', issn: '2434-561X' }, 'JournalArticle: JournalArticle'],
    [{}, 'Text: Text'],
  ])('has a type of the list of 4.6 for %j: %s', (metadata, type) => {
    expect(pairsOf('resourceType', 'resourceTypeGeneral', metadata)).toEqual([type]);
  });
});

describe('relations in datacite', () => {
  test('are given where both the relation and the kind of identifier have a word, or the identifier an address', () => {
    const relatedIdentifiers = [
      { relatedIdentifier: '10.5555/1', relationType: 'Cites' },
      { relatedIdentifier: 'PMC1', relatedIdentifierType: 'PMCID', relationType: 'IsVariantFormOf' },
      {
        relatedIdentifier: '0704.0046',
        relatedIdentifierType: 'ARXIV',
        relationType: 'HasVersion',
        resourceTypeGeneral: 'Poster',
      },
      { relatedIdentifier: '10.5555/2', relationType: 'Other' },
      '10.5555/3',
      { relatedIdentifier: 'no. 7', relatedIdentifierType: 'shelf mark', relationType: 'Cites' },
    ];
    expect(pairsOf('relatedIdentifier', 'relatedIdentifierType', { relatedIdentifiers })).toEqual([
      'DOI: 10.5555/1',
      'URL: https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1',
      'arXiv: 0704.0046',
    ]);
    expect(elementsOf('relatedIdentifier', { relatedIdentifiers })[2]?.attributes.get('resourceTypeGeneral')).toBe('Text');
  });

  test.each([
    [{ journal: 'Tides', issn: '2434-561X' }, 'Journal'],
    [{ type: 'bookPart', container: { title: 'Tides' } }, 'Book'],
    [{ container: { title: 'Tides', type: 'Proceedings' } }, 'ConferenceProceeding'],
    [{ container: { title: 'Tides' } }, 'Other'],
    [{ volume: 3 }, 'Other'],
  ])('have what an article appeared in as an item of its own: %j → %s', (metadata, type) => {
    const [item] = elementsOf('relatedItem', metadata);
    expect(item?.attributes.get('relatedItemType')).toBe(type);
    expect(item?.attributes.get('relationType')).toBe('IsPublishedIn');
  });
});

test('dates that stand elsewhere in a record are among the dates', () => {
  const metadata = { year: 2019, embargo: '2031-01-01', thesis: { dateAccepted: '2019-03-02' } };
  expect(pairsOf('date', 'dateType', metadata)).toEqual(['Issued: 2019', 'Accepted: 2019-03-02', 'Available: 2031-01-01']);
});

test('coverage is a place, unless it is a date or has a number in it', () => {
  const coverage = ['North Sea', '1850/1900', '19th century'];
  expect(textsOf('geoLocationPlace', { coverage })).toEqual(['North Sea']);
  expect(pairsOf('date', 'dateType', { coverage })).toEqual(['Coverage: 1850/1900']);
  expect(pairsOf('description', 'descriptionType', { coverage })).toEqual(['Other: 19th century']);
});

test.each([
  ['https://ror.org/00k4n6c32', undefined, 'ROR'],
  ['https://doi.org/10.13039/501100000780', 'Crossref Funder', 'Crossref Funder ID'],
  ['10.13039/501100000780', undefined, 'Crossref Funder ID'],
  ['grid.270680.b', undefined, 'GRID'],
  ['https://ror.org/00k4n6c32', 'Other', 'ROR'],
  ['EC', 'local', 'Other'],
])('the funder’s identifier %s (%s) is of the kind %s', (funderIdentifier, funderIdentifierType, kind) => {
  const funding = [
    { funderName: 'European Commission', funderIdentifier, ...(funderIdentifierType && { funderIdentifierType }) },
  ];
  expect(elementsOf('funderIdentifier', { funding })[0]?.attributes.get('funderIdentifierType')).toBe(kind);
});

const addresses = [
  ['https://example.org/?a[]=1&b=ñ#x', 'https://example.org/?a%5B%5D=1&b=%C3%B1#x'],
  ['http://example.org/100%', 'http://example.org/100%25'],
  ['urn:nbn:de:101', 'urn:nbn:de:101'],
  ['http://example.org:8080/a b', 'http://example.org:8080/a%20b'],
  ['http://example.org/\uD83D', 'http://example.org/%EF%BF%BD'],
  ['http://exa mple.org/', null],
  ['http://[::1]/', null],
  ['http://example.org/a#b#c', null],
  ['http://:80/', null],
  ['//example.org', null],
  ['example.org', null],
  ['1:2', null],
] as const;

test.each(addresses)('the address %s is written as %s where a schema wants a URI', (text, uri) => {
  expect(findAbsoluteUri(text)).toBe(uri);
});

needsSchemas('with DataCite’s schema', () => {
  test('addresses of all kinds leave a record valid wherever they stand', () => {
    const renderings = addresses.map(([address]) =>
      renderSample(datacite, {
        title: 'Tides',
        subjects: [{ subject: 'Sea', schemeUri: address, valueUri: address, classificationCode: address }],
        rights: [{ rights: 'All', rightsUri: address, schemeUri: address }],
        funding: [{ funderName: 'Sea', awardUri: address }],
        publisher: { name: 'Sea', schemeUri: address },
        creators: [{ name: 'Sea', nameIdentifiers: [{ nameIdentifier: '1', nameIdentifierScheme: 'S', schemeUri: address }] }],
      }),
    );
    expect(listRenderingFaults('datacite', renderings)).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { rioxx } from '../../src/formats/rioxx.ts';
import { parseXml, type XmlElement } from '../support/xml-tree.ts';
import { listRenderingFaults } from './check-renderings.ts';
import { isCarried, parseSample, renderSample } from './render-sample.ts';

const url = 'https://repository.example.org/17';
const files = ['https://repository.example.org/17.pdf'];

/** The elements of that qualified name on the root, in order. */
function elementsOf(name: string, metadata: Readonly<Record<string, unknown>>): XmlElement[] {
  const { root } = parseXml(renderSample(rioxx, { title: 'Tides', url, accepted: '2020-01-15', ...metadata }));
  return root.children.filter((element) => element.name === name);
}

function textsOf(name: string, metadata: Readonly<Record<string, unknown>>): string[] {
  return elementsOf(name, metadata).map(({ text }) => text);
}

test.each([
  [{ url, accepted: '2020-01-15' }, true],
  [{ url, thesis: { dateAccepted: '2020' } }, true],
  [{ url, accepted: '-0044' }, false],
  [{ url, dates: [{ date: '2019/2020', dateType: 'Accepted' }] }, false],
  [{ url, thesis: { dateAccepted: '2019/2020' } }, false],
  [{ url, date: '2020-01-15' }, false],
  [{ doi: '10.5555/1', files, accepted: '2020-01-15' }, false],
])('rioxx carries only what has a landing page and a date of acceptance: %j %s [F-02, T-38]', (metadata, carried) => {
  expect(isCarried(rioxx, parseSample({ title: 'Tides', ...metadata }))).toBe(carried);
});

describe('languages in rioxx', () => {
  test.each([
    ['English', ['eng']],
    [
      ['pt_BR', 'de'],
      ['por', 'deu'],
    ],
    ['gsw-CH', ['gsw']],
    [['Old Tidal', 'fr'], ['fra']],
    ['Old Tidal', ['und']],
    [undefined, ['und']],
  ])('are codes of ISO 639-3, undetermined if need be: %j → %j', (language, codes) => {
    expect(textsOf('dc:language', language === undefined ? {} : { language })).toEqual(codes);
  });
});

describe('relations in rioxx', () => {
  test('lead straight to each file, and say what it is, who may read it and on what terms [T-32]', () => {
    const metadata = {
      files: [
        { url: files[0], mime: 'application/pdf' },
        { url: `${files[0]}.zip`, mime: 'a zip' },
      ],
    };
    const rest = { type: 'article', version: 'accepted', license: 'CC BY 4.0', available: '2021-05-06T10:00:00Z' };
    const [first, second] = elementsOf('dc:relation', { ...metadata, ...rest });
    expect(Object.fromEntries(first?.attributes ?? [])).toEqual({
      rel: 'item',
      type: 'application/pdf',
      coar_type: 'http://purl.org/coar/resource_type/c_6501',
      coar_version: 'http://purl.org/coar/version/c_ab4af688f83e57aa',
      resource_exposed_date: '2021-05-06',
      access_rights: 'http://purl.org/coar/access_right/c_abf2',
      license_ref: 'https://creativecommons.org/licenses/by/4.0/',
    });
    expect(second?.attributes.has('type')).toBe(false);
  });

  test('have the end of an embargo as the day that a file is exposed', () => {
    const metadata = { files, available: '2020', access: 'embargoed', embargo: '2031-01-01' };
    expect(elementsOf('dc:relation', metadata)[0]?.attributes.get('resource_exposed_date')).toBe('2031-01-01');
    const open = elementsOf('dc:relation', { ...metadata, access: 'open' })[0];
    expect(open?.attributes.get('resource_exposed_date')).toBe('2020');
  });

  test('have persistent identifiers to cite by, and other archives outside', () => {
    const metadata = {
      type: 'article',
      doi: '10.5555/1',
      identifiers: ['hdl:1/2', 'arXiv:0704.0046', 'local-17', 'https://x.example/1'],
    };
    expect(textsOf('dc:relation', metadata)).toEqual(['https://doi.org/10.5555/1', 'https://hdl.handle.net/1/2']);
    const outside = elementsOf('rioxxterms:ext_relation', metadata);
    expect(outside.map(({ text }) => text)).toEqual(['https://arxiv.org/abs/0704.0046']);
    expect(outside[0]?.attributes.get('coar_type')).toBe('http://purl.org/coar/resource_type/c_6501');
  });

  test('name related things of a known type, and projects as such', () => {
    const relatedIdentifiers = [
      { relatedIdentifier: '10.5555/2', relationType: 'References', resourceTypeGeneral: 'Dataset' },
      { relatedIdentifier: '10.5555/3', relationType: 'Cites' },
      { relatedIdentifier: 'https://raid.org/10.5555/4', resourceTypeGeneral: 'Project' },
      { relatedIdentifier: 'https://raid.org/10.5555/5', relatedIdentifierType: 'RAiD' },
      { relatedIdentifier: 'no address', resourceTypeGeneral: 'Dataset' },
    ];
    const funding = [{ funderName: 'Sea', awardUri: 'https://funder.example.org/2' }];
    expect(textsOf('rioxxterms:ext_relation', { relatedIdentifiers })).toEqual(['https://doi.org/10.5555/2']);
    expect(textsOf('rioxxterms:project', { relatedIdentifiers, funding })).toEqual([
      'https://raid.org/10.5555/4',
      'https://raid.org/10.5555/5',
      'https://funder.example.org/2',
    ]);
  });
});

test('grants in rioxx have a number and who gave it, by address where there is one', () => {
  const funding = [
    { funderName: 'Sea', funderIdentifier: '10.13039/501100000780', awardNumber: 'A/1', awardUri: 'https://sea.example/1' },
    { funderName: 'Coast', funderIdentifier: 'C', awardUri: 'https://coast.example/2' },
    'Nobody knows',
  ];
  const grants = elementsOf('rioxxterms:grant', { funding });
  expect(grants.map(({ text }) => text)).toEqual(['A/1', 'https://coast.example/2']);
  expect(grants.map(({ attributes }) => attributes.get('funder_id'))).toEqual([
    'https://doi.org/10.13039/501100000780',
    undefined,
  ]);
});

test('the title in rioxx is one, with its subtitles', () => {
  const titles = [
    { title: 'Tides', lang: 'en' },
    { title: 'Gezeiten', titleType: 'TranslatedTitle' },
    { title: 'A study', titleType: 'Subtitle' },
  ];
  expect(textsOf('dc:title', { title: titles })).toEqual(['Tides: A study']);
});

test.each([
  [{ journal: 'Tides', issn: '2434-561X' }, ['2434-561X']],
  [{ container: { title: 'Proc. Tides', isbn: '978-3-16-148410-0' } }, ['978-3-16-148410-0']],
  [{ container: { title: 'Tides', identifier: 'https://example.org/tides' } }, ['Tides']],
  [{}, []],
])('the source in rioxx is the number of the journal or book, or else its title: %j → %j', (metadata, source) => {
  expect(textsOf('dc:source', metadata)).toEqual(source);
});

test('creators in rioxx have addresses for identifiers, and are unknown rather than missing', () => {
  const creators = [
    {
      name: 'Sea Lab',
      identifier: [
        { id: 'https://ror.org/1', scheme: 'ROR' },
        { id: 'x-1', scheme: 'X' },
      ],
    },
    'Reed, C.',
  ];
  const [first, second] = elementsOf('rioxxterms:creator', { creators });
  expect(first?.children.map(({ text }) => text)).toEqual(['Sea Lab', 'https://ror.org/1']);
  expect([first, second].map((creator) => creator?.attributes.get('first-named-author'))).toEqual(['true', undefined]);
  expect(elementsOf('rioxxterms:creator', {})[0]?.children.map(({ text }) => text)).toEqual(['unknown']);
});

test('a rendering that breaks the profile is seen', () => {
  const metadata = {
    title: 'Tides',
    url,
    accepted: '2020-01-15',
    files,
    creators: ['Reed, C.'],
    doi: '10.5555/1',
    funding: [{ funderName: 'Sea', award: 1 }],
  };
  const xml = renderSample(rioxx, metadata);
  const broken = [
    xml.replace(/<dc:identifier>.*?<\/dc:identifier>/, ''),
    xml.replace(/<dcterms:dateAccepted>.*?<\/dcterms:dateAccepted>/, ''),
    xml.replace('2020-01-15', '15 January 2020'),
    xml.replace(/<dc:title>.*?<\/dc:title>/, '$&$&'),
    xml.replace('>und<', '>English<'),
    xml.replace('rel="item"', 'rel="file"'),
    xml.replace(/ access_rights="[^"]*"/, ''),
    xml.replace(/<dc:type>.*?<\/dc:type>/, '<dc:type>article</dc:type>'),
    xml.replace(' first-named-author="true"', ''),
    xml.replace(' funder_name="Sea"', ''),
    xml.replaceAll('rioxxterms/', 'terms/'),
    xml.replace('<dc:language>', '<dc:format>pdf</dc:format><dc:language>'),
  ];
  expect(listRenderingFaults('rioxx', [xml])).toEqual([]);
  for (const wrong of broken) {
    expect(wrong).not.toBe(xml);
    expect(listRenderingFaults('rioxx', [wrong]), wrong).not.toEqual([]);
  }
});

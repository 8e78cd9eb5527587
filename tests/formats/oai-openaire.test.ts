import { describe, expect, test } from 'vitest';
import { oaiOpenaire } from '../../src/formats/oai-openaire.ts';
import { descendantsOf, parseXml, type XmlElement } from '../support/xml-tree.ts';
import { listRenderingFaults } from './check-renderings.ts';
import { isCarried, parseSample, renderSample } from './render-sample.ts';

const url = 'https://repository.example.org/17';

/** The elements of that qualified name, in order. */
function elementsOf(name: string, metadata: Readonly<Record<string, unknown>>): XmlElement[] {
  const { root } = parseXml(renderSample(oaiOpenaire, { title: 'Tides', ...metadata }));
  return descendantsOf(root).filter((element) => element.name === name);
}

/** The texts of those elements, each with one of its attributes before it. */
function pairsOf(name: string, attribute: string, metadata: Readonly<Record<string, unknown>>): string[] {
  return elementsOf(name, metadata).map(({ text, attributes }) => `${attributes.get(attribute)}: ${text}`);
}

function uriOf(name: string, attribute: string, metadata: Readonly<Record<string, unknown>>): string | undefined {
  return elementsOf(name, metadata)[0]?.attributes.get(attribute)?.replace(/^.*\//, '');
}

test.each([
  [{ url, year: 2020 }, true],
  [{ files: ['https://repository.example.org/17.pdf'], date: '2020-02-03' }, true],
  [{ identifiers: ['arXiv:0704.0046'], thesis: { dateAccepted: '2020' } }, true],
  [{ url }, false],
  [{ url, year: -44 }, false],
  [{ url, dates: [{ date: '2020', dateType: 'Other' }] }, false],
  [{ year: 2020 }, false],
  [{ year: 2020, identifiers: ['local-17'] }, false],
  [{ year: 2020, identifiers: [{ identifier: 'lost', identifierType: 'URN' }] }, false],
])(
  'oai_openaire carries only what has an identifier that leads somewhere and a date: %j %s [F-02, T-38]',
  (metadata, carried) => {
    expect(isCarried(oaiOpenaire, parseSample({ title: 'Tides', ...metadata }))).toBe(carried);
  },
);

describe('the identifier in oai_openaire', () => {
  test.each([
    [{ doi: '10.5555/a', url }, 'DOI: https://doi.org/10.5555/a'],
    [{ url, identifiers: ['hdl:1/2'] }, 'HANDLE: https://hdl.handle.net/1/2'],
    [{ url, identifiers: ['urn:nbn:de:101-2020'] }, 'URN: urn:nbn:de:101-2020'],
    [{ url, identifiers: ['arXiv:0704.0046'] }, `URL: ${url}`],
    [{ identifiers: ['local-17', 'arXiv:0704.0046'] }, 'URL: https://arxiv.org/abs/0704.0046'],
    [{ files: ['https://repository.example.org/17.pdf'] }, 'URL: https://repository.example.org/17.pdf'],
  ])('is one link, the most lasting that %j has: %s', (metadata, identifier) => {
    expect(pairsOf('datacite:identifier', 'identifierType', metadata)).toEqual([identifier]);
  });

  test('leaves the others, bare, to the alternate identifiers', () => {
    const metadata = { doi: '10.5555/a', url, identifiers: ['hdl:1/2', 'local-17'] };
    expect(pairsOf('datacite:alternateIdentifier', 'alternateIdentifierType', metadata)).toEqual([
      'Handle: 1/2',
      `URL: ${url}`,
      'Local: local-17',
    ]);
  });
});

describe('the type in oai_openaire', () => {
  test.each([
    [{ type: 'article' }, 'c_6501', 'literature'],
    [{ type: 'Review article' }, 'c_dcae04bc', 'literature'],
    [{ type: 'info:eu-repo/semantics/bookPart' }, 'c_3248', 'literature'],
    [{ type: 'http://purl.org/coar/resource_type/c_6670' }, 'c_6670', 'literature'],
    [{ type: 'Working Paper' }, 'c_8042', 'literature'],
    [{ types: { resourceTypeGeneral: 'Dataset' } }, 'c_ddb1', 'dataset'],
    [{ types: { resourceTypeGeneral: 'ComputationalNotebook' } }, 'c_5ce6', 'software'],
    [{ types: { resourceTypeGeneral: 'Image' } }, 'c_c513', 'other research product'],
    [{ type: 'sea shanty' }, 'c_1843', 'literature'],
    [{ type: 'phdthesis' }, 'c_db06', 'literature'],
    [{ type: 'thesis', thesis: { degreeName: 'Ph.D.' } }, 'c_db06', 'literature'],
    [{ type: 'thesis', thesis: { degreeLevel: 'Masters' } }, 'c_bdcc', 'literature'],
    [{ type: 'Dissertation' }, 'c_46ec', 'literature'],
    [{ thesis: { degreeLevel: 'Bachelor' } }, 'c_7a1f', 'literature'],
    [{ journal: 'Tides', issn: '2434-561X' }, 'c_6501', 'literature'],
    [{}, 'c_18cf', 'literature'],
  ])('of %j is COAR’s %s, which is %s', (metadata, id, general) => {
    expect(uriOf('oaire:resourceType', 'uri', metadata)).toBe(id);
    expect(uriOf('oaire:resourceType', 'resourceTypeGeneral', metadata)).toBe(general);
  });
});

describe('rights in oai_openaire', () => {
  const files = ['https://repository.example.org/17.pdf'];

  test.each([
    [{ accessRights: 'restricted', files }, 'restricted access'],
    [{ files }, 'open access'],
    [{ url, license: 'CC BY 4.0' }, 'open access'],
    [{ files, embargo: '2031' }, 'embargoed access'],
    [{ url, rights: 'All rights reserved' }, 'metadata only access'],
  ])('say once who may read %j: %s', (metadata, label) => {
    expect(elementsOf('datacite:rights', metadata).map(({ text }) => text)).toEqual([label]);
  });

  test('have one licence beside, the first with an address, in force when an embargo ends', () => {
    const rights = ['© the authors', 'CC BY 4.0', 'CC0'];
    expect(pairsOf('oaire:licenseCondition', 'uri', { rights })).toEqual([
      'https://creativecommons.org/licenses/by/4.0/: CC BY 4.0',
    ]);
    expect(pairsOf('oaire:licenseCondition', 'uri', { rights: '© the authors' })).toEqual(['undefined: © the authors']);
    const embargoed = { rights, access: 'embargoed', embargo: '2031-01-01T10:00:00Z' };
    expect(elementsOf('oaire:licenseCondition', embargoed)[0]?.attributes.get('startDate')).toBe('2031-01-01');
    expect(
      elementsOf('oaire:licenseCondition', { rights, access: 'restricted', embargo: '2031' })[0]?.attributes.has('startDate'),
    ).toBe(false);
  });

  test.each([
    ['accepted', 'c_ab4af688f83e57aa'],
    ['info:eu-repo/semantics/publishedVersion', 'c_970fb48d4fbd8a85'],
    ['P', 'c_fa2ee174bc00049f'],
    ['http://purl.org/coar/version/c_71e4c1898caa6e32', 'c_71e4c1898caa6e32'],
    ['2.1', undefined],
  ])('leave the version to COAR’s terms: %s is %s', (version, id) => {
    expect(uriOf('oaire:version', 'uri', { version })).toBe(id);
  });
});

describe('dates in oai_openaire', () => {
  test.each([
    [{ date: '2020-02-03T10:00:00Z' }, '2020-02-03'],
    [{ date: '2020/2021' }, '2020'],
    [{ year: 2019, dates: [{ date: '2021', dateType: 'Available' }] }, '2019'],
    [
      {
        dates: [
          { date: '2018', dateType: 'Created' },
          { date: '2021-05', dateType: 'Available' },
        ],
      },
      '2021-05',
    ],
  ])('have the date of publication once for %j: %s', (metadata, date) => {
    const issued = pairsOf('datacite:date', 'dateType', metadata).filter((pair) => pair.startsWith('Issued'));
    expect(issued).toEqual([`Issued: ${date}`]);
  });

  test('have the end of an embargo as the only date that it is available from', () => {
    const dates = [
      { date: '2020-01-01', dateType: 'Accepted' },
      { date: '2020-02-01', dateType: 'Available' },
      { date: '1850', dateType: 'Coverage' },
      { date: '1999', dateType: 'Withdrawn' },
    ];
    expect(pairsOf('datacite:date', 'dateType', { year: 2020, dates, access: 'embargoed', embargo: '2031-01-01' })).toEqual([
      'Issued: 2020',
      'Available: 2031-01-01',
      'Accepted: 2020-01-01',
    ]);
    expect(elementsOf('dc:coverage', { dates }).map(({ text }) => text)).toEqual(['1850']);
  });
});

test('relations and roles that are newer than OpenAIRE’s lists are given by the nearest in them', () => {
  const relatedIdentifiers = [
    { relatedIdentifier: '10.5555/1', relationType: 'IsTranslationOf', resourceTypeGeneral: 'JournalArticle' },
    { relatedIdentifier: '10.5555/2', relationType: 'IsPublishedIn', resourceTypeGeneral: 'Journal' },
    { relatedIdentifier: '10.5555/3', relationType: 'Cites', resourceTypeGeneral: 'Dataset' },
    '10.5555/4',
  ];
  const related = elementsOf('datacite:relatedIdentifier', { relatedIdentifiers }).map(({ attributes }) => [
    attributes.get('relationType'),
    attributes.get('resourceTypeGeneral'),
  ]);
  expect(related).toEqual([
    ['IsDerivedFrom', 'Text'],
    ['IsPartOf', 'Collection'],
    ['Cites', 'Dataset'],
  ]);
  const [translator] = elementsOf('datacite:contributor', { translators: 'Reed, C.' });
  expect(translator?.attributes.get('contributorType')).toBe('Other');
});

test('a rendering that breaks the guidelines is seen, though the schema takes it', () => {
  const metadata = {
    title: 'Tides',
    doi: '10.5555/1',
    year: 2020,
    files: ['https://repository.example.org/17.pdf'],
    license: 'CC BY 4.0',
  };
  const xml = renderSample(oaiOpenaire, metadata);
  const broken = [
    xml.replace(/<datacite:rights .*?<\/datacite:rights>/, ''),
    xml.replace(/<datacite:rights .*?<\/datacite:rights>/, '$&$&'),
    xml.replace(/<datacite:dates>.*<\/datacite:dates>/, ''),
    xml.replace('dateType="Issued"', 'dateType="Accepted"'),
    xml.replace(/<datacite:identifier .*?<\/datacite:identifier>/, ''),
    xml.replace('https://doi.org/10.5555/1', '10.5555/1'),
    xml.replace('>open access<', '>embargoed access<'),
    xml.replace(/(<oaire:file [^>]*)c_abf2/, '$1c_16ec'),
    xml.replace('uri="https://creativecommons.org', 'uri="creativecommons.org'),
  ];
  expect(listRenderingFaults('oai_openaire', [xml])).toEqual([]);
  for (const wrong of broken) {
    expect(wrong).not.toBe(xml);
    expect(listRenderingFaults('oai_openaire', [wrong]), wrong).not.toEqual([]);
  }
});

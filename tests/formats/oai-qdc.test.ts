import { describe, expect, test } from 'vitest';
import { oaiQdc } from '../../src/formats/oai-qdc.ts';
import { parseXml } from '../support/xml-tree.ts';
import { needsSchemas } from '../support/xsd.ts';
import { listRenderingFaults } from './check-renderings.ts';
import { renderSample } from './render-sample.ts';

/** The elements of the rendering of that name, each as "value" or "value (scheme or language)". */
function valuesOf(name: string, metadata: Readonly<Record<string, unknown>>): string[] {
  const { root } = parseXml(renderSample(oaiQdc, { title: 'Tides', ...metadata }));
  return root.children
    .filter((child) => child.name === name)
    .map(({ text, attributes }) => {
      const note = attributes.get('xsi:type') ?? attributes.get('xml:lang');
      return note === undefined ? text : `${text} (${note})`;
    });
}

describe('the encoding scheme in oai_qdc', () => {
  test.each([
    ['2021', '2021 (dcterms:W3CDTF)'],
    ['2021-05-17T10:00:00+02:00', '2021-05-17T10:00:00+02:00 (dcterms:W3CDTF)'],
    ['2021-05-17T10:00:00', '2021-05-17T10:00:00'],
    ['2021-05-17T10:00', '2021-05-17T10:00'],
    ['2021/2022', '2021/2022'],
    ['-0044-03-15', '-0044-03-15'],
    ['0000', '0000'],
  ])('of the date %s is given only where it fits', (date, value) => {
    expect(valuesOf('dcterms:issued', { issued: date })).toEqual([value]);
  });

  test.each([
    ['https://example.org/a|b [c]?d=%zz#e#f', 'https://example.org/a|b [c]?d=%zz#e#f'],
    ['https://example.org/a|b[c]?d=%zz#e#f', 'https://example.org/a%7Cb%5Bc%5D?d=%25zz#e%23f (dcterms:URI)'],
    ['https://müller.example/ä', 'https://xn--mller-kva.example/%C3%A4 (dcterms:URI)'],
    ['http://[oops/', 'http://[oops/'],
    ['urn:nbn:de:101-2020', 'urn:nbn:de:101-2020 (dcterms:URI)'],
    ['Note: see below', 'Note: see below'],
  ])('of the identifier %s is given only where it is a URI, encoded as one', (identifier, value) => {
    expect(valuesOf('dc:identifier', { identifier: { identifier } })).toEqual([value]);
  });

  test('of a subject stands with the words of a thesaurus or the notation of a classification, and never beside a language', () => {
    const subjects = [
      { subject: 'Tides', subjectScheme: 'LCSH', valueUri: 'http://id.loc.gov/authorities/subjects/sh85135322' },
      { subject: 'Gezeiten', subjectScheme: 'LCSH', lang: 'de' },
      { subject: 'Oceanography', subjectScheme: 'Dewey Decimal Classification', classificationCode: '551.46' },
      { subject: 'Seas', subjectScheme: 'DDC', classificationCode: 'five' },
      { subject: '551.5', subjectScheme: 'ddc' },
    ];
    expect(valuesOf('dc:subject', { subjects })).toEqual([
      'Tides (dcterms:LCSH)',
      'http://id.loc.gov/authorities/subjects/sh85135322 (dcterms:URI)',
      'Gezeiten (de)',
      'Oceanography',
      '551.46 (dcterms:DDC)',
      'Seas',
      'info:eu-repo/classification/ddc/five',
      '551.5 (dcterms:DDC)',
    ]);
  });

  test('of a subject is found in no time however long the notation', () => {
    const classificationCode = `A${'.x'.repeat(40)} y`;
    const start = performance.now();
    expect(valuesOf('dc:subject', { subjects: { subject: 'Seas', subjectScheme: 'LCC', classificationCode } })).toHaveLength(2);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('of a format is given to media types and not to words', () => {
    expect(valuesOf('dc:format', { formats: ['text/html', 'print', 'n/a'] })).toEqual([
      'text/html (dcterms:IMT)',
      'print',
      'n/a',
    ]);
  });
});

describe('oai_qdc', () => {
  test('tells the dates apart by their type, the date of issue first', () => {
    const { root } = parseXml(
      renderSample(oaiQdc, {
        title: 'Tides',
        accepted: '2019-01-02',
        dates: [
          { date: '2020', dateType: 'Withdrawn' },
          { date: '2018', dateType: 'Issued' },
        ],
        embargo: '2022-01-01',
        thesis: { dateAccepted: '2019-01-02' },
      }),
    );
    const dates = root.children.filter(({ attributes }) => attributes.get('xsi:type') === 'dcterms:W3CDTF');
    expect(dates.map(({ name, text }) => `${name} ${text}`)).toEqual([
      'dcterms:issued 2018',
      'dc:date 2020',
      'dcterms:dateAccepted 2019-01-02',
      'dcterms:available 2022-01-01',
    ]);
  });

  test.each([
    ['References', 'dcterms:references'],
    ['IsNewVersionOf', 'dcterms:isVersionOf'],
    ['IsDerivedFrom', 'dc:source'],
    ['IsSupplementTo', 'dc:relation'],
    [undefined, 'dc:relation'],
  ])('says how something is related where Dublin Core can: %s → %s', (relationType, name) => {
    const relatedIdentifiers = { relatedIdentifier: '10.5555/1', relatedIdentifierType: 'DOI', relationType };
    expect(valuesOf(name, { relatedIdentifiers })).toEqual(['https://doi.org/10.5555/1 (dcterms:URI)']);
  });

  test('cites where an article appeared only where the citation says more than the journal’s name', () => {
    expect(valuesOf('dcterms:bibliographicCitation', { journal: 'Tides', issn: '2434-561X' })).toEqual([]);
    expect(valuesOf('dcterms:isPartOf', { journal: 'Tides', issn: '2434-561X' })).toEqual([
      'Tides',
      'urn:ISSN:2434-561X (dcterms:URI)',
    ]);
    expect(valuesOf('dcterms:bibliographicCitation', { journal: 'Tides', volume: 3 })).toEqual(['Tides, 3']);
  });

  test('has a licence’s address among the rights too, since DPLA’s hubs read dc:rights', () => {
    const rights = ['https://creativecommons.org/licenses/by/4.0/', 'http://rightsstatements.org/vocab/InC/1.0/'];
    expect(valuesOf('dc:rights', { rights })).toEqual(rights.map((right) => `${right} (dcterms:URI)`));
    expect(valuesOf('dcterms:license', { rights })).toEqual([`${rights[0]} (dcterms:URI)`]);
  });

  test('takes a coverage that is a day for a time and any other for what it is', () => {
    const coverage = ['North Sea', '1850', '2020-99-99'];
    expect(valuesOf('dcterms:temporal', { coverage })).toEqual(['1850 (dcterms:W3CDTF)']);
    expect(valuesOf('dc:coverage', { coverage })).toEqual(['North Sea', '2020-99-99']);
  });
});

needsSchemas('the schema of oai_qdc', () => {
  test('sees an element, a scheme and a value that are none', () => {
    const xml = renderSample(oaiQdc, { title: 'Tides', issued: '2020' });
    const broken = [
      xml.replaceAll('dcterms:issued', 'dcterms:isued'),
      xml.replace('dcterms:W3CDTF', 'dcterms:W3C'),
      xml.replace('>2020<', '>20200101<'),
    ];
    for (const rendering of broken) expect(listRenderingFaults('oai_qdc', [rendering])).not.toEqual([]);
    expect(listRenderingFaults('oai_qdc', [xml])).toEqual([]);
  });
});

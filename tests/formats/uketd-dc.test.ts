import { describe, expect, test } from 'vitest';
import { uketdDc } from '../../src/formats/uketd-dc.ts';
import { parseXml } from '../support/xml-tree.ts';
import { uketdDcCheck } from './checks/uketd-dc.ts';
import { renderSample } from './render-sample.ts';

/** The values of one element of the rendering, in order, each with its type in front where it has one. */
function valuesOf(name: string, metadata: Readonly<Record<string, unknown>>): string[] {
  const { root } = parseXml(renderSample(uketdDc, { title: 'Dunes', type: 'thesis', ...metadata }));
  const found = root.children.filter((child) => child.name === name);
  return found.map(({ text, attributes }) => [attributes.get('xsi:type'), text].filter(Boolean).join(' '));
}

test('is the format that EThOS asks for, by its exact names', () => {
  expect(uketdDc).toMatchObject({
    prefix: 'uketd_dc',
    schema: 'http://naca.central.cranfield.ac.uk/ethos-oai/2.0/uketd_dc.xsd',
    namespace: 'http://naca.central.cranfield.ac.uk/ethos-oai/2.0/',
  });
});

describe('a thesis in uketd_dc', () => {
  test('has everything that EThOS calls mandatory, if it states it', () => {
    const { root } = parseXml(
      renderSample(uketdDc, {
        title: 'Dunes',
        author: 'Água, Inês',
        year: 2019,
        type: 'doctoral thesis',
        thesis: { degree: 'PhD', university: 'University of the Shore' },
      }),
    );
    expect(root.children.map(({ name, text }) => `${name} ${text}`)).toEqual([
      'dc:title Dunes',
      'dc:creator Água, Inês',
      'uketdterms:institution University of the Shore',
      'dcterms:issued 2019',
      'dc:type doctoral thesis',
      'uketdterms:qualificationlevel doctoral',
      'uketdterms:qualificationname PhD',
    ]);
  });

  test('has one title, its subtitles joined to it, and the others as alternatives', () => {
    const metadata = { subtitle: 'A study', alternativeTitle: 'Sand', translatedTitle: 'Dünen' };
    expect(valuesOf('dc:title', metadata)).toEqual(['Dunes : A study']);
    expect(valuesOf('dcterms:alternative', metadata)).toEqual(['Sand', 'Dünen']);
  });

  test('has the publisher for the institution where none is named, and as a commercial publisher beside another', () => {
    const thesis = { university: 'University of the Shore' };
    expect(valuesOf('uketdterms:institution', { publisher: 'Shore' })).toEqual(['Shore']);
    expect(valuesOf('uketdterms:commercial', { publisher: 'Shore' })).toEqual([]);
    expect(valuesOf('uketdterms:institution', { publisher: 'Press', thesis })).toEqual(['University of the Shore']);
    expect(valuesOf('uketdterms:commercial', { publisher: 'Press', thesis })).toEqual(['Press']);
  });

  test('has the identifiers of its author, and of nobody else, as sixteen characters', () => {
    const author = {
      name: 'Água, Inês',
      nameIdentifiers: [
        'https://orcid.org/0000-0002-1694-233X',
        { nameIdentifier: 'https://isni.org/isni/000000012146438X', nameIdentifierScheme: 'ISNI' },
        { nameIdentifier: '0000 0001 2150 090X', nameIdentifierScheme: 'ISNI' },
        { nameIdentifier: '12345', nameIdentifierScheme: 'Scopus' },
      ],
    };
    const supervisor = { name: 'Stone, D.', orcid: '0000-0002-1825-0097' };
    expect(valuesOf('uketdterms:authoridentifier', { author, supervisor })).toEqual([
      'uketdterms:ORCID 000000021694233X',
      'uketdterms:ISNI 000000012146438X',
      'uketdterms:ISNI 000000012150090X',
    ]);
  });

  test('leads to the file where everybody may read it, and to the landing page by another element', () => {
    const metadata = {
      url: 'https://an.example.org/3',
      files: 'https://an.example.org/3.pdf',
      doi: '10.5555/3',
      isbn: '316148410X',
    };
    expect(valuesOf('dcterms:isReferencedBy', metadata)).toEqual(['dcterms:URI https://an.example.org/3']);
    expect(valuesOf('dcterms:isReferencedBy', { doi: '10.5555/3' })).toEqual(['dcterms:URI https://doi.org/10.5555/3']);
    const others = ['dcterms:DOI 10.5555/3', 'urn:ISBN:316148410X'];
    expect(valuesOf('dc:identifier', metadata)).toEqual(['dcterms:URI https://an.example.org/3.pdf', ...others]);
    expect(valuesOf('dc:identifier', { ...metadata, access: 'restricted' })).toEqual(others);
  });

  test('has subjects by the scheme that they are from', () => {
    const subjects = [
      'Sand',
      { subject: 'Coasts', subjectScheme: 'LCSH' },
      { subject: 'Physical geography', subjectScheme: 'DDC', classificationCode: '910.02' },
      { subject: 'Air', subjectScheme: 'Our own', classificationCode: '1' },
    ];
    expect(valuesOf('dc:subject', { subjects, thesis: { discipline: 'Geography' } })).toEqual([
      'Sand',
      'dcterms:LCSH Coasts',
      'Physical geography',
      'dcterms:DDC 910.02',
      'Air',
      'Geography',
    ]);
  });

  test('has the code of a language that it knows, and the word for one that it does not', () => {
    expect(valuesOf('dc:language', { language: ['de', 'Old Tidal'] })).toEqual(['dcterms:ISO639-2 deu', 'Old Tidal']);
  });

  test('says that it is a thesis where its owner’s word does not', () => {
    expect(valuesOf('dc:type', { type: 'Film', thesis: { degree: 'PhD' } })).toEqual(['Thesis', 'Film']);
    expect(valuesOf('dc:type', { type: 'PhD thesis' })).toEqual(['PhD thesis']);
  });

  test('has each funder once, and each grant', () => {
    const funding = [{ funder: 'Coast Council', award: 'CC/42' }, { funder: 'Coast Council', award: 'CC/43' }, 'Sea & Co'];
    expect(valuesOf('uketdterms:sponsor', { funding })).toEqual(['Coast Council', 'Sea & Co']);
    expect(valuesOf('uketdterms:grantnumber', { funding })).toEqual(['CC/42', 'CC/43']);
  });
});

test.each([
  ['<dc:titel>Dunes</dc:titel>', 'dc:titel is not in the profile'],
  ['<dc:title>Two</dc:title>', '2 of dc:title'],
  ['<dcterms:issued>May 2019</dcterms:issued>', 'dcterms:issued is "May 2019"'],
  ['<dc:language xsi:type="dcterms:ISO639-2">de</dc:language>', 'dc:language of dcterms:ISO639-2 is "de"'],
  ['<dc:subject xsi:type="dcterms:URI">http://a.org</dc:subject>', 'dc:subject has the type "dcterms:URI"'],
])('the check of this format finds fault with %s', (xml, fault) => {
  const rendering = renderSample(uketdDc, { title: 'Dunes', type: 'thesis' });
  expect(uketdDcCheck.listFaults?.(parseXml(rendering).root)).toEqual([]);
  const broken = rendering.replace('<dc:type>', `${xml}<dc:type>`);
  expect(uketdDcCheck.listFaults?.(parseXml(broken).root)).toContain(fault);
});

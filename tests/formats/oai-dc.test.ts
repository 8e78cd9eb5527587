import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { cleanText } from '../../src/xml/text.ts';
import { parseXml } from '../support/xml-tree.ts';
import { anyText } from '../xml/any-text.ts';
import { renderSample } from './render-sample.ts';

/** The values of one element of the rendering, in order. */
function valuesOf(name: string, metadata: Readonly<Record<string, unknown>>): string[] {
  const { root } = parseXml(renderSample(oaiDc, { title: 'Tides', ...metadata }));
  return root.children.filter(({ local }) => local === name).map(({ text }) => text);
}

/** The `xml:lang` of the first title that a language gives. */
function languageOf(lang: string): string | undefined {
  const { root } = parseXml(renderSample(oaiDc, { title: { title: 'Tides', lang } }));
  return root.children[0]?.attributes.get('xml:lang');
}

test('is the format that the protocol demands, by its exact names [F-03]', () => {
  expect(oaiDc).toMatchObject({
    prefix: 'oai_dc',
    schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
    namespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  });
});

describe('text in oai_dc', () => {
  test('reads back as it was, cleaned, wherever it stands [X-16, X-18, T-01, T-02]', () => {
    const useful = anyText.map((text) => `a${text}z`);
    fc.assert(
      fc.property(useful, (text) => {
        const clean = cleanText(text);
        expect(valuesOf('title', { title: text })).toEqual([clean]);
        expect(valuesOf('description', { abstract: { description: text } })).toEqual([clean]);
        expect(valuesOf('creator', { creators: [{ name: text, nameType: 'Organizational' }] })).toEqual([clean]);
        expect(valuesOf('rights', { rights: { rights: text } })).toEqual([clean]);
      }),
      { numRuns: 500 },
    );
  });

  test('of plain Dublin Core reads back in every element, in order, doubles included', () => {
    const names = ['title', 'creator', 'subject', 'description', 'publisher', 'contributor', 'date', 'type', 'format'];
    const elements = [...names, 'identifier', 'source', 'language', 'relation', 'coverage', 'rights'];
    const values = fc.array(
      anyText.map((text) => `a${text}z`),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...elements), values, (name, texts) => {
        expect(valuesOf(name, { dc: { title: ['Tides'], [name]: [...texts, ...texts] } })).toEqual(
          [...texts, ...texts].map(cleanText),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('dc:identifier', () => {
  test('starts with the landing page, then has the DOI as an address, then the rest, each once [U-07, T-32]', () => {
    const url = 'https://repository.example.org/17';
    expect(valuesOf('identifier', { identifiers: ['hdl:1/2', 'PMID: 12', 'local'], doi: 'doi:10.5555/Abc', url })).toEqual([
      url,
      'https://doi.org/10.5555/Abc',
      'https://hdl.handle.net/1/2',
      'https://pubmed.ncbi.nlm.nih.gov/12',
      'local',
    ]);
    expect(valuesOf('identifier', { url: 'https://doi.org/10.5555/abc', doi: '10.5555/abc' })).toEqual([
      'https://doi.org/10.5555/abc',
    ]);
  });

  test('leads to the file where everybody may read it, and not where nobody may', () => {
    const files = ['https://repository.example.org/17.pdf'];
    expect(valuesOf('identifier', { files })).toEqual(files);
    expect(valuesOf('identifier', { files, accessRights: 'open' })).toEqual(files);
    for (const accessRights of ['embargoed', 'restricted', 'metadata only']) {
      expect(valuesOf('identifier', { files, accessRights })).toEqual([]);
    }
  });

  test('escapes in an address what a DOI may hold and an address may not', () => {
    expect(valuesOf('identifier', { doi: '10.1002/(SICI)1097-4571(1999)50:1<1::AID-ASI1>3.0.CO;2-#?%' })).toEqual([
      'https://doi.org/10.1002/(SICI)1097-4571(1999)50:1%3C1::AID-ASI1%3E3.0.CO;2-%23%3F%25',
    ]);
  });
});

describe('xml:lang', () => {
  test.each([
    ['en', 'en'],
    ['en_US', 'en-US'],
    ['eng', 'en'],
    ['German', 'de'],
    ['zh-Hant-TW', 'zh-Hant-TW'],
    ['gsw', 'gsw'],
  ])('for %s is %s [X-26]', (lang, tag) => {
    expect(languageOf(lang)).toBe(tag);
  });

  test.each(['Klingonisch', 'en US', 'x', '12', 'en-', 'e!', 'not a language', 'a'.repeat(100)])(
    'is left out for %s [X-26]',
    (lang) => {
      expect(languageOf(lang)).toBe(undefined);
    },
  );
});

describe('the other elements of oai_dc', () => {
  test('have the date of issue first, in ISO 8601, and the end of an embargo in OpenAIRE’s form', () => {
    const dates = [
      { date: '2020-01-02', dateType: 'Accepted' },
      { date: '17 May 2021', dateType: 'Issued' },
    ];
    expect(valuesOf('date', { dates, access: 'embargoed', embargo: '2022' })).toEqual([
      '2021-05-17',
      '2020-01-02',
      'info:eu-repo/date/embargoEnd/2022',
    ]);
    expect(valuesOf('date', { year: 987 })).toEqual(['0987']);
  });

  test('have who may read first among the rights, then the licence’s address [T-33]', () => {
    expect(valuesOf('rights', { license: 'CC-BY-4.0', accessRights: 'restricted' })).toEqual([
      'info:eu-repo/semantics/restrictedAccess',
      'https://creativecommons.org/licenses/by/4.0/',
      'CC-BY-4.0',
    ]);
    expect(valuesOf('rights', { accessRights: 'metadata only' })).toEqual(['info:eu-repo/semantics/closedAccess']);
  });

  test.each([
    [{ type: 'article' }, 'info:eu-repo/semantics/article'],
    [{ type: 'Working Paper' }, 'info:eu-repo/semantics/workingPaper'],
    [{ type: 'phdthesis' }, 'info:eu-repo/semantics/doctoralThesis'],
    [{ type: 'thesis', thesis: { degreeLevel: 'Masters' } }, 'info:eu-repo/semantics/masterThesis'],
    [{ types: { resourceTypeGeneral: 'BookChapter' } }, 'info:eu-repo/semantics/bookPart'],
    [{ types: { resourceTypeGeneral: 'Dataset' } }, 'Dataset'],
    [{ journal: 'Tides', issn: '2434-561X' }, 'info:eu-repo/semantics/article'],
    [{}, 'Text'],
  ])('have a type that aggregators know first: %j → %s [T-33]', (metadata, type) => {
    expect(valuesOf('type', metadata)[0]).toBe(type);
  });

  test('have the language by its ISO 639-3 code where it is known, and as it is where not', () => {
    expect(valuesOf('language', { language: ['English', 'de', 'fre', 'pt-BR', 'Old Tidal'] })).toEqual([
      'eng',
      'deu',
      'fra',
      'por',
      'Old Tidal',
    ]);
  });

  test.each([
    [
      { journal: 'Journal of social work', volume: 12, issue: 2, pages: '158-178', issn: '14680173' },
      'Journal of social work, 12 (2), pp. 158-178. ISSN 1468-0173',
    ],
    [{ journal: 'Tides' }, 'Tides'],
    [{ volume: 3 }, '3'],
    [{ journal: 'Tides', page: 'e12' }, 'Tides, p. e12'],
    [{ journal: 'Tides', volume: 1, articleNumber: 12 }, 'Tides, 1, article 12'],
    [{ container: { title: 'Proc. Tides.', isbn: '978-3-16-148410-0' } }, 'Proc. Tides. ISBN 978-3-16-148410-0'],
  ])('cite where an article appeared: %j → %s', (metadata, citation) => {
    expect(valuesOf('source', metadata)).toEqual([citation]);
  });

  test('keep dates of plain Dublin Core that are none, since its owner wrote them', () => {
    expect(valuesOf('date', { dc: { title: 'Tides', date: ['c. 1850', '[n.d.]'] } })).toEqual(['c. 1850', '[n.d.]']);
  });
});

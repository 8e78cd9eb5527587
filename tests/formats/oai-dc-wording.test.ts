import { describe, expect, test } from 'vitest';
import { makeOaiDc, oaiDc } from '../../src/formats/oai-dc.ts';
import { parseXml } from '../support/xml-tree.ts';
import { listRenderingFaults } from './check-renderings.ts';
import { expectGolden, toGoldenXml } from './expect-golden.ts';
import { renderSample } from './render-sample.ts';
import { samples } from './samples.ts';

const plainOaiDc = makeOaiDc({ openaireTerms: false });

/** The values of one element of the rendering, in order. */
function valuesOf(name: string, metadata: Readonly<Record<string, unknown>>, format = oaiDc): string[] {
  const { root } = parseXml(renderSample(format, { title: 'Tides', ...metadata }));
  return root.children.filter(({ local }) => local === name).map(({ text }) => text);
}

describe('relations in the terms of OpenAIRE', () => {
  const altIdentifiers = (metadata: Readonly<Record<string, unknown>>) =>
    valuesOf('relation', metadata).map((value) => value.replace('info:eu-repo/semantics/altIdentifier/', ''));

  test('are the identifiers of a scheme that it knows, but not the one that comes first as an address', () => {
    const identifiers = [
      'hdl:10419/123',
      'arXiv:0704.0046',
      'PMID: 12',
      'PMC1234567',
      'urn:nbn:de:1',
      'local',
      '978-3-16-148410-0',
    ];
    const typed = [
      { identifier: '000123', identifierType: 'WOS' },
      { identifier: 'ark:/12148/btv1b8449691v', identifierType: 'ARK' },
      { identifier: 'not one', identifierType: 'ARK' },
    ];
    const metadata = { identifiers: [...identifiers, ...typed], isbn: '978-3-16-148410-0' };
    const terms = [
      'hdl/10419/123',
      'arxiv/0704.0046',
      'pmid/12',
      'urn/urn:nbn:de:1',
      'wos/000123',
      'ark/ark:/12148/btv1b8449691v',
      'isbn/978-3-16-148410-0',
    ];
    expect(altIdentifiers({ ...metadata, url: 'https://an.example.org/1', doi: '10.5555/1' })).toEqual([
      'doi/10.5555/1',
      ...terms,
    ]);
    expect(altIdentifiers({ ...metadata, doi: '10.5555/1' })).toEqual(terms);
    expect(altIdentifiers(metadata)).toEqual(terms.slice(1));
    expect(altIdentifiers({ url: 'https://doi.org/10.5555/1', doi: '10.5555/1' })).toEqual([]);
  });

  test('are the datasets that go with the article and the publications that it cites, beside their addresses', () => {
    const related = (relatedIdentifier: string, relationType: string, resourceTypeGeneral?: string) => ({
      relatedIdentifier,
      relationType,
      resourceTypeGeneral: resourceTypeGeneral ?? null,
    });
    const relatedIdentifiers = [
      related('10.5555/data', 'IsSupplementedBy', 'Dataset'),
      related('10.5555/cited', 'Cites'),
      related('issn 2434-561X', 'References'),
      { ...related('2049-3630', 'Cites'), relatedIdentifierType: 'EISSN' },
      related('10.5555/part', 'IsPartOf'),
      related('arXiv:0704.0046', 'Cites', 'Dataset'),
    ];
    expect(valuesOf('relation', { relatedIdentifiers })).toEqual([
      'https://doi.org/10.5555/data',
      'https://doi.org/10.5555/cited',
      'urn:ISSN:2434-561X',
      'urn:ISSN:2049-3630',
      'https://doi.org/10.5555/part',
      'https://arxiv.org/abs/0704.0046',
      'info:eu-repo/semantics/dataset/doi/10.5555/data',
      'info:eu-repo/semantics/reference/doi/10.5555/cited',
      'info:eu-repo/semantics/reference/issn/2434-561X',
      'info:eu-repo/semantics/reference/issn/2049-3630',
    ]);
  });

  test.each([
    [{ funder: 'European Commission', programme: 'FP7', award: 283595 }, 'EC/FP7/283595/EU//'],
    [{ funder: 'EC', programme: 'FP7', award: 283595, title: 'Open/AIRE plus' }, 'EC/FP7/283595/EU/Open%2FAIRE%20plus/'],
    [{ funder: 'WT', award: 'A1' }, 'WT//A1'],
    [{ funder: 'WT', award: 'A1', title: 'Tides' }, 'WT//A1//Tides/'],
  ])('are the grants, empty parts keeping their slash: %j → %s', (funding, grant) => {
    expect(valuesOf('relation', { funding })).toEqual([`info:eu-repo/grantAgreement/${grant}`]);
  });
});

describe('oai_dc in plain words', () => {
  const valuesInWords = (name: string, metadata: Readonly<Record<string, unknown>>) => valuesOf(name, metadata, plainOaiDc);

  test.each(samples)(
    'renders the $name record as its golden file says, by its schema and without terms',
    ({ name, metadata }) => {
      const xml = renderSample(plainOaiDc, metadata);
      expectGolden(`oai_dc_plain/${name}.xml`, toGoldenXml(xml));
      expect(xml).not.toContain('info:eu-repo/');
      expect(listRenderingFaults('oai_dc', [xml])).toEqual([]);
    },
  );

  test('is the same format, by its names', () => {
    const { prefix, schema, namespace } = plainOaiDc;
    expect(oaiDc).toMatchObject({ prefix, schema, namespace });
  });

  test.each([
    [{ type: 'article' }, ['article']],
    [{ types: { resourceTypeGeneral: 'BookChapter' } }, ['BookChapter']],
    [{ type: 'info:eu-repo/semantics/doctoralThesis' }, ['doctoral thesis']],
    [{ thesis: { degree: 'PhD' } }, ['Thesis']],
    [{ journal: 'Tides', issn: '2434-561X' }, ['Text']],
    [{ type: 'article', version: 'AM', peerReviewed: true }, ['article', 'accepted version', 'PeerReviewed']],
    [{ type: 'article', version: '2.1' }, ['article']],
  ])('has the type and the version as people say them: %j → %j', (metadata, types) => {
    expect(valuesInWords('type', metadata)).toEqual(types);
  });

  test.each([
    [{ access: 'open', license: 'CC BY 4.0' }, ['open access', 'https://creativecommons.org/licenses/by/4.0/', 'CC BY 4.0']],
    [{ access: 'embargoed', embargo: '2031-01-01' }, ['embargoed access', 'Embargo ends 2031-01-01']],
    [{ access: 'open', embargo: '2021-01-01' }, ['open access']],
    [{ access: 'metadata only' }, ['metadata only access']],
  ])('has who may read, and from when, among the rights: %j → %j', (metadata, rights) => {
    expect(valuesInWords('rights', metadata)).toEqual(rights);
    expect(valuesInWords('date', metadata)).toEqual([]);
  });

  test('has the funding after the abstract, and only addresses among the relations', () => {
    const funding = [
      { funder: 'European Commission', programme: 'H2020', award: 123456, title: 'Tides at Rest' },
      { funder: 'Sea & Co', awardUri: 'https://funder.example.org/2' },
      { funder: 'Shore', id: 'https://ror.org/000000000' },
    ];
    const metadata = { abstract: 'Why tides differ.', funding, doi: '10.5555/1', url: 'https://an.example.org/1' };
    expect(valuesInWords('description', metadata)).toEqual([
      'Why tides differ.',
      'Funded by European Commission, H2020, grant 123456 (Tides at Rest)',
      'Funded by Sea & Co',
      'Funded by Shore',
    ]);
    expect(valuesInWords('relation', metadata)).toEqual(['https://funder.example.org/2', 'https://ror.org/000000000']);
  });

  test('repeats plain Dublin Core word for word, terms included, since its owner wrote them', () => {
    const dc = { title: 'Tides', rights: 'info:eu-repo/semantics/openAccess' };
    expect(valuesInWords('rights', { dc })).toEqual([dc.rights]);
  });
});

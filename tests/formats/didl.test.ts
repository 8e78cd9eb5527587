import { describe, expect, test } from 'vitest';
import { didl } from '../../src/formats/didl.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { descendantsOf, parseXml, type XmlElement } from '../support/xml-tree.ts';
import { getFormatCheck } from './check-renderings.ts';
import { renderSample } from './render-sample.ts';

/** Every element of the rendering of that name. */
function listElements(name: string, metadata: Readonly<Record<string, unknown>>): XmlElement[] {
  const { root } = parseXml(renderSample(didl, { title: 'Tides', ...metadata }));
  return descendantsOf(root).filter((element) => element.name === name);
}

/** Media type and address of every resource that is elsewhere. */
function listLinks(metadata: Readonly<Record<string, unknown>>): string[] {
  const resources = listElements('didl:Resource', metadata).filter(({ attributes }) => attributes.has('ref'));
  return resources.map(({ attributes }) => `${attributes.get('mimeType')} ${attributes.get('ref')}`);
}

describe('didl', () => {
  test.each([
    [{ doi: '10.5555/1', identifiers: ['hdl:1/2', 'urn:nbn:nl:ui:17-548'] }, 'urn:nbn:nl:ui:17-548'],
    [{ doi: '10.5555/<1>', handle: '1/2' }, 'https://doi.org/10.5555/%3C1%3E'],
    [{ url: 'https://example.org/1', handle: '1/2' }, 'https://hdl.handle.net/1/2'],
    [{ url: 'https://example.org/a|b' }, 'https://example.org/a%7Cb'],
    [{ identifier: 'local' }, 'oai:an.example.org:1'],
  ])('identifies the article by what persists: %j → %s', (metadata, identifier) => {
    expect(listElements('dii:Identifier', metadata).map(({ text }) => text)).toEqual([identifier]);
  });

  test('holds the metadata as oai_dc gives it, with its namespaces', () => {
    const metadata = { title: 'Tides & <ebb>', creators: 'Okafor, B.', doi: '10.5555/1' };
    expect(renderSample(didl, metadata)).toContain(renderSample(oaiDc, metadata));
  });

  test('links each file by its media type and the page where people start', () => {
    const files = ['https://example.org/1.pdf', { url: 'https://example.org/1.txt', mimeType: 'plain' }, 'http://[oops/'];
    expect(listLinks({ files: [{ url: files[0], mimeType: 'application/pdf' }, ...files.slice(1)], doi: '10.5555/1' })).toEqual([
      'text/html https://doi.org/10.5555/1',
      'application/pdf https://example.org/1.pdf',
      'application/octet-stream https://example.org/1.txt',
      'text/html https://doi.org/10.5555/1',
    ]);
    expect(listLinks({})).toEqual([]);
  });

  test.each([
    ['open', 'http://purl.org/eprint/accessRights/OpenAccess'],
    ['embargoed', 'http://purl.org/eprint/accessRights/RestrictedAccess'],
    ['metadata only', 'http://purl.org/eprint/accessRights/ClosedAccess'],
  ])('says who may read a file: %s → %s', (access, term) => {
    const statements = listElements('dcterms:accessRights', { access, files: 'https://example.org/1.pdf' });
    expect(statements.map(({ text }) => text)).toEqual([term]);
  });

  test('says when the article was changed only where the record does', () => {
    const dates = [
      { date: '2020-01-01', dateType: 'Updated' },
      { date: '2021-01-01', dateType: 'Updated' },
      { date: '2022/2023', dateType: 'Updated' },
      { date: '2024-01-01', dateType: 'Issued' },
    ];
    expect(listElements('dcterms:modified', { dates }).map(({ text }) => text)).toEqual(['2021-01-01']);
    expect(listElements('dcterms:modified', { date: '2024' })).toEqual([]);
  });
});

test('the rules for didl see what is none', () => {
  const xml = renderSample(didl, { title: 'Tides', url: 'https://example.org/1', files: 'https://example.org/1.pdf' });
  const listFaults = (rendering: string) => getFormatCheck('didl').listFaults?.(parseXml(rendering).root);
  expect(listFaults(xml)).toEqual([]);
  const broken = [
    xml.replace('<dii:Identifier>https:', '<dii:Identifier>'),
    xml.replace('ref="https://example.org/1.pdf"', 'ref="1.pdf"'),
    xml.replace('mimeType="text/html"', 'mimeType="html"'),
    xml.replace('<dip:ObjectType>info:eu-repo/semantics/objectFile', '<dip:ObjectType>info:eu-repo/semantics/humanStartPage'),
    xml.replaceAll('oai_dc:dc', 'oai_dc:record'),
    xml.replace(/(<didl:Descriptor>.*?<\/didl:Descriptor>)(<didl:Component>.*?<\/didl:Component>)/, '$2$1'),
    xml.replaceAll('didl:Statement mimeType="application/xml"', 'didl:Statement'),
  ];
  for (const rendering of broken) {
    expect(rendering).not.toBe(xml);
    expect(listFaults(rendering)).not.toEqual([]);
  }
});

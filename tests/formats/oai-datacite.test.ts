import { expect, test } from 'vitest';
import { datacite } from '../../src/formats/datacite.ts';
import { renderFormat } from '../../src/formats/format.ts';
import { oaiDatacite } from '../../src/formats/oai-datacite.ts';
import { findChild, findChildText, parseXml } from '../support/xml-tree.ts';
import { listRenderingFaults } from './check-renderings.ts';
import { parseSample, renderSample } from './render-sample.ts';

test('oai_datacite wraps what datacite gives, letter for letter, so that it can be cut out', () => {
  const { root } = parseXml(renderSample(oaiDatacite, { title: 'Tides', doi: '10.5555/1' }));
  expect(findChild(root, 'payload')?.inner).toBe(renderSample(datacite, { title: 'Tides', doi: '10.5555/1' }));
});

test.each([
  ['oai:an.example.org:1', 'an.example.org'],
  ['oai:an.example.org:a:b', 'an.example.org'],
  ['1', '1'],
])('oai_datacite names the repository of %s as the data centre: %s', (identifier, name) => {
  const xml = renderFormat(oaiDatacite, parseSample({ title: 'Tides' }), { identifier });
  expect(findChildText(parseXml(xml).root, 'datacentreSymbol')).toBe(name);
});

test('a broken wrapper or resource is seen', () => {
  const xml = renderSample(oaiDatacite, { title: 'Tides', doi: '10.5555/1' });
  const broken = [
    xml.replace('oai-1.1/"', 'oai-1.0/"'),
    xml.replace(/<datacentreSymbol>.*?<\/datacentreSymbol>/, ''),
    xml.replace('>4.6<', '><'),
    xml.replace('>10.5555/1<', '>https://doi.org/10.5555/1<'),
    xml.replace(/<payload>.*<\/payload>/, '<payload>nothing</payload>'),
  ];
  expect(listRenderingFaults('oai_datacite', [xml])).toEqual([]);
  for (const wrong of broken) expect(listRenderingFaults('oai_datacite', [wrong]), wrong).not.toEqual([]);
});

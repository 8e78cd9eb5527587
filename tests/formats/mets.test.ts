import { expect, test } from 'vitest';
import { renderFormat } from '../../src/formats/format.ts';
import { mets } from '../../src/formats/mets.ts';
import { mods } from '../../src/formats/mods.ts';
import { descendantsOf, findChild, parseXml, type XmlElement } from '../support/xml-tree.ts';
import { parseSample, renderSample } from './render-sample.ts';
import { samples } from './samples.ts';

function render(metadata: Readonly<Record<string, unknown>>): XmlElement {
  return parseXml(renderSample(mets, { title: 'Tides', ...metadata })).root;
}

function listAll(root: XmlElement, local: string): Record<string, string>[] {
  return descendantsOf(root)
    .filter((element) => element.local === local)
    .map(({ attributes }) => Object.fromEntries(attributes));
}

test.each(samples)('describes the $name record in the same words as mods does', ({ metadata }) => {
  const [description] = descendantsOf(parseXml(renderSample(mets, metadata)).root).filter(({ name }) => name === 'mods:mods');
  expect(description?.inner).toBe(parseXml(renderSample(mods, metadata)).root.inner);
});

test('has every file with its type and size, in order, and a place in the structure for each', () => {
  const files = [
    { url: 'https://repository.example.org/1.pdf', mimeType: 'application/pdf', size: 0, name: 'Article' },
    { url: 'https://repository.example.org/a|b<1>.csv', description: 'Measurements' },
  ];
  const root = render({ files });
  const [first, second] = listAll(root, 'file').map(({ ID }) => ID);
  expect(listAll(root, 'file')).toEqual([{ ID: first, MIMETYPE: 'application/pdf', SIZE: '0' }, { ID: second }]);
  expect(listAll(root, 'FLocat').map((link) => [link['xlink:href'], link['xlink:title']])).toEqual([
    ['https://repository.example.org/1.pdf', 'Article'],
    ['https://repository.example.org/a%7Cb%3C1%3E.csv', undefined],
  ]);
  expect(listAll(root, 'fptr')).toEqual([{ FILEID: first }, { FILEID: second }]);
  expect(listAll(root, 'div').map(({ ORDER, LABEL }) => [ORDER, LABEL])).toEqual([
    [undefined, 'Tides'],
    ['1', 'Article'],
    ['2', 'Measurements'],
  ]);
});

test('has a structure and no file section for a record without files, or whose files have no address that works', () => {
  for (const files of [[], ['https://repository.example.org:port/1.pdf']]) {
    const root = render({ files });
    expect(findChild(root, 'fileSec')).toBe(null);
    expect(listAll(root, 'div')).toHaveLength(1);
  }
});

test('says who may read a file where the record says it, and has no administrative section where it does not', () => {
  const files = ['https://repository.example.org/1.pdf'];
  const root = render({ files, access: 'embargoed', embargo: '2031' });
  expect(listAll(root, 'file')[0]?.ADMID).toBe(listAll(root, 'rightsMD')[0]?.ID);
  const statements = descendantsOf(findChild(root, 'amdSec') as XmlElement).filter(({ local }) => local === 'accessCondition');
  expect(statements.map(({ text }) => text)).toEqual(['embargoed access until 2031']);
  expect(findChild(render({ files }), 'amdSec')).toBe(null);
  expect(listAll(render({ files }), 'file')[0]?.ADMID).toBe(undefined);
});

test('has no ID twice on a page of records, whatever their identifiers are [X-22]', () => {
  const record = parseSample({ title: 'Tides', files: ['https://example.org/1', 'https://example.org/2'], access: 'open' });
  const identifiers = ['oai:a.org:1', 'oai:a.org:1/1', 'oai:a.org:1_1', 'oai:a.org:11', 'oai:a.org:1é', 'oai:a.org:1_2f_1'];
  const ids = identifiers.flatMap((identifier) =>
    descendantsOf(parseXml(renderFormat(mets, record, { identifier })).root).flatMap(
      ({ attributes }) => attributes.get('ID') ?? [],
    ),
  );
  expect(ids).toHaveLength(identifiers.length * 5);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z_][\w.-]*$/);
});

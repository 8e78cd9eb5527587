import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { type Format, renderFormat } from '../../src/formats/format.ts';
import { makeFormats } from '../../src/formats/make-formats.ts';
import { describeWhen } from '../support/describe-when.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { descendantsOf, parseXml, type XmlElement } from '../support/xml-tree.ts';
import { describeFormat } from './describe-format.ts';
import { expectGolden } from './expect-golden.ts';
import { isCarried, parseSample, renderInFormat } from './render-sample.ts';
import { samples } from './samples.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const readme = readFileSync(path.join(examples, 'formats/README.md'), 'utf8');

const formats = await makeFormats({
  modules: [path.join(examples, 'formats/citation.mjs')],
  readyXml: [readReadyXmlSetting()],
  openaireTerms: true,
  enabled: ['oai_dc', 'citation', 'oai_ddi25'],
});
const [citation, ddi] = formats.slice(-2) as [Format, Format];

/** The format of ready XML as the page beside the example sets it. */
function readReadyXmlSetting() {
  const words = /^ +- (oai_ddi25 .*)$/m.exec(readme)?.[1]?.split(' ') ?? [];
  const [prefix = '', namespace = '', schema = ''] = words;
  return { prefix, namespace, schema };
}

/** The rules of the example: its elements in their order, each author with a name. */
function listCitationFaults(root: XmlElement): string[] {
  const faults: string[] = [];
  const order = ['author', 'title', 'year', 'in', 'publisher', 'doi', 'url'];
  const places = root.children.map(({ local }) => order.indexOf(local));
  if (places.includes(-1) || places.some((place, index) => place < (places[index - 1] ?? 0))) faults.push('elements in disorder');
  if (root.children.filter(({ local }) => local === 'title').length !== 1) faults.push('not one title');
  if (root.children[0]?.local !== 'author') faults.push('no author');
  for (const element of descendantsOf(root)) {
    if (element.uri !== root.uri) faults.push(`${element.name} is in another namespace`);
    if (element.local === 'author' && element.children.length === 0) faults.push('an author without a name');
  }
  if (root.attributes.get('source') === undefined) faults.push('no source');
  return faults;
}

describeFormat(citation, { listFaults: listCitationFaults, needs: { creators: ['Reed, C.'] } });

const xmllintAvailable = spawnSync('xmllint', ['--version']).error === undefined;

describeWhen(xmllintAvailable, 'needs xmllint')('the schema beside the example module', () => {
  const { path: folder, remove } = makeTemporaryFolder('oai-pmh-citation-');
  afterAll(remove);
  const validate = (files: readonly string[]) =>
    spawnSync('xmllint', ['--nonet', '--noout', '--schema', path.join(examples, 'formats/citation.xsd'), ...files], {
      encoding: 'utf8',
    });

  test('validates every sample that the format carries, and not a citation without an author', () => {
    const records = samples.map(({ metadata }) => parseSample(metadata)).filter((record) => isCarried(citation, record));
    expect(records.length).toBeGreaterThanOrEqual(3);
    const files = records.map((record, index) => {
      const file = path.join(folder, `${index}.xml`);
      writeFileSync(file, renderInFormat(citation, record));
      return file;
    });
    const { status, stderr } = validate(files);
    expect(status, stderr).toBe(0);
    writeFileSync(files[0]!, readFileSync(files[0]!, 'utf8').replace(/<author.*<\/author>/, ''));
    expect(validate(files).status).not.toBe(0);
  });
});

test('the example of ready XML is published in its format, and a record without any is not in it', () => {
  const lines = readFileSync(path.join(examples, 'ready-xml.jsonl'), 'utf8').trim().split('\n');
  const [survey, article] = lines.map((line) => {
    const { metadata, readyXml } = JSON.parse(line) as { metadata: unknown; readyXml?: Record<string, string> };
    const context = { identifier: 'oai:an.example.org:1', ...(readyXml === undefined ? {} : { readyXml }) };
    return { record: parseSample(metadata), context };
  });
  expect(ddi.carries?.(article!.record, article!.context)).toBe(false);
  expect(ddi.carries?.(survey!.record, survey!.context)).toBe(true);
  const xml = renderFormat(ddi, survey!.record, survey!.context);
  const { root } = parseXml(xml);
  expect(root).toMatchObject({ local: 'codeBook', uri: 'ddi:codebook:2_5' });
  expect(root.attributes.get('xsi:schemaLocation')).toBe(`${ddi.namespace} ${ddi.schema}`);
  expectGolden('oai_ddi25/survey.xml', `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`);
});

test('the page beside the examples names files that are there', () => {
  for (const file of ['citation.mjs', 'citation.xsd', '../ready-xml.jsonl']) {
    expect(readme).toContain(`](${file})`);
    expect(readFileSync(path.join(examples, 'formats', file), 'utf8')).not.toBe('');
  }
});

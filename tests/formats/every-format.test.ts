import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formats } from '../../src/formats/index.ts';
import { parseRecord } from '../../src/record/parse-record.ts';
import { anyMetadata } from '../record/any-metadata.ts';
import { describeWhen } from '../support/describe-when.ts';
import { sharedDir } from '../support/shared-dir.ts';
import { descendantsOf, parseXml } from '../support/xml-tree.ts';
import { needsSchemas, schemasAvailable, validateXml } from '../support/xsd.ts';
import { expectGolden, toGoldenXml } from './expect-golden.ts';
import { renderSample, wrapRecords } from './render-sample.ts';
import { samples } from './samples.ts';

const fixtures = path.join(sharedDir, 'fixtures/records.jsonl');
const examples = fileURLToPath(new URL('../../examples/records.jsonl', import.meta.url));

interface ImportLine {
  readonly id: string;
  readonly metadata: unknown;
  readonly sets: readonly string[];
}

function readLines(file: string): ImportLine[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ImportLine);
}

const fixturesAvailable = existsSync(fixtures);
const needsFixtures = describeWhen(fixturesAvailable, `needs ${path.relative('.', fixtures)}`);
const needsFixturesAndSchemas = describeWhen(
  fixturesAvailable && schemasAvailable,
  `needs ${path.relative('.', fixtures)}, xmllint and the schemas`,
);

test('the formats have different names, oai_dc among them [F-03, F-07]', () => {
  const prefixes = formats.map(({ prefix }) => prefix);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  expect(prefixes).toContain('oai_dc');
});

describe.each(formats)('$prefix', (format) => {
  test('has a legal name, one schema and one namespace, without blanks [F-07, F-08]', () => {
    expect(format.prefix).toMatch(/^[A-Za-z0-9_.!~*'()-]+$/);
    expect(format.prefix).not.toBe('all');
    expect(format.schema).toMatch(/^https?:\/\/\S+$/);
    expect(format.namespace).toMatch(/^\S+$/);
    expect(format.version).toBeGreaterThanOrEqual(1);
  });

  test.each(samples)('renders the $name record as its golden file says', ({ name, metadata }) => {
    expectGolden(`${format.prefix}/${name}.xml`, toGoldenXml(renderSample(format, metadata)));
  });

  test.each(samples)('declares its namespaces and its schema on the root of the $name record [X-20, X-21]', ({ metadata }) => {
    const { root } = parseXml(renderSample(format, metadata));
    expect(root.uri).toBe(format.namespace);
    expect(root.attributes.get('xmlns:xsi')).toBe('http://www.w3.org/2001/XMLSchema-instance');
    expect(root.attributes.get('xsi:schemaLocation')).toBe(`${format.namespace} ${format.schema}`);
  });

  test('renders whatever parses as well-formed XML without blank elements, the same each time [X-01, X-16, X-18]', () => {
    let rendered = 0;
    fc.assert(
      fc.property(anyMetadata, (metadata) => {
        const parsed = parseRecord(metadata);
        if (!parsed.ok) return;
        rendered += 1;
        const xml = format.render(parsed.record, { identifier: 'oai:an.example.org:1' });
        expect(format.render(parsed.record, { identifier: 'oai:an.example.org:1' })).toBe(xml);
        for (const element of descendantsOf(parseXml(xml).root)) {
          if (element.children.length === 0) expect(element.text.trim()).not.toBe('');
        }
      }),
      { numRuns: 2000 },
    );
    expect(rendered).toBeGreaterThan(300);
  });

  test('renders a record with more names than a call can have arguments', () => {
    const creators = Array.from({ length: 200_000 }, (_, index) => `Name, ${index}`);
    expect(renderSample(format, { title: 'A collaboration', creators })).toContain('Name, 199999');
  });

  needsSchemas('against its schema', () => {
    test('is valid for every sample [X-01, X-22]', () => {
      const documents = samples.map(({ name, metadata }) => ({ name, xml: wrapRecords([renderSample(format, metadata)]) }));
      expect(validateXml(documents)).toEqual([]);
    });

    test('is valid for every example [X-01, X-22]', () => {
      const records = readLines(examples).map(({ metadata }) => renderSample(format, metadata));
      expect(validateXml([{ name: 'examples', xml: wrapRecords(records) }])).toEqual([]);
    });

    test('is valid for whatever parses [X-01, X-26]', () => {
      const records = fc.sample(anyMetadata, { numRuns: 1000, seed: 2 }).flatMap((metadata) => {
        const parsed = parseRecord(metadata);
        return parsed.ok ? [format.render(parsed.record, { identifier: 'oai:an.example.org:1' })] : [];
      });
      expect(records.length).toBeGreaterThan(150);
      expect(validateXml([{ name: 'any', xml: wrapRecords(records) }])).toEqual([]);
    });
  });

  needsFixtures('with the real records of three repositories', () => {
    test('renders all of them, well-formed', () => {
      const lines = readLines(fixtures);
      expect(lines).toHaveLength(60);
      for (const { metadata } of lines) expect(parseXml(renderSample(format, metadata)).root.children.length).toBeGreaterThan(3);
    });
  });

  needsFixturesAndSchemas('with those real records, against its schema', () => {
    test('is valid for all of them [X-01, X-22]', () => {
      const records = readLines(fixtures).map(({ metadata }) => renderSample(format, metadata));
      expect(validateXml([{ name: 'fixtures', xml: wrapRecords(records) }])).toEqual([]);
    });
  });
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Format } from '../../src/formats/format.ts';
import { parseRecord } from '../../src/record/parse-record.ts';
import type { ArticleRecord } from '../../src/record/record.ts';
import { anyMetadata } from '../record/any-metadata.ts';
import { describeWhen } from '../support/describe-when.ts';
import { sharedDir } from '../support/shared-dir.ts';
import { descendantsOf, parseXml, type XmlElement } from '../support/xml-tree.ts';
import { listFaultsBy } from './check-renderings.ts';
import type { FormatCheck } from './checks/format-check.ts';
import { expectGolden, toGoldenXml } from './expect-golden.ts';
import { isCarried, parseSample, renderInFormat } from './render-sample.ts';
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

const needsFixtures = describeWhen(existsSync(fixtures), `needs ${path.relative('.', fixtures)}`);

const thesis = { type: 'thesis', thesis: { level: 'Doctoral', degree: 'PhD', university: 'University of the Shore' } };

/** A record of every kind: what `anyMetadata` makes is seldom a thesis with an author and a date, or what else a format carries nothing without. */
function makeAnyRecord(needs: object) {
  return fc
    .tuple(anyMetadata, fc.constantFrom(null, thesis, { authors: 'Água, Inês', issued: '2019', ...thesis }), fc.boolean())
    .map(([metadata, more, complete]) => {
      const part = more === null ? metadata : { ...more, ...(metadata as object), ...thesis };
      return parseRecord(complete ? { ...needs, ...(part as object) } : part);
    })
    .filter((parsed) => parsed.ok)
    .map(({ record }) => record);
}

/** More than can be spread into a call. */
export const manyNames = Array.from({ length: 200_000 }, (_, index) => `Name, ${index}`);

/** Elements that say nothing, and attributes that do not. */
function listBlanks(root: XmlElement): string[] {
  const blanks: string[] = [];
  for (const element of descendantsOf(root)) {
    if (element.children.length > 0) continue;
    // An element may say all it has to say in attributes, such as a link.
    const attributes = [...element.attributes].filter(([name]) => !name.startsWith('xmlns'));
    if (element.text.trim() === '' && attributes.length === 0) blanks.push(element.name);
    for (const [name, value] of attributes) if (value.trim() === '') blanks.push(`${element.name}/@${name}`);
  }
  return blanks;
}

/** What every format has to keep, the program's and the user's own; its golden files are in tests/golden, by its prefix. */
export function describeFormat(format: Format, check: FormatCheck): void {
  describe(format.prefix, () => {
    const { prefix } = format;
    const { needs = {} } = check;
    const anyRecord = makeAnyRecord(needs);
    const others = samples.filter(({ metadata }) => !isCarried(format, parseSample(metadata)));
    const completed = samples.map((sample) =>
      others.includes(sample) ? { name: sample.name, metadata: { ...needs, ...(sample.metadata as object) } } : sample,
    );
    const carried = completed.filter(({ metadata }) => isCarried(format, parseSample(metadata)));
    const renderCarried = (records: readonly ArticleRecord[]) =>
      records.filter((record) => isCarried(format, record)).map((record, index) => renderInFormat(format, record, index + 1));

    test('has a legal name, one schema and one namespace, without blanks [F-07, F-08]', () => {
      expect(prefix).toMatch(/^[A-Za-z0-9_.!~*'()-]+$/);
      expect(prefix).not.toBe('all');
      expect(format.schema).toMatch(/^https?:\/\/\S+$/);
      expect(format.namespace).toMatch(/^\S+$/);
      expect(format.version).toBeGreaterThanOrEqual(1);
    });

    test('carries a full record, an odd one and a minimal one, or says which it cannot', () => {
      // A format for theses may need more of them than the shortest of the samples says.
      expect(carried.length).toBeGreaterThanOrEqual(format.carries === undefined ? 3 : 2);
      expect(others.length > 0).toBe(format.carries !== undefined);
    });

    test.each(carried)('renders the $name record as its golden file says', ({ name, metadata }) => {
      expectGolden(`${prefix}/${name}.xml`, toGoldenXml(renderInFormat(format, parseSample(metadata))));
    });

    test.each(carried)('declares its namespaces and its schema on the root of the $name record [X-20, X-21]', ({ metadata }) => {
      const { root } = parseXml(renderInFormat(format, parseSample(metadata)));
      expect(root.uri).toBe(format.namespace);
      expect(root.attributes.get('xmlns:xsi')).toBe('http://www.w3.org/2001/XMLSchema-instance');
      expect(root.attributes.get('xsi:schemaLocation')?.split(' ').slice(0, 2)).toEqual([format.namespace, format.schema]);
    });

    test('renders whatever it carries as well-formed XML without blank elements, the same each time [X-01, X-16, X-18]', () => {
      let rendered = 0;
      fc.assert(
        fc.property(anyRecord, (record) => {
          if (!isCarried(format, record)) return;
          rendered += 1;
          const xml = renderInFormat(format, record);
          expect(renderInFormat(format, record)).toBe(xml);
          // Listed and then compared once, for there are many.
          expect(listBlanks(parseXml(xml).root)).toEqual([]);
        }),
        { numRuns: 1500 },
      );
      expect(rendered).toBeGreaterThan(300);
    });

    test('takes a record with more names than a call can have arguments', () => {
      const record = parseSample({ ...needs, title: 'A collaboration', year: 2019, ...thesis, creators: manyNames });
      // Without making XML of it, which is the same for every format.
      if (isCarried(format, record)) expect(format.toElement(record, { identifier: 'oai:an.example.org:1' }).name).toBeDefined();
    });

    test('keeps its rules and its schema for every sample and every example [X-01, X-22]', () => {
      const lines = readLines(examples).map(({ metadata }) => parseSample(metadata));
      const records = [...completed.map(({ metadata }) => parseSample(metadata)), ...lines];
      expect(listFaultsBy(check, renderCarried(records))).toEqual([]);
    });

    test('keeps its rules and its schema for whatever it carries [X-01, X-26]', () => {
      const renderings = renderCarried(fc.sample(anyRecord, { numRuns: 1000, seed: 2 }));
      expect(renderings.length).toBeGreaterThan(150);
      expect(listFaultsBy(check, renderings)).toEqual([]);
    });

    needsFixtures('with the real records of three repositories', () => {
      test('renders all that it carries, by its rules and its schema [X-01, X-22]', () => {
        const lines = readLines(fixtures);
        expect(lines).toHaveLength(60);
        const renderings = renderCarried(lines.map(({ metadata }) => parseSample(metadata)));
        if (format.carries === undefined) expect(renderings).toHaveLength(60);
        for (const xml of renderings) expect(parseXml(xml).root.children.length).toBeGreaterThan(0);
        expect(listFaultsBy(check, renderings)).toEqual([]);
      });
    });
  });
}

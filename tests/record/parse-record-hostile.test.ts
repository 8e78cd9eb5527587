import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRecord } from '../../src/record/parse-record.ts';
import { fieldNames } from '../../src/record/shorthands.ts';
import { anyMetadata } from './any-metadata.ts';

/** `{"a":{"a":…}}` or `[[…]]`, deeper than any recursion goes. */
function nest(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = wrap(value);
  return value;
}

describe('parsing hostile metadata', () => {
  test('gives a record or problems for any JSON value, and never throws', () => {
    fc.assert(
      fc.property(anyMetadata, (metadata) => {
        const result = parseRecord(metadata);
        if (result.ok) {
          expect(result.record.titles.length).toBeGreaterThan(0);
          expect(result.unknownFields.length).toBeLessThanOrEqual(20);
        } else {
          expect(result.problems.length).toBeGreaterThan(0);
          expect(result.problems.length).toBeLessThanOrEqual(10);
          for (const problem of result.problems) expect(problem.length).toBeLessThan(1_000);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('leaves its input as it was', () => {
    fc.assert(
      fc.property(anyMetadata, (metadata) => {
        const before = structuredClone(metadata);
        parseRecord(metadata);
        expect(metadata).toEqual(before);
      }),
      { numRuns: 3000 },
    );
  });

  test('takes a field that is undefined, which JSON has not, for one that is absent', () => {
    expect(parseRecord({ title: 'Tides', doi: undefined, creators: [{ name: 'A', lang: undefined }] })).toEqual(
      parseRecord({ title: 'Tides', creators: [{ name: 'A' }] }),
    );
  });

  test('parses what it made of a record to the same record', () => {
    fc.assert(
      fc.property(anyMetadata, (metadata) => {
        const first = parseRecord(metadata);
        if (!first.ok || first.record.dc !== undefined) return;
        expect(parseRecord(first.record)).toEqual({ ok: true, record: first.record, unknownFields: [] });
      }),
      { numRuns: 2000 },
    );
  });

  test('does not fall over ten thousand levels of nesting in any field', () => {
    for (const name of fieldNames.keys()) {
      for (const wrap of [
        (inner: unknown) => [inner],
        (inner: unknown) => ({ [name]: inner }),
        (inner: unknown) => ({ name: inner }),
      ]) {
        const result = parseRecord({ title: 'A title', [name]: nest(10_000, wrap) });
        for (const problem of result.ok ? [] : result.problems) expect(problem.length).toBeLessThan(1_000);
      }
    }
  });

  test('takes five megabytes of text in a field in its stride', () => {
    const long = 'a'.repeat(5_000_000);
    expect(parseRecord({ title: long })).toMatchObject({ ok: true, record: { titles: [{ title: long }] } });
    for (const name of fieldNames.keys()) {
      for (const text of [long, ' '.repeat(100_000), '1;'.repeat(50_000), '-'.repeat(100_000), `10.${'1'.repeat(100_000)}`]) {
        const started = performance.now();
        const result = parseRecord({ title: 'A title', [name]: text });
        if (!result.ok) for (const problem of result.problems) expect(problem.length).toBeLessThan(1_000);
        expect(performance.now() - started, name).toBeLessThan(10_000);
      }
    }
  });

  test('takes a hundred thousand bad items and names ten', () => {
    const result = parseRecord({ title: 'A title', creators: Array.from({ length: 100_000 }, () => ({ name: true })) });
    expect(result).toMatchObject({ ok: false });
    expect(!result.ok && result.problems).toHaveLength(10);
  });

  test('keeps names that mean something to JavaScript or to a writer of XML out of the record', () => {
    const text =
      '{"title":{"title":"A","__proto__":{"lang":"en"}},"__proto__":{"doi":"10.1000/1"},"@x":1,"#y":[2],"constructor":{"a":1}}';
    const result = parseRecord(JSON.parse(text));
    expect(result).toMatchObject({ ok: true, unknownFields: ['__proto__', '@x', '#y', 'constructor', 'titles[0].__proto__'] });
    expect(result.ok && result.record.doi).toBe(undefined);
    expect(result.ok && result.record.titles[0]?.lang).toBe(undefined);
  });
});

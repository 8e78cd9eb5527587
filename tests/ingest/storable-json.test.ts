import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDeeperThan, toStorableJson } from '../../src/ingest/storable-json.ts';

test('whatever text goes in, nothing that jsonb refuses comes out', () => {
  const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) });
  fc.assert(
    fc.property(anyText, anyText, (key, text) => {
      const { text: json, replaced } = toStorableJson({ [key]: [text] });
      const [[cleanKey, [cleanText]]] = Object.entries(JSON.parse(json) as Record<string, string[]>) as [[string, string[]]];
      // Walking a string by code points leaves halves of pairs as they are; encoding them to UTF-8 makes them U+FFFD.
      const clean = (part: string) => Buffer.from(part.replaceAll('\0', '\uFFFD')).toString();
      expect(cleanKey).toBe(clean(key));
      expect(cleanText).toBe(clean(text));
      const changed = [...key, ...text].filter((part) => clean(part) !== part).length;
      expect(replaced).toBe(changed);
    }),
  );
});

test('text that only looks like such an escape stays as it is', () => {
  expect(toStorableJson({ a: '\\u0000 \\ud800' })).toEqual({ text: '{"a":"\\\\u0000 \\\\ud800"}', replaced: 0 });
});

test('depth counts objects and arrays', () => {
  expect(isDeeperThan('x', 0)).toBe(false);
  expect(isDeeperThan({}, 0)).toBe(false);
  expect(isDeeperThan({ a: [] }, 0)).toBe(true);
  expect(isDeeperThan({ a: [1], b: 2 }, 1)).toBe(false);
  expect(isDeeperThan({ a: [1], b: [{ c: 1 }] }, 1)).toBe(true);
});

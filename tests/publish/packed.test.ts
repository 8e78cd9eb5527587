import { describe, expect, test } from 'vitest';
import { packBytes, packTexts, unpack } from '../../src/publish/packed.ts';

const toTexts = (values: readonly (Uint8Array | null)[]) =>
  values.map((value) => (value === null ? null : Buffer.from(value).toString()));

describe('Texts that are handed over in one', () => {
  test.each([
    ['none', []],
    ['nothing but gaps', [null, null]],
    ['empty ones and gaps among others', ['', 'a', null, '', 'b', null]],
    [
      'such as have three bytes in each place, which is more room than is kept for them',
      Array.from({ length: 100 }, () => '水'.repeat(2000)),
    ],
    ['large ones behind small ones', ['a', 'é'.repeat(100_000), 'b', '😀'.repeat(100_000), 'c']],
  ])('are the same again: %s', (_, texts) => {
    expect(toTexts(unpack(packTexts(texts, texts.length)))).toEqual(texts);
    expect(toTexts(unpack(packBytes(texts.map((text) => (text === null ? null : Buffer.from(text))))))).toEqual(texts);
  });

  test('stand in memory of their own, which can be given away', () => {
    // So small that Node would have them in memory that it shares out; and larger than there is room for at first.
    for (const count of [0, 20]) {
      const { bytes } = packTexts(
        Array.from({ length: 20 }, () => '水'),
        count,
      );
      structuredClone(bytes, { transfer: [bytes.buffer as ArrayBuffer] });
      expect(bytes.length).toBe(0);
    }
  });
});

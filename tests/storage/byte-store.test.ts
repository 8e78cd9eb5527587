import { describe, expect, test } from 'vitest';
import { type ByteStoreMaker, makeByteStoreMaker } from '../../src/storage/byte-store.ts';

/** A store with parts of these sizes, each of another byte. */
function fill(makeStore: ByteStoreMaker, sizes: readonly number[], first = 0) {
  const store = makeStore();
  sizes.forEach((size, index) => {
    store.append(Buffer.alloc(size, first + index));
  });
  return store;
}

const expected = (sizes: readonly number[], first = 0) =>
  Buffer.concat(sizes.map((size, index) => Buffer.alloc(size, first + index)));

describe('Bytes that are put together', () => {
  test.each([[[]], [[0]], [[1, 2, 3]], [[131_072]], [[131_071, 1, 1]], [[100_000, 100_000, 100_000]], [[1_000_000, 5]]])(
    'are what was appended: %j',
    (sizes) => {
      expect(Buffer.concat(fill(makeByteStoreMaker(), sizes).listParts())).toEqual(expected(sizes));
    },
  );

  test('are written over only when their memory was given back', () => {
    const makeStore = makeByteStoreMaker();
    const sizes = [200_000, 50_000];
    const kept = fill(makeStore, sizes);
    const parts = kept.listParts();
    for (let turn = 1; turn < 5; turn += 1) {
      const other = fill(makeStore, sizes, turn * 10);
      expect(Buffer.concat(other.listParts())).toEqual(expected(sizes, turn * 10));
      other.release();
      // A second time is one time too many, and must not give the same memory to two.
      other.release();
    }
    expect(Buffer.concat(parts)).toEqual(expected(sizes));
    const [one, two] = [fill(makeStore, sizes, 100), fill(makeStore, sizes, 200)];
    expect(Buffer.concat(one.listParts())).toEqual(expected(sizes, 100));
    expect(Buffer.concat(two.listParts())).toEqual(expected(sizes, 200));
  });

  test('take their memory from what was given back', () => {
    const makeStore = makeByteStoreMaker();
    const first = fill(makeStore, [300_000]);
    const memory = new Set(first.listParts().map(({ buffer }) => buffer));
    first.release();
    expect(
      fill(makeStore, [300_000])
        .listParts()
        .every(({ buffer }) => memory.has(buffer)),
    ).toBe(true);
  });
});

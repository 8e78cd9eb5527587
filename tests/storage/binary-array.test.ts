import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toJsonbArray, toTextArray } from '../../src/storage/binary-array.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';

describe('An array in the binary format', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await makeTestDatabase();
  });

  afterAll(async () => {
    await database.drop();
  });

  const ask = async (cast: string, value: Buffer) =>
    (await database.db.query<{ items: unknown[] }>({ name: '', text: `select to_jsonb($1::${cast}) as items` }, [value]))[0]!
      .items;

  // PostgreSQL stores neither U+0000 nor half a surrogate pair; what comes here has neither.
  const text = fc.string({ unit: 'binary' }).map((value) => value.toWellFormed().replaceAll('\0', ''));

  test('is the texts it was made of, quotes, backslashes, braces, NULL and nothing at all among them', async () => {
    const odd = ['', '"', '\\', '{}', 'NULL', 'a,b', 'é😀', ' ', '\n'];
    expect(await ask('text[]', toTextArray(odd))).toEqual(odd);
    expect(await ask('text[]', toTextArray([]))).toEqual([]);
    await fc.assert(
      fc.asyncProperty(fc.array(text), async (texts) => {
        expect(await ask('text[]', toTextArray(texts))).toEqual(texts);
      }),
      { numRuns: 50 },
    );
  });

  test('is the same of texts and of their bytes, wherever in memory these stand', () => {
    const bytes = Buffer.from('xé😀x').subarray(1, -1);
    expect(toTextArray(['a', new Uint8Array(bytes), bytes, ''])).toEqual(toTextArray(['a', 'é😀', 'é😀', '']));
  });

  test('is the JSON it was made of', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ a: text, b: fc.integer() })), async (values) => {
        expect(await ask('jsonb[]', toJsonbArray(values.map((value) => JSON.stringify(value))))).toEqual(values);
      }),
      { numRuns: 50 },
    );
  });
});

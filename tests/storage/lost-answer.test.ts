import { expect, test } from 'vitest';
import { makeByteStoreMaker } from '../../src/storage/byte-store.ts';
import type { Queryable } from '../../src/storage/database.ts';
import { isDatabaseFault } from '../../src/storage/database-fault.ts';
import { findPublished, listPublished } from '../../src/storage/published.ts';
import { findPublishedInFormat, listPublishedInFormat } from '../../src/storage/published-in-format.ts';

/** A database whose answers get lost on the way: no rows, and no error. */
const losing: Queryable = { query: async () => [], readRaw: async () => undefined };

const granularity = 'YYYY-MM-DDThh:mm:ssZ';
const query = {
  from: null,
  until: null,
  set: null,
  after: null,
  limit: 10,
  maxBytes: 1_000,
  headersOnly: false,
  granularity,
} as const;
const format = { prefix: 'mods', version: '1', carries: 'each' } as const;

test.each([
  ['a record', () => findPublished(losing, 'a', granularity)],
  ['a list', () => listPublished(losing, query, makeByteStoreMaker())],
  ['a record in a format', () => findPublishedInFormat(losing, format, 'a', granularity)],
  ['a list in a format', () => listPublishedInFormat(losing, format, query, makeByteStoreMaker())],
])('an answer about %s that got lost is a fault of the database, never that there is none [G1]', async (_, ask) => {
  const error = await ask().catch((error: unknown) => error);
  expect(error).toBeInstanceOf(Error);
  expect(isDatabaseFault(error)).toBe(true);
});

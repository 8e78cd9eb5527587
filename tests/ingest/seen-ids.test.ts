import { expect, test } from 'vitest';
import { makeSeenIds } from '../../src/ingest/seen-ids.ts';

test('an id is seen from the second time on, and no other id is', () => {
  const seen = makeSeenIds();
  for (let number = 0; number < 200_000; number += 1)
    if (seen.add(`oai:${number}`)) throw new Error(`${number} was not seen before`);
  for (let number = 0; number < 200_000; number += 1)
    if (!seen.add(`oai:${number}`)) throw new Error(`${number} was seen before`);
});

test('beyond its limit it forgets new ids and still knows the old ones', () => {
  const seen = makeSeenIds(2);
  expect(['a', 'b', 'c', 'c', 'a', 'b'].map((id) => seen.add(id))).toEqual([false, false, false, false, true, true]);
});

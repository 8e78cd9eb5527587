import { expect, test } from 'vitest';
import { makeTaking } from '../../src/web/taking.ts';

test('a client is quick or slow by the last piece that it took, and neither before the first', () => {
  let time = 0;
  const taking = makeTaking(() => time);
  const take = (ms: number) => {
    taking.handed();
    time += ms;
    taking.taken();
    return [taking.isQuick(), taking.isSlow()];
  };
  taking.taken();
  expect([taking.isQuick(), taking.isSlow()]).toEqual([false, false]);
  expect(take(499)).toEqual([true, false]);
  expect(take(500)).toEqual([false, true]);
  // What it does between two pieces is not counted, be it that a piece is not ready.
  time += 10_000;
  taking.taken();
  expect([taking.isQuick(), taking.isSlow()]).toEqual([false, true]);
  expect(take(1)).toEqual([true, false]);
});

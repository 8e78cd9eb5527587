import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { makeRenditionKeeper } from '../src/rendition-keeper.ts';
import type { Database } from '../src/storage/database.ts';

const answerMs = 100;

/** A database that takes its time, and is there or not. */
function makeSlowDatabase() {
  const state = { away: false, asked: 0 };
  const query = async () => {
    state.asked += 1;
    await sleep(answerMs);
    if (state.away) throw new Error('connect ETIMEDOUT');
    return [];
  };
  return { state, db: { query } as unknown as Database };
}

const batch = [{ id: 'a', revision: '1', recordXml: '<record/>' }];

describe('Keeping renditions', () => {
  test('makes whoever renders faster than the database keeps wait for it', async () => {
    const { db, state } = makeSlowDatabase();
    const keep = makeRenditionKeeper(db, { debug: () => undefined });
    const started = performance.now();
    for (let count = 0; count < 5; count += 1) await keep('mods', 1, batch);
    // All but the last.
    expect(performance.now() - started).toBeGreaterThan(4 * answerMs - 20);
    expect(state.asked).toBe(5);
  });

  test('makes nobody wait for a database that is away, however many there are, and goes on when it is back', async () => {
    const { db, state } = makeSlowDatabase();
    const keep = makeRenditionKeeper(db, { debug: () => undefined });
    state.away = true;
    const started = performance.now();
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        for (let count = 0; count < 5; count += 1) await keep('mods', 1, batch);
      }),
    );
    expect(performance.now() - started).toBeLessThan(5 * answerMs);
    expect(state.asked).toBeLessThan(5);
    await sleep(2 * answerMs);
    state.away = false;
    const before = state.asked;
    await keep('mods', 1, batch);
    await sleep(2 * answerMs);
    await keep('mods', 1, batch);
    await keep('mods', 1, batch);
    await sleep(2 * answerMs);
    expect(state.asked).toBe(before + 3);
  });
});

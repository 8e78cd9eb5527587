import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Queryable } from '../../src/storage/database.ts';

/** A seeded source of numbers from 0 to 1 (mulberry32), so that a failing run can be told apart by its seed. */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const setSpecs = ['a', 'a:b', 'a:b:c', 'd', 'e'];
const idsPerWriter = 60;

interface Writer {
  readonly number: number;
  readonly random: () => number;
}

/**
 * Writes `records` with several writers at once until the time is over: inserts, updates, deletes, changes of sets and visibility, in transactions that stay open from 1 ms to 5 s;
 * one in ten is rolled back. Returns how many were committed.
 */
export async function writeForAWhile(db: Database, options: { writers: number; seconds: number; seed: number }): Promise<number> {
  const end = performance.now() + options.seconds * 1000;
  const run = async (writer: Writer): Promise<number> => {
    let committed = 0;
    while (performance.now() < end) {
      const rollBack = writer.random() < 0.1;
      await writeTransaction(db, writer, rollBack).then(
        () => {
          committed += 1;
        },
        (error) => {
          if (!rollBack) throw error;
        },
      );
    }
    return committed;
  };
  const writers = Array.from({ length: options.writers }, (_, number) => ({ number, random: makeRandom(options.seed + number) }));
  return (await Promise.all(writers.map(run))).reduce((sum, committed) => sum + committed, 0);
}

function writeTransaction(db: Database, { number, random }: Writer, rollBack: boolean): Promise<void> {
  return db.transaction(async (transaction) => {
    const changes = 1 + Math.floor(random() * 8);
    for (let change = 0; change < changes; change += 1) {
      await writeOne(transaction, `${number}-${Math.floor(random() * idsPerWriter)}`, random);
    }
    // From 1 ms to 5 s, as many of each order of magnitude.
    await sleep(5000 ** random());
    if (rollBack) throw new Error('rolled back on purpose');
  });
}

async function writeOne(db: Queryable, id: string, random: () => number): Promise<void> {
  const kind = random();
  if (kind < 0.2) {
    await db.query({ name: 'remove', text: 'delete from records where id = $1::text' }, [id]);
  } else if (kind < 0.3) {
    const visibility = random() < 0.5 ? 'private' : 'public';
    await db.query({ name: 'show', text: 'update records set visibility = $2::text where id = $1::text' }, [id, visibility]);
  } else if (kind < 0.45) {
    const sets = setSpecs.filter(() => random() < 0.4);
    await db.query({ name: 'sort', text: 'update records set sets = $2::text[] where id = $1::text' }, [id, sets]);
  } else {
    const text = `insert into records (id, metadata, sets) values ($1::text, $2::jsonb, $3::text[])
      on conflict (id) do update set metadata = excluded.metadata`;
    // Now a thesis and now not, for the formats that have theses only.
    const metadata = { title: `Title ${Math.floor(random() * 1e9)} of ${id}`, type: random() < 0.4 ? 'thesis' : 'article' };
    await db.query({ name: 'write', text }, [id, JSON.stringify(metadata), setSpecs.filter(() => random() < 0.3)]);
  }
}

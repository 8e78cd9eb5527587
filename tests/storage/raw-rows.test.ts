import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Queryable } from '../../src/storage/database.ts';
import { makeMessageSplitter, type RawRow } from '../../src/storage/raw-rows.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';

/** A message of the PostgreSQL protocol: type, length that counts itself, body. */
function makeMessage(type: string, body: string): Buffer {
  const message = Buffer.alloc(5 + Buffer.byteLength(body));
  message.write(type);
  message.writeUInt32BE(message.length - 1, 1);
  message.write(body, 5);
  return message;
}

describe('Messages in chunks', () => {
  const messages = ['', 'a', 'row two', 'x'.repeat(300), '', 'é'].map((body) => makeMessage('D', body));
  const stream = Buffer.concat([...messages, makeMessage('Z', 'I'), makeMessage('N', 'later')]);

  test('are found whole, whatever the chunks, and what comes after the end is given back', () => {
    for (let size = 1; size <= stream.length; size += 1) {
      const found: Buffer[] = [];
      const take = (bytes: Buffer, at: number, end: number) => {
        found.push(Buffer.from(bytes.subarray(at, end)));
        return bytes[at] !== 0x5a;
      };
      // Enough for all but one of the messages.
      const split = makeMessageSplitter(take, Buffer.alloc(20));
      let rest: Buffer = Buffer.alloc(0);
      let at = 0;
      // As a socket reads: into the same memory each time.
      const memory = Buffer.alloc(size);
      for (; at < stream.length && found.length <= messages.length; at += size) {
        const length = stream.copy(memory, 0, at, at + size);
        rest = Buffer.from(split(memory.subarray(0, length)));
      }
      expect(Buffer.concat(found)).toEqual(stream.subarray(0, -10));
      expect(Buffer.concat([rest, stream.subarray(at)])).toEqual(stream.subarray(-10));
    }
  });
});

describe('Rows as they came', () => {
  let database: TestDatabase;
  const read = async <T>(
    text: string,
    toValue: (row: RawRow) => T,
    values: readonly unknown[] = [],
    db: Queryable = database.db,
  ) => {
    const found: T[] = [];
    await db.readRaw({ name: `raw ${text}`, text }, values, (row) => found.push(toValue(row)));
    return found;
  };

  beforeAll(async () => {
    database = await makeTestDatabase();
  });

  afterAll(async () => {
    await database.drop();
  });

  test('have the values of the database: texts, numbers, times and nulls', async () => {
    const time = '2026-01-31T23:59:59Z';
    const text = `select 'é😀', 9007199254740993::bigint, $1::timestamptz, null::text, null::bigint from generate_series(1, 3)`;
    const rows = await read(
      text,
      (row) => [row.getText(0), row.getBigint(1), row.getTime(2), row.getText(3), row.getBigint(4), row.getBytes(3)],
      [time],
    );
    expect(rows).toEqual(Array.from({ length: 3 }, () => ['é😀', 9007199254740993n, Date.parse(time), null, null, null]));
  });

  test('may be longer than any chunk, and many', async () => {
    const rows = await read('select repeat(n::text, 50000) from generate_series(1, 40) n', (row) => row.getText(0));
    expect(rows).toEqual(Array.from({ length: 40 }, (_, index) => String(index + 1).repeat(50_000)));
  });

  test('may be none', async () => {
    expect(await read('select 1 where false', (row) => row.getBytes(0))).toEqual([]);
  });

  test('leave the connection as it was, also after an error in the middle of them', async () => {
    await database.db.transaction(async (transaction) => {
      await transaction.query({ name: '', text: 'savepoint before' });
      const failing = 'select 10 / (50 - n) from generate_series(1, 100) n';
      await expect(read(failing, () => null, [], transaction)).rejects.toMatchObject({ code: '22012' });
      await transaction.query({ name: '', text: 'rollback to before' });
      expect(await transaction.query({ name: '', text: 'select 1 as one' })).toEqual([{ one: 1 }]);
      expect(await read('select 2::bigint', (row) => row.getBigint(0), [], transaction)).toEqual([2n]);
      expect(await transaction.query({ name: '', text: 'select 3 as three' })).toEqual([{ three: 3 }]);
    });
  });

  test('fail with what their handler throws, and the connection is none the worse', async () => {
    const fail = () => {
      throw new Error('the handler failed');
    };
    await database.db.transaction(async (transaction) => {
      const failing = read('select n from generate_series(1, 1000) n', fail, [], transaction);
      await expect(failing).rejects.toThrow('the handler failed');
      expect(await read('select 1::bigint', (row) => row.getBigint(0), [], transaction)).toEqual([1n]);
    });
  });

  test('of many statements at once do not mix', async () => {
    const asked = Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0
        ? read('select $1::text || n from generate_series(1, 500) n', (row) => row.getText(0), [`${index}-`]).then((rows) =>
            rows.at(-1),
          )
        : database.db
            .query<{ text: string }>({ name: 'plain', text: 'select $1::text as text' }, [`${index}-500`])
            .then(([row]) => row!.text),
    );
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 60 }, (_, index) => `${index}-500`));
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeMessageSplitter } from '../../src/storage/raw-rows.ts';
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
      const split = makeMessageSplitter((bytes, at, end) => {
        found.push(Buffer.from(bytes.subarray(at, end)));
        return bytes[at] !== 0x5a;
      });
      let rest: Buffer = Buffer.alloc(0);
      let at = 0;
      for (; at < stream.length && found.length <= messages.length; at += size) rest = split(stream.subarray(at, at + size));
      expect(Buffer.concat(found)).toEqual(stream.subarray(0, -10));
      expect(Buffer.concat([rest, stream.subarray(at)])).toEqual(stream.subarray(-10));
    }
  });
});

describe('Rows as they came', () => {
  let database: TestDatabase;
  const ask = (text: string, values: readonly unknown[] = []) => database.db.queryRaw({ name: `raw ${text}`, text }, values);

  beforeAll(async () => {
    database = await makeTestDatabase();
  });

  afterAll(async () => {
    await database.drop();
  });

  test('have the values of the database: texts, numbers, times and nulls', async () => {
    const time = '2026-01-31T23:59:59Z';
    const rows = await ask(
      `select 'é😀', 9007199254740993::bigint, $1::timestamptz, null::text, null::bigint from generate_series(1, 3)`,
      [time],
    );
    expect(rows.length).toBe(3);
    expect(rows.getText(2, 0)).toBe('é😀');
    expect(rows.getBigint(2, 1)).toBe(9007199254740993n);
    expect(rows.getTime(2, 2)).toBe(Date.parse(time));
    expect([rows.getText(1, 3), rows.getBigint(1, 4), rows.getBytes(1, 3)]).toEqual([null, null, null]);
  });

  test('may be longer than any chunk, and many', async () => {
    const rows = await ask(`select repeat(n::text, 50000) from generate_series(1, 40) n`);
    expect(Array.from({ length: rows.length }, (_, row) => rows.getText(row, 0))).toEqual(
      Array.from({ length: 40 }, (_, index) => String(index + 1).repeat(50_000)),
    );
  });

  test('may be none', async () => {
    expect((await ask('select 1 where false')).length).toBe(0);
  });

  test('leave the connection as it was, also after an error in the middle of them', async () => {
    await database.db.transaction(async (transaction) => {
      await transaction.query({ name: '', text: 'savepoint before' });
      const failing = { name: '', text: 'select 10 / (50 - n) from generate_series(1, 100) n' };
      await expect(transaction.queryRaw(failing)).rejects.toMatchObject({ code: '22012' });
      await transaction.query({ name: '', text: 'rollback to before' });
      expect(await transaction.query({ name: '', text: 'select 1 as one' })).toEqual([{ one: 1 }]);
      expect((await transaction.queryRaw({ name: '', text: 'select 2::bigint' })).getBigint(0, 0)).toBe(2n);
      expect(await transaction.query({ name: '', text: 'select 3 as three' })).toEqual([{ three: 3 }]);
    });
  });

  test('of many statements at once do not mix', async () => {
    const asked = Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0
        ? ask('select $1::text || n from generate_series(1, 500) n', [`${index}-`]).then((rows) => rows.getText(499, 0))
        : database.db
            .query<{ text: string }>({ name: 'plain', text: 'select $1::text as text' }, [`${index}-500`])
            .then(([row]) => row!.text),
    );
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 60 }, (_, index) => `${index}-500`));
  });
});

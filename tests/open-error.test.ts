import { expect, test } from 'vitest';
import type { Config } from '../src/config.ts';
import { toOpenError } from '../src/open-database.ts';

const embedded = { databaseUrl: null } as Config;

test.each(['timeout exceeded when trying to connect', 'Connection terminated due to connection timeout'])(
  'of an embedded database that does not get round to a command is told that somebody holds it: %s',
  (message) => {
    expect(toOpenError(new Error(message), embedded)).toMatchObject({ code: 'DATABASE_HELD' });
  },
);

test('another fault of an embedded database is told as it is, not as one that somebody holds it', () => {
  const full = Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' });
  expect(toOpenError(full, embedded)).toBe(full);
});

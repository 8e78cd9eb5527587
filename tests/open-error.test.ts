import { expect, test } from 'vitest';
import type { Config } from '../src/config.ts';
import { toOpenError } from '../src/open-database.ts';

const embedded = { databaseUrl: null } as Config;

test.each(['timeout exceeded when trying to connect', 'Connection terminated due to connection timeout', 'Query read timeout'])(
  'of an embedded database that does not get round to a command is told that somebody holds it: %s',
  (message) => {
    expect(toOpenError(new Error(message), embedded)).toMatchObject({ code: 'DATABASE_HELD' });
  },
);

test.each([
  ['could not extend file: No space left on device', '53100'],
  ['canceling statement due to statement timeout', '57014'],
])('another fault of an embedded database is told as it is, not as one that somebody holds it: %s', (message, code) => {
  const fault = Object.assign(new Error(message), { code });
  expect(toOpenError(fault, embedded)).toBe(fault);
});

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProgramError } from '../../src/errors.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { startTestApp } from '../support/test-app.ts';
import { openTestPool, toDatabaseUrl } from '../support/test-pool.ts';

needsRealPostgres('A database of OAI_READ_DATABASE_URL that is not a replica stops the start', () => {
  let database: TestDatabase;
  const made: string[] = [];

  const makeDatabase = async () => {
    const name = `oai_test_${randomBytes(6).toString('hex')}`;
    await database.db.query({ name: '', text: `create database ${name}` });
    made.push(name);
    return toDatabaseUrl(database.url, name);
  };
  const startError = async (url: string) => {
    const error = await startTestApp(database.url, { OAI_READ_DATABASE_URL: url, OAI_PUBLISH: 'no' }).then(
      async (app) => app.close(),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ProgramError);
    const { code, message } = error as ProgramError;
    return { code, message };
  };

  beforeAll(async () => {
    database = await makeTestDatabase();
  });

  afterAll(async () => {
    for (const name of made) await database.db.query({ name: '', text: `drop database ${name} with (force)` });
    await database.drop();
  });

  test('when it is empty', async () => {
    expect(await startError(await makeDatabase())).toEqual({
      code: 'READ_DATABASE_UNUSABLE',
      message: expect.stringContaining('it has no tables of this program'),
    });
  });

  test('when it is that of another repository', async () => {
    const url = await makeDatabase();
    const db = openTestPool(url, 1);
    await sleep(1100);
    await migrate(db).finally(() => db.close());
    expect(await startError(url)).toEqual({
      code: 'READ_DATABASE_UNUSABLE',
      message: expect.stringContaining('its repository was set up at'),
    });
  });

  test('when it is not there though its server is, and the password is not told', async () => {
    const url = toDatabaseUrl(database.url, 'nothing_of_that_name').replace('@', ':geheim@');
    const { code, message } = await startError(url);
    expect(code).toBe('READ_DATABASE_UNUSABLE');
    expect(message).toContain('does not exist');
    expect(message).not.toContain('geheim');
  });
});

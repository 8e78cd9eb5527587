import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { publishNow } from '../support/publish-now.ts';
import { startTestApp } from '../support/test-app.ts';
import { withClient } from '../support/test-pool.ts';
import { requestOutcome } from './oai-outcome.ts';
import { insertRecords } from './sql-records.ts';
import { patience } from './wait-until.ts';

needsRealPostgres('A database that is too busy', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await makeTestDatabase();
    await insertRecords(database.db, 10);
    await publishNow(database.db);
  });

  afterAll(async () => {
    await database.drop();
  });

  /** Runs `work` while every query that reads `published` waits. */
  const whileLocked = <T>(work: () => Promise<T>) =>
    withClient(database.url, async (client) => {
      await client.query('begin; lock table published in access exclusive mode');
      return work();
    });

  test('makes a request whose statement runs out of time a 503 with Retry-After [H-10] [H-11]', async () => {
    const app = await startTestApp(database.url, { OAI_PUBLISH: 'no', OAI_STATEMENT_TIMEOUT_MS: '300' });
    const request = () => requestOutcome(`${app.url}?verb=ListRecords&metadataPrefix=oai_dc`);
    try {
      const startedAt = performance.now();
      expect(await whileLocked(request)).toBe('come back');
      expect(performance.now() - startedAt).toBeLessThan(3000 * patience);
      expect(await request()).toBe('whole');
    } finally {
      await app.close();
    }
  });

  test('makes requests that get no connection in time 503s with Retry-After, and gives their connections back [H-10] [H-11]', async () => {
    const app = await startTestApp(database.url, {
      OAI_PUBLISH: 'no',
      OAI_POOL_SIZE: '2',
      OAI_STATEMENT_TIMEOUT_MS: '7000',
    });
    const request = () => requestOutcome(`${app.url}?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:an.example.org:r-1`);
    try {
      const outcomes = await whileLocked(() => Promise.all(Array.from({ length: 10 }, request)));
      expect(outcomes).toEqual(Array.from({ length: 10 }, () => 'come back'));
      expect(await Promise.all(Array.from({ length: 10 }, request))).toEqual(Array.from({ length: 10 }, () => 'whole'));
    } finally {
      await app.close();
    }
  });
});

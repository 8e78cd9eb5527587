import { expect, test } from 'vitest';
import { makeTestDatabase } from '../support/database.ts';
import { startTestApp } from '../support/test-app.ts';

test('A connection is kept longer than proxies keep one they do not use, so that none sends a request into a closing one', async () => {
  const database = await makeTestDatabase();
  const app = await startTestApp(database.url, { OAI_PUBLISH: 'no' });
  const response = await fetch(`${app.url}?verb=Identify`);
  const seconds = Number(/timeout=(\d+)/.exec(response.headers.get('keep-alive') ?? '')?.[1]);
  await response.text();
  await app.close();
  await database.drop();
  expect(seconds).toBeGreaterThan(60);
});

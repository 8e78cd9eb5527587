import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFixtureApp } from '../conformance/fixture.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { parseOai } from '../support/parse-oai.ts';
import { sendRequest } from './send-request.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await makeTestDatabase();
});
afterAll(() => database.drop());

// Among them every character that a route's pattern gives a meaning.
const paths = [
  '/',
  '/oai',
  '/cgi-bin/oai.pl/',
  '/~user/oai',
  '/a+b(c)/oai!',
  '/oai:x*',
  '/[oai]',
  '/a%20b/oai',
  '/perl/oai2;v=2',
];

describe('the endpoint', () => {
  test.each(paths)('is at the path of the base URL, letter for letter: %s [I-02] [H-03]', async (path) => {
    const baseUrl = `https://an.example.org${path}`;
    const app = await startFixtureApp(database, { OAI_BASE_URL: baseUrl });
    try {
      for (const at of [path, '/oai']) {
        const reply = await sendRequest(new URL(at, app.url).href, { query: 'verb=Identify' });
        expect([reply.status, parseOai(reply.text).identify?.baseURL], at).toEqual([200, baseUrl]);
      }
      expect((await sendRequest(new URL('/nothing/there', app.url).href)).status).toBe(404);
    } finally {
      await app.close();
    }
  });
});

import { createConnection } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { publishNow } from '../support/publish-now.ts';
import { startTestApp } from '../support/test-app.ts';

let database: TestDatabase;
let app: App;

beforeAll(async () => {
  database = await makeTestDatabase();
  await database.db.query({
    name: '',
    text: `insert into records (id, metadata) select 'r' || n, jsonb_build_object('title', 'T' || n, 'description', repeat(md5(n::text), 500)) from generate_series(1, 60) n`,
  });
  await publishNow(database.db);
  app = await startTestApp(database.url, { OAI_PUBLISH: 'no', OAI_PAGE_SIZE: '60' });
});

afterAll(async () => {
  await app.close();
  await database.drop();
});

test('Requests that are sent in one go are answered in their order, and no more of them are in memory than are being sent [H-01] [G7]', async () => {
  const { hostname, port, pathname } = new URL(app.url);
  const requests = 300;
  const identifiers = Array.from({ length: requests }, (_, index) => `r${(index % 60) + 1}`);
  const toRequest = (query: string, more = '') => `GET ${pathname}?${query} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
  const list = toRequest('verb=ListRecords&metadataPrefix=oai_dc');
  const text = identifiers
    .map((id) => list + toRequest(`verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:an.example.org:${id}`))
    .join('');
  const before = process.memoryUsage();
  const answered: string[] = [];
  let tail = '';
  let peak = 0;
  await new Promise<void>((resolve, reject) => {
    const socket = createConnection({ host: hostname, port: Number(port) });
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.on('data', (chunk) => {
      tail += chunk.toString('latin1');
      for (const [, identifier] of tail.matchAll(/<request [^>]*identifier="oai:an\.example\.org:(r\d+)"/g))
        answered.push(identifier!);
      tail = tail.slice(Math.max(tail.lastIndexOf('>') + 1, tail.length - 300));
      const { external, arrayBuffers } = process.memoryUsage();
      peak = Math.max(peak, external + arrayBuffers - before.external - before.arrayBuffers);
    });
    socket.write(text + toRequest('verb=Identify', 'Connection: close\r\n'));
  });
  expect(answered).toEqual(identifiers);
  // Each list is 1 MB, and there are 300 of them.
  expect(peak).toBeLessThan(100_000_000);
});

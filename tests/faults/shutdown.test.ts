import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { parseOai } from '../support/parse-oai.ts';
import { publishNow } from '../support/publish-now.ts';
import { startPausedClient } from './paused-client.ts';
import { startServerProcess } from './server-process.ts';
import { insertRecords } from './sql-records.ts';
import { patience, waitUntil } from './wait-until.ts';

const total = 4000;
const page = '?verb=ListRecords&metadataPrefix=oai_dc';

needsRealPostgres('A server that is told to stop', () => {
  let database: TestDatabase;
  const start = (env: Record<string, string> = {}) =>
    startServerProcess({
      DATABASE_URL: database.url,
      OAI_PAGE_SIZE: '10000',
      OAI_PAGE_MAX_BYTES: '90000000',
      ...env,
    });
  const isRefused = async (url: string) => {
    const error = await fetch(url).then(
      () => null,
      (reason: Error) => reason,
    );
    return error !== null && String((error.cause as Error | undefined)?.message ?? error).includes('ECONNREFUSED');
  };

  beforeAll(async () => {
    database = await makeTestDatabase();
    await insertRecords(database.db, total, 'r', 8000);
    await publishNow(database.db);
  });

  afterAll(async () => {
    await database.drop();
  });

  test('finishes the page a slow client is receiving, takes no new connection, and exits with 0 [G8]', async () => {
    const server = await start();
    const client = await startPausedClient(`${server.url}${page}`);
    server.kill('SIGTERM');
    await waitUntil('new connections are refused', () => isRefused(`${server.url}?verb=Identify`));
    await sleep(500);
    const text = await client.finish({ pauseMs: 5 });
    expect(parseOai(text).records.length).toBe(total);
    expect(await server.ended).toBe(0);
  });

  test('ends at once when told a second time', async () => {
    const server = await start();
    const client = await startPausedClient(`${server.url}${page}`);
    server.kill('SIGTERM');
    await waitUntil('it is stopping', () => server.log().includes('Stopping'));
    const startedAt = performance.now();
    server.kill('SIGTERM');
    expect(await server.ended).toBe(143);
    expect(performance.now() - startedAt).toBeLessThan(3000 * patience);
    await expect(client.finish()).rejects.toThrow();
  });

  test('cuts what is not finished within OAI_SHUTDOWN_TIMEOUT_MS, so that the client knows [G8]', async () => {
    const server = await start({ OAI_SHUTDOWN_TIMEOUT_MS: '500' });
    const client = await startPausedClient(`${server.url}${page}`);
    const startedAt = performance.now();
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(3000 * patience);
    await expect(client.finish()).rejects.toThrow();
  });

  test('is not kept going by harvesters that ask again and again on a kept connection', async () => {
    const server = await start({ OAI_PAGE_SIZE: '100' });
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    const answers = { whole: 0, broken: 0 };
    let going = true;
    const ask = () =>
      new Promise<void>((resolve, reject) => {
        const request = get(`${server.url}${page}`, { agent }, (response) => {
          response.resume();
          response.on('end', () => {
            answers.whole += 1;
            resolve();
          });
          response.on('error', () => {
            answers.broken += 1;
            reject(new Error('An answer broke off.'));
          });
        });
        request.on('error', reject);
      });
    const harvesters = Array.from({ length: 4 }, async () => {
      while (going) await ask().catch(() => sleep(10));
    });
    await waitUntil('the harvesters are at work', () => answers.whole > 50);
    const startedAt = performance.now();
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    const ms = performance.now() - startedAt;
    going = false;
    await Promise.all(harvesters);
    expect(answers.broken).toBe(0);
    expect(ms).toBeLessThan(3000 * patience);
  });

  test('tells a client that asks for its next page on the same connection to close it', async () => {
    const server = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (query: string, read: (response: IncomingMessage) => void) =>
      new Promise<void>((resolve, reject) => {
        get(`${server.url}${query}`, { agent }, (response) => {
          response.on('end', resolve).on('error', reject);
          read(response);
        }).on('error', reject);
      });
    let connection: string | undefined;
    const pages = ask(page, (response) => {
      response.pause();
      server.kill('SIGTERM');
      setTimeout(() => response.resume(), 500);
    }).then(() =>
      ask('?verb=Identify', (response) => {
        connection = response.headers.connection;
        response.resume();
        // Or the server was faster and closed it first.
      }).catch(() => {
        connection = 'close';
      }),
    );
    await pages;
    expect(connection).toBe('close');
    expect(await server.ended).toBe(0);
  });
});

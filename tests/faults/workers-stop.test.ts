import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { parseOai } from '../support/parse-oai.ts';
import { publishNow } from '../support/publish-now.ts';
import { startPausedClient } from './paused-client.ts';
import { isAlive, startWithWorkers } from './server-workers.ts';
import { getValue, insertRecords } from './sql-records.ts';
import { patience, waitUntil } from './wait-until.ts';

const total = 4000;
const page = '?verb=ListRecords&metadataPrefix=oai_dc';

needsRealPostgres('A server with several workers that is told to stop', () => {
  let database: TestDatabase;
  const start = (env: Record<string, string> = {}) =>
    startWithWorkers({ DATABASE_URL: database.url, OAI_PAGE_SIZE: '10000', OAI_PAGE_MAX_BYTES: '90000000', ...env });

  beforeAll(async () => {
    database = await makeTestDatabase();
    await insertRecords(database.db, total, 'r', 8000);
    await publishNow(database.db);
  });

  afterAll(async () => {
    await database.drop();
  });

  test('finishes the pages in hand, takes no new connection, leaves publishing to others, and exits with 0 [G8]', async () => {
    const server = await start();
    const workers = server.listWorkers();
    const clients = [await startPausedClient(`${server.url}${page}`), await startPausedClient(`${server.url}${page}`)];
    // As a terminal and systemd do: every process is told.
    server.kill('SIGTERM');
    for (const pid of workers) process.kill(pid, 'SIGTERM');
    const isRefused = () =>
      fetch(`${server.url}?verb=Identify`).then(
        () => false,
        () => true,
      );
    await waitUntil('new connections are refused', isRefused);
    await sleep(500);
    for (const text of await Promise.all(clients.map((client) => client.finish({ pauseMs: 5 })))) {
      expect(parseOai(text).records.length).toBe(total);
    }
    expect(await server.ended).toBe(0);
    expect(workers.some(isAlive)).toBe(false);
    expect(await getValue(database.db, 'select publisher from publish_clock')).toBe(null);
    expect(server.log()).not.toContain('another is started');
  });

  test('ends all of them at once when told a second time, even one that hangs', async () => {
    const server = await start();
    const client = await startPausedClient(`${server.url}${page}`);
    process.kill(server.listWorkers()[0]!, 'SIGSTOP');
    server.kill('SIGTERM');
    await waitUntil('it is stopping', () => server.log().includes('Stopping'));
    const startedAt = performance.now();
    server.kill('SIGTERM');
    expect(await server.ended).toBe(143);
    expect(performance.now() - startedAt).toBeLessThan(3000 * patience);
    await expect(client.finish()).rejects.toThrow();
  });

  test('cuts what is not finished within OAI_SHUTDOWN_TIMEOUT_MS, and ends a worker that hangs [G8]', async () => {
    const server = await start({ OAI_SHUTDOWN_TIMEOUT_MS: '500' });
    const clients = [await startPausedClient(`${server.url}${page}`), await startPausedClient(`${server.url}${page}`)];
    process.kill(server.listWorkers()[0]!, 'SIGSTOP');
    const startedAt = performance.now();
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(3000 * patience);
    for (const client of clients) await expect(client.finish()).rejects.toThrow();
  });

  test('ends soon, too, while a restart is under way and a new worker has not come to serve', async () => {
    const server = await start();
    server.kill('SIGHUP');
    await waitUntil('it is restarting', () => server.log().includes('Restarting'));
    const startedAt = performance.now();
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5000 * patience);
  });
});

import { writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { parseOai } from '../support/parse-oai.ts';
import { publishNow } from '../support/publish-now.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { startKeepAliveHarvesters } from './keep-alive-harvesters.ts';
import { startPausedClient } from './paused-client.ts';
import { isAlive, type ServerWithWorkers, startWithWorkers } from './server-workers.ts';
import { countLive, insertRecords } from './sql-records.ts';
import { waitUntil } from './wait-until.ts';

const unchanged = 1000;

needsRealPostgres('A server whose workers are restarted with SIGHUP', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await makeTestDatabase();
    await insertRecords(database.db, unchanged, 'old');
    await publishNow(database.db);
  });

  afterEach(async () => {
    await database.drop();
  });

  const start = (env: Record<string, string> = {}) =>
    startWithWorkers({ DATABASE_URL: database.url, OAI_PAGE_SIZE: '50', ...env });
  const restarts = (server: ServerWithWorkers) => (server.log().match(/All workers were restarted/g) ?? []).length;

  test('fails no request of eight harvesters on kept connections, publishes all the while, and has all new processes [G1] [G2]', async () => {
    const server = await start();
    const harvesters = startKeepAliveHarvesters(server.url, 8);
    await waitUntil('the harvesters are at work', () => harvesters.answers() > 100);
    let written = 0;
    let slowestMs = 0;
    for (let round = 1; round <= 2; round += 1) {
      const former = server.listWorkers();
      server.kill('SIGHUP');
      while (restarts(server) < round) {
        await insertRecords(database.db, 1, `new-${written}`);
        written += 1;
        const isPublished = async () => (await countLive(database.db)) === unchanged + written;
        slowestMs = Math.max(slowestMs, await waitUntil('it is published', isPublished, 5000));
      }
      await waitUntil('the former processes have ended', () => !former.some(isAlive));
      expect(server.listWorkers()).toHaveLength(2);
    }
    const answered = harvesters.answers();
    await waitUntil('the harvesters go on', () => harvesters.answers() > answered + 100);
    await harvesters.stop();
    console.info(
      `${harvesters.answers()} requests during two restarts; ${written} writes, the slowest published after ${Math.round(slowestMs)} ms.`,
    );
    expect(harvesters.failures).toEqual([]);
    expect(harvesters.harvests.length).toBeGreaterThan(8);
    for (const identifiers of harvesters.harvests) {
      const old = identifiers.filter((identifier) => identifier.includes(':old-'));
      expect(old.length).toBe(unchanged);
      expect(new Set(old).size).toBe(unchanged);
    }
    expect(server.log()).not.toMatch(/"level":"(error|fatal)"/);
  });

  test('answers a request on a connection that was idle when the restart began, and asks to close it then', async () => {
    const server = await start();
    const agents = Array.from({ length: 4 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    const ask = (agent: Agent) =>
      new Promise<{ port: number; reused: boolean; connection: string | undefined }>((resolve, reject) => {
        const request = get(`${server.url}?verb=Identify`, { agent }, (response) => {
          const port = response.socket.localPort!;
          response
            .resume()
            .on('end', () => resolve({ port, reused: request.reusedSocket, connection: response.headers.connection }));
        }).on('error', reject);
      });
    // One after the other, so that each worker gets every second one.
    for (const agent of agents) await ask(agent);
    const [first] = server.listWorkers();
    server.kill('SIGHUP');
    await waitUntil('the first is told', () => server.log().includes(`takes over from worker ${first},`));
    await sleep(500);
    const answers = await Promise.all(agents.map(ask));
    expect(answers.map(({ reused }) => reused)).toEqual([true, true, true, true]);
    expect(answers.map(({ connection }) => connection).sort()).toEqual(['close', 'close', 'keep-alive', 'keep-alive']);
    for (const agent of agents) agent.destroy();
  });

  test('reads the settings file again, and lets a slow client have its page to the end', async () => {
    const folder = makeTemporaryFolder('oai-pmh-settings-');
    const file = path.join(folder.path, 'oai.yaml');
    writeFileSync(file, 'OAI_REPOSITORY_NAME: Before\n');
    await insertRecords(database.db, 2000, 'big', 8000);
    await publishNow(database.db);
    const server = await start({
      OAI_CONFIG: file,
      OAI_PAGE_SIZE: '10000',
      OAI_PAGE_MAX_BYTES: '90000000',
      OAI_SHUTDOWN_TIMEOUT_MS: '1000',
    });
    const client = await startPausedClient(`${server.url}?verb=ListRecords&metadataPrefix=oai_dc`);
    writeFileSync(file, 'OAI_REPOSITORY_NAME: After\n');
    server.kill('SIGHUP');
    await waitUntil('all are restarted', () => restarts(server) === 1);
    const names = await Promise.all([1, 2, 3, 4].map(() => identify(server.url)));
    expect(names).toEqual(['After', 'After', 'After', 'After']);
    await sleep(1500);
    expect(parseOai(await client.finish()).records.length).toBe(2000 + unchanged);
    await folder.remove();
  });

  test('keeps the former workers where a new one cannot start', async () => {
    const folder = makeTemporaryFolder('oai-pmh-settings-');
    const file = path.join(folder.path, 'oai.yaml');
    writeFileSync(file, 'OAI_REPOSITORY_NAME: Before\n');
    const server = await start({ OAI_CONFIG: file });
    const workers = server.listWorkers();
    writeFileSync(file, 'OAI_REPOSITORY_NAME: After\nOAI_GRANULARITY: century\n');
    server.kill('SIGHUP');
    await waitUntil('it is given up', () => server.log().includes('The restart is given up'));
    expect(server.log()).toContain('code: SETTING_INVALID');
    expect(server.listWorkers()).toEqual(workers);
    expect(await identify(server.url)).toBe('Before');
    writeFileSync(file, 'OAI_REPOSITORY_NAME: After\n');
    server.kill('SIGHUP');
    await waitUntil('all are restarted', () => restarts(server) === 1, 30_000);
    expect(await identify(server.url)).toBe('After');
    await folder.remove();
  });
});

async function identify(url: string): Promise<string | undefined> {
  return /<repositoryName>([^<]+)</.exec(
    await (await fetch(`${url}?verb=Identify`, { headers: { Connection: 'close' } })).text(),
  )?.[1];
}

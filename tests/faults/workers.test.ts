import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { harvestAll } from '../support/harvest.ts';
import { publishNow } from '../support/publish-now.ts';
import { startKeepAliveHarvesters } from './keep-alive-harvesters.ts';
import { runCommand } from './server-process.ts';
import { isAlive, startWithWorkers } from './server-workers.ts';
import { countLive, getValue, insertRecords } from './sql-records.ts';
import { patience, waitUntil } from './wait-until.ts';

needsRealPostgres('A server with several workers', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await makeTestDatabase();
  });

  afterEach(async () => {
    await database.drop();
  });

  const start = (env: Record<string, string> = {}, workers = 2) =>
    startWithWorkers({ DATABASE_URL: database.url, ...env }, workers);
  const isPublished = (count: number) => async () => (await countLive(database.db)) === count;

  test('answers with each of them on one port, and one that hangs holds up none but its own clients', async () => {
    const server = await start();
    const agents = Array.from({ length: 6 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    const identify = (agent: Agent) =>
      new Promise<void>((resolve, reject) => {
        const request = get(`${server.url}?verb=Identify`, { agent }, (response) => response.resume().on('end', resolve));
        request.on('error', reject);
      });
    // One after the other, so that each worker gets every second one.
    for (const agent of agents) await identify(agent);
    for (const pid of server.listWorkers()) {
      process.kill(pid, 'SIGSTOP');
      let answered = 0;
      const all = agents.map(async (agent) => {
        await identify(agent);
        answered += 1;
      });
      await waitUntil('the other worker has answered its own', () => answered >= 3);
      await sleep(200);
      expect(answered).toBe(3);
      process.kill(pid, 'SIGCONT');
      await Promise.all(all);
    }
    for (const agent of agents) agent.destroy();
    expect(server.log().match(/"msg":"Serving /g)).toHaveLength(1);
  });

  test('replaces one that is killed, and no request fails but those in its hand', async () => {
    await insertRecords(database.db, 500);
    await publishNow(database.db);
    const server = await start();
    const [killed] = server.listWorkers().filter((pid) => pid !== server.findPublishing());
    const harvesters = startKeepAliveHarvesters(server.url, 8);
    await waitUntil('the harvesters are at work', () => harvesters.answers() > 50);
    // Halted first, to see which harvesters it has in its hand.
    process.kill(killed!, 'SIGSTOP');
    await sleep(200);
    const before = harvesters.answersOfEach();
    await waitUntil('the others go on', () => harvesters.answersOfEach().some((answers, at) => answers > before[at]! + 20));
    const inItsHand = harvesters.answersOfEach().filter((answers, harvester) => answers === before[harvester]).length;
    expect(inItsHand).toBeLessThan(8);
    process.kill(killed!, 'SIGKILL');
    const ms = await waitUntil('another has its place', () => server.listWorkers().length === 2 && !isAlive(killed!));
    console.info(`Replaced ${Math.round(ms)} ms after kill -9.`);
    const answered = harvesters.answers();
    await waitUntil('the harvesters go on', () => harvesters.answers() > answered + 50);
    await harvesters.stop();
    expect(harvesters.unlucky()).toBeGreaterThan(0);
    // One that asks again may be handed to the same worker before it is known to be dead.
    expect(harvesters.unlucky(), harvesters.failures.join('\n')).toBeLessThanOrEqual(inItsHand);
    expect(server.log()).toContain(`Worker ${killed} was ended by SIGKILL; another is started.`);
  });

  test('goes on publishing soon after the worker that publishes was killed [G1]', async () => {
    const server = await start();
    const killed = server.findPublishing()!;
    process.kill(killed, 'SIGKILL');
    await insertRecords(database.db, 10);
    const ms = await waitUntil('the records are published', isPublished(10));
    console.info(`Published ${Math.round(ms)} ms after kill -9 of the publisher.`);
    expect(ms).toBeLessThan(5000 * patience);
    expect(server.findPublishing()).not.toBe(killed);
    const publisher = await getValue<string>(database.db, 'select publisher from publish_clock');
    expect(publisher.split(':')[1]).toBe(String(server.pid));
    expect((await harvestAll(server.url)).records.length).toBe(10);
  });

  test('cuts the connection that a killed worker was just given, so that its client need not wait for ever [G8]', async () => {
    const server = await start();
    const [halted] = server.listWorkers();
    process.kill(halted!, 'SIGSTOP');
    const clients = [1, 2].map(() => connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => undefined));
    await Promise.all(clients.map((client) => once(client, 'connect')));
    await sleep(300);
    process.kill(halted!, 'SIGKILL');
    await waitUntil('one is closed', () => clients.some(({ closed }) => closed));
    for (const client of clients) client.destroy();
  });

  test('waits longer and longer where workers die again and again soon after their start', async () => {
    const server = await start();
    for (let kill = 0; kill < 4; kill += 1) {
      process.kill(server.listWorkers().at(-1)!, 'SIGKILL');
      await waitUntil('it is noticed', () => (server.log().match(/another is started/g) ?? []).length === kill + 1);
      await waitUntil('it is replaced', () => server.listWorkers().length === 2);
    }
    const pauses = [...server.log().matchAll(/another is started( in \d+ s)?\./g)].map(([, pause]) => pause);
    expect(pauses).toEqual([undefined, ' in 1 s', ' in 2 s', ' in 4 s']);
  });

  test('publishes nothing where OAI_PUBLISH says no', async () => {
    const server = await start({ OAI_PUBLISH: 'no' });
    await insertRecords(database.db, 5);
    await sleep(1500);
    expect(await countLive(database.db)).toBe(0);
    expect(await getValue(database.db, 'select publisher from publish_clock')).toBe(null);
    expect(server.findPublishing()).toBe(null);
  });

  test('leaves no worker behind when its first process is killed', async () => {
    const server = await start();
    const workers = server.listWorkers();
    server.kill('SIGKILL');
    await waitUntil('they have ended', () => !workers.some(isAlive), 3000);
    await expect(fetch(server.url)).rejects.toThrow();
  });

  test('that cannot start tells the reason once and ends with 1', async () => {
    const server = await start();
    const { port } = new URL(server.url);
    const taken = await runCommand(['serve', '--workers', '3', '--port', port], { DATABASE_URL: database.url });
    expect(taken.code).toBe(1);
    expect(taken.stderr.match(/^code: /gm)).toHaveLength(1);
    expect(taken.stderr).toContain('code: PORT_IN_USE');
    const away = await runCommand(['serve', '--workers', '3', '--port', '0'], { DATABASE_URL: 'postgresql://127.0.0.1:1/x' });
    expect(away.code).toBe(1);
    expect(away.stderr.match(/^code: /gm)).toHaveLength(1);
    expect(away.stderr).toContain('code: DATABASE_UNREACHABLE');
  });

  test('is refused on the embedded database', async () => {
    const { code, stderr } = await runCommand(['serve', '--workers', '2'], { OAI_DATA_DIR: '/nowhere' });
    expect(code).toBe(1);
    expect(stderr).toContain('code: WORKERS_NEED_POSTGRESQL');
  });
});

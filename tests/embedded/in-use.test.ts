import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { runCommand, startServerProcess } from '../faults/server-process.ts';
import { waitUntil } from '../faults/wait-until.ts';
import { harvestAll } from '../support/harvest.ts';
import { makeDataFolder, usePreparedDatabase } from './data-folder.ts';

describe('A data directory that a server uses', () => {
  const prepare = usePreparedDatabase();

  test('is refused to a second server, which names the first, and the first goes on unharmed', async () => {
    const env = { OAI_DATA_DIR: prepare(makeDataFolder()), PORT: '0' };
    const server = await startServerProcess(env);
    const { code, stderr } = await runCommand(['serve'], env);
    expect(code).toBe(1);
    expect(stderr).toContain(`is in use by process ${server.pid} (serve)`);
    expect(stderr).toContain('code: DATA_DIR_IN_USE');
    expect(stderr).toContain('hint: ');
    const { code: imported } = await runCommand(['import', '-'], env, '{"id": "one", "metadata": {"title": "One"}}\n');
    expect(imported).toBe(0);
    await waitUntil('it is published', async () =>
      (await harvestAll(server.url)).records.some(({ identifier }) => identifier === 'oai:an.example.org:one'),
    );
  });

  test('is refused to a second server even while the first is stopped and cannot answer', async () => {
    const env = { OAI_DATA_DIR: prepare(makeDataFolder()), PORT: '0' };
    const server = await startServerProcess(env);
    server.kill('SIGSTOP');
    const { code, stderr } = await runCommand(['serve'], env);
    server.kill('SIGCONT');
    expect(stderr).toContain('code: DATA_DIR_IN_USE');
    expect(code).toBe(1);
    await waitUntil('it publishes', async () => (await harvestAll(server.url)).records.length > 0);
  });

  test('is shared by the other commands, which work on the database of the running server', async () => {
    const env = { OAI_DATA_DIR: prepare(makeDataFolder()) };
    const server = await startServerProcess(env);
    const lines = Array.from({ length: 300 }, (_, at) => JSON.stringify({ id: `i-${at}`, metadata: { title: `Title ${at}` } }));
    const bad = JSON.stringify({ id: 'bad', metadata: { titles: 7 } });
    const [imported, published] = await Promise.all([
      runCommand(['import', '-'], env, `${[...lines, bad].join('\n')}\n`),
      runCommand(['publish'], env),
    ]);
    expect(imported.stderr).not.toContain('this is a bug');
    expect(published.stderr).not.toContain('this is a bug');
    const readStatus = async () =>
      JSON.parse((await runCommand(['status', '--json'], env)).stdout) as Record<string, number | string>;
    await waitUntil('all are published', async () => (await readStatus()).outboxLength === 0);
    const status = await readStatus();
    const { records } = await harvestAll(server.url);
    expect(records.filter(({ identifier }) => identifier.includes(':i-')).length).toBe(300);
    expect(status.published).toBe(records.length);
    expect(status.publisher).toContain(':');
    const problems = await runCommand(['problems', '--json'], env);
    expect(problems.code).toBe(status.problems === 0 ? 0 : 1);
    expect(problems.stdout.trim().split('\n').filter(Boolean).length).toBe(status.problems);
    expect((await runCommand(['migrate'], env)).stdout).toContain('up to date');
  });

  test('is free at once when the server was told to stop, and its data is as it was', async () => {
    const env = { OAI_DATA_DIR: prepare(makeDataFolder()) };
    const server = await startServerProcess(env);
    await sleep(1500);
    const before = await harvestAll(server.url);
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    const { code, stdout } = await runCommand(['status', '--json'], env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ published: before.records.length, outboxLength: 0, publisher: null });
    const again = await startServerProcess(env);
    expect((await harvestAll(again.url)).records).toEqual(before.records);
  });
});

import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { startServerProcess } from '../faults/server-process.ts';
import { waitUntil } from '../faults/wait-until.ts';
import { harvestAll } from '../support/harvest.ts';
import { withClient } from '../support/test-pool.ts';
import { findEmbeddedUrl, makeDataFolder, usePreparedDatabase } from './data-folder.ts';

/** Inserts one row after the other until the connection breaks; resolves to the ids that were acknowledged. */
async function insertUntilBroken(url: string, prefix: string, onInsert: (count: number) => void): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const acknowledged: string[] = [];
  for (let at = 0; ; at += 1) {
    const id = `${prefix}-${at}`;
    try {
      await client.query('insert into records (id, metadata) values ($1, $2)', [id, { title: `Title ${at}` }]);
    } catch {
      return acknowledged;
    }
    acknowledged.push(id);
    onInsert(acknowledged.length);
  }
}

describe('The embedded database of a server', () => {
  const prepare = usePreparedDatabase();

  test('has the examples after its first start, which says so, and not again after the second', async () => {
    const env = { OAI_DATA_DIR: makeDataFolder() };
    const server = await startServerProcess(env);
    const loaded = /The repository was empty: (\d+) example records were loaded into it/.exec(server.log());
    const count = Number(loaded?.[1]);
    expect(count).toBeGreaterThan(10);
    let harvested = 0;
    await waitUntil('they are published', async () => {
      harvested = (await harvestAll(server.url)).records.length;
      return harvested === count;
    });
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    const again = await startServerProcess(env);
    expect(again.log()).not.toContain('example records');
    expect((await harvestAll(again.url)).records.length).toBe(count);
  });

  test('loses no acknowledged row to kill -9 in the middle of writing, three times over, and is back within seconds', async () => {
    const env = { OAI_DATA_DIR: prepare(makeDataFolder()) };
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const server = await startServerProcess(env);
      if (round > 0) {
        // 1 s on a machine with nothing else to do; the tests next to this one have things to do.
        console.info(`Serving ${Math.round(server.startedInMs)} ms after the start that followed kill -9.`);
        expect(server.startedInMs).toBeLessThan(15_000);
      }
      const rows = insertUntilBroken(findEmbeddedUrl(server.log()), `round-${round}`, (count) => {
        if (count === 300) server.kill('SIGKILL');
      });
      acknowledged.push(...(await rows));
      expect(await server.ended).toBe('SIGKILL');
    }
    const server = await startServerProcess(env);
    const there = await withClient(findEmbeddedUrl(server.log()), async (client) => {
      const { rows } = await client.query<{ id: string }>('select id from records');
      return new Set(rows.map(({ id }) => id));
    });
    expect(acknowledged.length).toBeGreaterThanOrEqual(900);
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
    await waitUntil('every one is published', async () => {
      const identifiers = new Set((await harvestAll(server.url)).records.map(({ identifier }) => identifier));
      return acknowledged.every((id) => identifiers.has(`oai:an.example.org:${id}`));
    });
  });

  test('goes on for everybody else when a client goes away in the middle of its transaction', async () => {
    const server = await startServerProcess({ OAI_DATA_DIR: prepare(makeDataFolder()) });
    const url = findEmbeddedUrl(server.log());
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('begin');
    await client.query(`insert into records (id, metadata) values ('never', '{"title": "Never"}')`);
    // Its socket, as kill -9 of the client closes it.
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    const ids = await withClient(url, async (other) => {
      await other.query(`insert into records (id, metadata) values ('after', '{"title": "After"}')`);
      return (await other.query<{ id: string }>(`select id from records where id in ('never', 'after')`)).rows;
    });
    expect(ids).toEqual([{ id: 'after' }]);
    await waitUntil('it is published', async () =>
      (await harvestAll(server.url, { retries: 2 })).records.some(({ identifier }) => identifier === 'oai:an.example.org:after'),
    );
  });
});

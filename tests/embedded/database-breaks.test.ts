import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { startServerProcess } from '../faults/server-process.ts';
import { withClient } from '../support/test-pool.ts';
import { findEmbeddedUrl, makeDataFolder, openPrepared, usePreparedDatabase } from './data-folder.ts';

describe('An embedded database that breaks', () => {
  const prepare = usePreparedDatabase();

  test.each([
    ['of which the answer got lost', [`select convert_to('é', 'LATIN1')`], /^The embedded database broke off without an answer/],
    [
      'that lets the session end',
      [`set idle_session_timeout = '0.3s'`, { text: 'select $1::text', values: ['x'] }],
      /^terminating connection due to idle/,
    ],
    ['that lets its transaction end', [`set transaction_timeout = '0.3s'`, 'begin'], /^terminating connection due to trans/],
  ])('that has a query %s ends, tells why, and nobody waits for it', async (_, queries, reason) => {
    const ended: Error[] = [];
    const url = await openPrepared(prepare, (error) => ended.push(error));
    await withClient(url, async (other) => {
      other.on('error', () => undefined);
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => undefined);
      await client.connect();
      const asking = (async () => {
        for (const query of queries) await client.query(query);
        await sleep(500);
        await client.query('select 7');
      })();
      await expect(asking).rejects.toThrow();
      await expect(other.query('select 7')).rejects.toThrow();
    });
    await expect
      .poll(() => ended.map(({ message }) => message), { timeout: 10_000 })
      .toContainEqual(expect.stringMatching(reason));
  });

  test('ends its server with the reason, too, and what was committed is there when it is started again', async () => {
    const env = { OAI_DATA_DIR: prepare(makeDataFolder()) };
    const server = await startServerProcess(env);
    await withClient(findEmbeddedUrl(server.log()), async (client) => {
      client.on('error', () => undefined);
      await client.query(`insert into records (id, metadata) values ('kept', '{"title": "Kept"}')`);
      await expect(client.query(`select convert_to('é', 'LATIN1')`)).rejects.toThrow();
    });
    expect(await server.ended).toBe(1);
    expect(server.log()).toMatch(
      /"message":"The embedded database broke off without an answer\..*"msg":"The embedded database ended\."/,
    );
    const url = findEmbeddedUrl((await startServerProcess(env)).log());
    const rows = await withClient(url, (client) => client.query(`select id from records where id = 'kept'`));
    expect(rows.rows).toEqual([{ id: 'kept' }]);
  });
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCommand, startServerProcess } from '../faults/server-process.ts';
import { harvestAll } from '../support/harvest.ts';
import { withClient } from '../support/test-pool.ts';
import { findEmbeddedUrl, makeDataFolder, openPrepared, usePreparedDatabase } from './data-folder.ts';

describe('Clients of an embedded database share its session', () => {
  const prepare = usePreparedDatabase();
  const open = () => openPrepared(prepare);

  /** Another client's query, and whether it was answered yet. */
  function askOther(url: string) {
    const other = { over: false, answer: withClient(url, (client) => client.query('select $1::integer + 1 as n', [6])) };
    const note = () => {
      other.over = true;
    };
    other.answer.then(note, note);
    return other;
  }

  test('and none gets into the query of another, however long that takes to come', async () => {
    const url = await open();
    const { connection, told } = await connectHalting(url);
    connection.parse({ name: '', text: 'select $1::text as t', types: [] }, true);
    await sleep(200);
    const other = askOther(url);
    await sleep(300);
    expect(other.over).toBe(false);
    connection.bind({ values: ['mine'] } as pg.BindConfig, true);
    connection.execute({} as pg.ExecuteConfig, true);
    connection.sync();
    expect((await other.answer).rows).toEqual([{ n: 7 }]);
    expect(told).toEqual(['mine', 'complete', 'ready']);
  });

  test('and each is over when PostgreSQL says so, wherever its answer is cut in two', async () => {
    const url = await open();
    await withClient(url, (one) =>
      withClient(url, async (other) => {
        // PostgreSQL sends 8,192 bytes at a time.
        for (let length = 8_080; length <= 8_192; length += 1) {
          await one.query({ text: 'select repeat($1, $2) as t', values: ['x', length] });
          expect((await other.query('select 7 as n')).rows).toEqual([{ n: 7 }]);
        }
      }),
    );
  });

  const parse = (connection: pg.Connection, text: string) => connection.parse({ name: '', text, types: [] }, true);
  const execute = (connection: pg.Connection, text: string) => {
    parse(connection, text);
    connection.bind({ values: [] } as pg.BindConfig, true);
    connection.execute({} as pg.ExecuteConfig, true);
  };
  const insert = `insert into records (id, metadata) values ('half', '{"title": "Half"}')`;

  test.each<[string, (connection: pg.Connection) => void]>([
    ['is not whole', (connection) => parse(connection, 'select $1::text')],
    ['lacks its end', (connection) => execute(connection, insert)],
    [
      'lacks its end, though it wants answers',
      (connection) => {
        execute(connection, insert);
        connection.flush();
      },
    ],
    [
      'has an error and lacks its end',
      (connection) => {
        parse(connection, 'select nothing from nowhere');
        connection.flush();
      },
    ],
    [
      'is within a transaction',
      (connection) => {
        connection.query('begin');
        execute(connection, insert);
        connection.flush();
      },
    ],
    [
      'has an error, and one of another kind in place of its end',
      (connection) => {
        parse(connection, 'select nothing from nowhere');
        connection.query('select 2');
      },
    ],
    [
      'has one of another kind in place of its end',
      (connection) => {
        execute(connection, insert);
        connection.query('select 2');
      },
    ],
  ])('and one that leaves during a query that %s leaves no trace of it, and stops nobody', async (_, begin) => {
    const url = await open();
    for (const leave of ['close', 'end'] as const) {
      const { connection } = await connectHalting(url);
      begin(connection);
      await sleep(200);
      const other = askOther(url);
      await sleep(300);
      expect(other.over).toBe(false);
      if (leave === 'close') connection.stream.destroy();
      else connection.end();
      expect((await other.answer).rows).toEqual([{ n: 7 }]);
      const rows = await withClient(url, (client) => client.query(`select id from records where id = 'half'`));
      expect(rows.rows).toEqual([]);
    }
  });

  test.each([
    ['as text', (copy: string) => copy],
    ['as a query with values', (copy: string) => ({ text: copy, queryMode: 'extended' })],
  ])('and COPY FROM STDIN, which would end it, is refused with what to do instead, %s', async (_, toQuery) => {
    const url = await open();
    await withClient(url, async (client) => {
      const refused =
        /^COPY from stdin failed: the embedded database takes no data by COPY; use INSERT, or oai-pmh-server import$/;
      await expect(client.query(toQuery('-- mine\ncopy records(id, metadata)from/**/stdin (format csv)'))).rejects.toThrow(
        refused,
      );
      await client.query('begin');
      await expect(client.query(toQuery('copy records from stdin'))).rejects.toThrow(refused);
      await expect(client.query('select 1')).rejects.toThrow('current transaction is aborted');
      await client.query('rollback');
      expect((await client.query(toQuery(`select 'from stdin' as said`))).rows).toEqual([{ said: 'from stdin' }]);
    });
  });

  test.each([
    ['in good order', 'set datestyle = german'],
    ['in good order', 'set session authorization another'],
    ['in good order', 'set role another'],
    ['in good order', 'begin'],
    ['without a word', 'set datestyle = german'],
  ])('and what one has set is set back after it left %s with %s', async (how, last) => {
    const url = await open();
    const settings = `select current_setting('search_path') as path, current_setting('datestyle') as dates, session_user as who, current_user as role`;
    await withClient(url, (client) => client.query('create role another'));
    const before = await withClient(url, (client) => client.query(settings));
    await withClient(url, async (early) => {
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => undefined);
      await client.connect();
      await client.query(`set search_path = ''`);
      await client.query(last);
      if (how === 'in good order') await client.end();
      else {
        (client as unknown as { connection: pg.Connection }).connection.stream.destroy();
        await sleep(100);
      }
      expect((await early.query(settings)).rows).toEqual(before.rows);
    });
  });

  test('and what one has set is set back, too, when it left during the transaction of another', async () => {
    const url = await open();
    await withClient(url, async (other) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`set search_path = ''`);
      await other.query('begin');
      await client.end();
      await other.query('commit');
      expect((await other.query('show search_path')).rows).toEqual([{ search_path: 'public' }]);
    });
  });

  test('and what one has set stays while others only look whether somebody is there', async () => {
    const url = await open();
    await withClient(url, async (client) => {
      await client.query(`set search_path = ''`);
      const socket = connect(`${new URL(url).searchParams.get('host')}/.s.PGSQL.5432`);
      await once(socket, 'connect');
      socket.destroy();
      await sleep(200);
      expect((await client.query('show search_path')).rows).toEqual([{ search_path: '""' }]);
    });
  });

  test('and what one has prepared, and its temporary tables and cursors, are gone with it, where no third is there', async () => {
    const url = await open();
    const prepared = { name: 'mine', text: 'select $1::text as t', values: ['x'] };
    await withClient(url, async (other) => {
      for (let turn = 0; turn < 2; turn += 1) {
        await withClient(url, async (client) => {
          expect((await client.query(prepared)).rows).toEqual([{ t: 'x' }]);
          await client.query('create temporary table records (id integer)');
          await client.query('declare mine cursor with hold for select 1');
        });
        expect((await other.query(`select count(*)::integer as n from records where id = 'none'`)).rows).toEqual([{ n: 0 }]);
      }
    });
  });

  test('and text is UTF-8, whatever one asks for', async () => {
    const url = await open();
    await withClient(url, async (other) => {
      await withClient(url, async (client) => {
        await client.query(`set client_encoding = 'LATIN1'`);
        const text = '佐 β é';
        for (const each of [other, client])
          expect((await each.query('select $1::text as t', [text])).rows).toEqual([{ t: text }]);
        await client.query('begin');
        await client.query(`select set_config('client_encoding', 'LATIN1', false)`);
        expect((await client.query('select $1::text as t', [text])).rows).toEqual([{ t: text }]);
        await client.query('rollback');
      });
    });
  });

  test('and so it is wherever the message that another was set is cut in two', async () => {
    const url = await open();
    await withClient(url, (one) =>
      withClient(url, async (other) => {
        for (let length = 8_100; length <= 8_130; length += 1) {
          await one.query(`select repeat('x', ${length}) as t; set client_encoding = 'LATIN1'`);
          expect((await other.query('show client_encoding')).rows, `${length}`).toEqual([{ client_encoding: 'UTF8' }]);
        }
      }),
    );
  });

  test('and words that PostgreSQL does not know at that time stop nobody', async () => {
    const url = await open();
    const { connection } = await connectHalting(url);
    for (const type of 'pdcfz') connection.stream.write(Buffer.from(`${type}\0\0\0\x06x\0`));
    await sleep(100);
    expect((await askOther(url).answer).rows).toEqual([{ n: 7 }]);
  });

  test('and a command waits while one has a transaction open', async () => {
    const env = { OAI_DATA_DIR: prepare(makeDataFolder()), OAI_PUBLISH: 'no' };
    const url = findEmbeddedUrl((await startServerProcess(env)).log());
    await withClient(url, async (client) => {
      await client.query('begin');
      const counting = runCommand(['status'], env);
      // Longer than a connection may take to a server elsewhere.
      await sleep(6_000);
      await client.query('commit');
      expect(await counting).toMatchObject({ code: 0, stderr: '' });
    });
  });

  test('and a large import goes in whole while the server publishes and is harvested', async () => {
    const env = { OAI_DATA_DIR: prepare(makeDataFolder()), OAI_ADMIN_EMAILS: 'me@example.org' };
    const server = await startServerProcess(env);
    const record = (at: number) =>
      JSON.stringify({ id: `r-${at}`, metadata: { title: `T ${at}`, abstract: 'y'.repeat(20_000) } });
    const lines = Array.from({ length: 400 }, (_, at) => `${record(at)}\n`).join('');
    let over = false;
    const importing = runCommand(['import', '-'], env, lines).finally(() => {
      over = true;
    });
    while (!over) await harvestAll(server.url);
    const { code, stderr } = await importing;
    expect(stderr).not.toContain('error');
    expect(code).toBe(0);
    expect(server.log()).not.toMatch(/"level":"(warn|error)"/);
  });
});

/** A client that says what it wants bit by bit, and what it was told. */
async function connectHalting(url: string): Promise<{ connection: pg.Connection; told: string[] }> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  const told: string[] = [];
  const tell = (word: string) => () => void told.push(word);
  const connection = await new Promise<pg.Connection>((submit) => {
    client.query({
      submit,
      handleRowDescription: () => undefined,
      handleDataRow: ({ fields }: { fields: string[] }) => void told.push(...fields),
      handleCommandComplete: tell('complete'),
      handleReadyForQuery: tell('ready'),
      handleError: tell('error'),
    } as pg.Submittable);
  });
  return { connection, told };
}

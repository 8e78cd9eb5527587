import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ProgramError } from '../../src/errors.ts';
import { noteChangedOutput } from '../../src/publish/output-version.ts';
import { BatchFault, publishBatch, setAside } from '../../src/publish/publish-batch.ts';
import { drainOutbox } from '../../src/publish/publisher.ts';
import { RecordFault, type Renderer } from '../../src/publish/renderer.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { publishNow } from '../support/publish-now.ts';
import { makeTestRenderer, testFormats } from '../support/test-formats.ts';

let database: TestDatabase;
const run = (text: string) => database.db.query<Record<string, unknown>>({ name: '', text });
const listLive = async () => (await run('select id from published where not deleted order by id')).map(({ id }) => id);
const listWaiting = async () => (await run('select record_id from outbox order by entry')).map((row) => row.record_id);
const inline = makeTestRenderer();
const noOffset = () => 0;
const toOutput = (identifierDomain: string) => ({ identifierDomain, formats: testFormats });

/** A renderer whose thread dies of every batch with this record in it. */
const dyingOf = (id: string): Renderer => ({
  ...inline,
  render: async (records, datestamp) => {
    if (records.some((record) => record.id === id))
      throw new RecordFault({ id, code: 'format_failed', message: 'Publishing failed: it was not rendered within 15 s.' });
    return inline.render(records, datestamp);
  },
});

beforeEach(async () => {
  database = await makeTestDatabase();
});

afterEach(async () => {
  await database.drop();
});

describe('A record that the rendering thread dies of', () => {
  test('is found among many and becomes a problem; the others are published [G4]', async () => {
    await run(`insert into records (id, metadata) select 'r' || n, '{"title": "t"}' from generate_series(1, 50) n`);
    const problems: unknown[] = [];
    const events = { problem: (problem: unknown) => problems.push(problem) };
    const parts = {
      db: database.db,
      renderer: dyingOf('r33'),
      formats: testFormats,
      clockOffsetSeconds: noOffset,
      batchSize: 40,
      events,
    };
    const batches: number[] = [];
    await drainOutbox(parts, async ({ entries }) => batches.push(entries) > 0);
    expect(problems).toEqual([expect.objectContaining({ id: 'r33', code: 'format_failed' })]);
    // Nobody waits for one limit of time after the other while ever smaller batches are tried.
    expect(batches).toEqual([0, 40, 9]);
    expect(await listLive()).toHaveLength(49);
    expect(await listWaiting()).toEqual([]);
  });

  test('is the one that is set aside, whatever came before it in the outbox meanwhile [G1]', async () => {
    await run(`insert into records (id, metadata) values ('bad', '{"title": "t"}')`);
    const parts = { db: database.db, renderer: dyingOf('bad'), formats: testFormats, clockOffsetSeconds: noOffset };
    await run(`insert into records (id, metadata) values ('good', '{"title": "t"}')`);
    const fault: unknown = await publishBatch(parts, 2).catch((error: unknown) => error);
    if (!(fault instanceof BatchFault && fault.cause instanceof RecordFault)) throw new Error('no fault', { cause: fault });
    // An older entry of a transaction that commits only now, and a change of the record that may mend it.
    await run(`insert into outbox (entry, record_id) overriding system value values (-1, 'innocent')`);
    await run(`update records set metadata = '{"title": "mended"}' where id = 'bad'`);
    expect(await setAside(parts, fault.entries, fault.cause.problem)).toEqual([fault.cause.problem]);
    expect(await listWaiting()).toEqual(['innocent', 'good', 'bad']);
  });
});

describe('What befalls every record', () => {
  test('is blamed on none: a missing right leaves everything in the outbox [G1] [G4]', async () => {
    await run(`insert into records (id, metadata) values ('a', '{"title": "t"}'), ('b', '{"title": "t"}')`);
    await run('truncate records');
    await run('alter table problems rename to problems_gone');
    await expect(publishNow(database.db)).rejects.toThrow(/problems/);
    expect(await listWaiting()).toEqual(['a', 'b', null]);
    await run('alter table problems_gone rename to problems');
    expect(await publishNow(database.db)).toEqual({ published: 0, deleted: 0, problems: [] });
    expect(await listWaiting()).toEqual([]);
  });
});

describe('Threads that cannot begin', () => {
  test('are no fault of the records: all wait, and are published when threads can [G1] [G4]', async () => {
    await run(`insert into records (id, metadata) select 'r' || n, '{"title": "t"}' from generate_series(1, 30) n`);
    let tries = 0;
    const renderer: Renderer = {
      ...inline,
      render: async () => {
        tries += 1;
        throw new ProgramError('RENDERING_FAILED', 'No thread could begin to render.');
      },
    };
    const parts = {
      db: database.db,
      formats: testFormats,
      clockOffsetSeconds: noOffset,
      batchSize: 20,
      events: { problem: () => {} },
    };
    await expect(drainOutbox({ ...parts, renderer }, async () => true)).rejects.toMatchObject({ code: 'RENDERING_FAILED' });
    expect(tries).toBe(1);
    expect(await listWaiting()).toHaveLength(30);
    await drainOutbox({ ...parts, renderer: inline }, async () => true);
    expect(await listLive()).toHaveLength(30);
  });
});

describe('A giant record', () => {
  test('is a problem and never read, however little it takes on disk [G4]', async () => {
    await run(`insert into records (id, metadata) values ('good', '{"title": "t"}')`);
    await run(`insert into records (id, metadata) select 'giant', jsonb_build_object('title', 't', 'x', repeat('a', 40000000))`);
    const { published, problems } = await publishNow(database.db);
    expect(published).toBe(1);
    expect(problems).toEqual([expect.objectContaining({ id: 'giant', code: 'record_too_large' })]);
  });

  test('of less is published, several of them in several batches [G4]', async () => {
    const text = `insert into records (id, metadata) select 'large' || n, jsonb_build_object('title', 't', 'x', repeat('a', 15000000)) from generate_series(1, 5) n`;
    await run(text);
    expect(await publishNow(database.db)).toEqual({ published: 5, deleted: 0, problems: [] });
  });
});

describe('A record in very many sets', () => {
  test('is a problem beyond a thousand [G7]', async () => {
    const sets = (count: number) => `array(select 'set-' || n from generate_series(1, ${count}) n)`;
    await run(
      `insert into records (id, metadata, sets) values ('many', '{"title": "t"}', ${sets(1000)}), ('more', '{"title": "t"}', ${sets(1001)})`,
    );
    const { problems } = await publishNow(database.db);
    expect(problems).toEqual([expect.objectContaining({ id: 'more', code: 'too_many_sets' })]);
    expect(await listLive()).toEqual(['many']);
  });
});

needsRealPostgres('A writer that has locked the whole table', () => {
  test('makes the publisher let go of the clock after some seconds, and loses nothing [G1] [G8]', async () => {
    await run(`insert into records (id, metadata) values ('a', '{"title": "t"}')`);
    await database.db.transaction(async (transaction) => {
      await transaction.query({ name: '', text: 'lock table records in access exclusive mode' });
      await expect(publishNow(database.db)).rejects.toMatchObject({ code: '55P03' });
    });
    expect(await publishNow(database.db)).toMatchObject({ published: 1 });
  });
});

describe('Records that compression makes tiny', () => {
  test('are read by what they are as text, and so never too many at once [G4]', async () => {
    const text = `insert into records (id, metadata) select 'a' || g, jsonb_build_object('title', 'big', 'x', repeat('&', 150000)) from generate_series(1, 600) g`;
    await run(text);
    const sizes: number[] = [];
    const renderer: Renderer = {
      ...inline,
      render: (records, datestamp) => {
        sizes.push(records.length);
        return inline.render(records, datestamp);
      },
    };
    const parts = { db: database.db, renderer, formats: testFormats, clockOffsetSeconds: noOffset };
    for (let result = await publishBatch(parts, 1000); result.entries > 0; result = await publishBatch(parts, 1000));
    expect(Math.max(...sizes)).toBeLessThan(120);
    expect(await listLive()).toHaveLength(600);
  });
});

describe('Another identifier domain', () => {
  test('than the published one is refused to whoever is elected, too [U-08]', async () => {
    await noteChangedOutput(database.db, toOutput('real.example.edu'));
    await expect(noteChangedOutput(database.db, toOutput('other.example.edu'))).rejects.toMatchObject({
      code: 'IDENTIFIER_DOMAIN_CHANGED',
    });
    expect(await noteChangedOutput(database.db, toOutput('real.example.edu'))).toBe(false);
    expect(await noteChangedOutput(database.db, toOutput('other.example.edu'), { changeDomain: true })).toEqual({
      identifierDomain: 'real.example.edu',
    });
  });
});

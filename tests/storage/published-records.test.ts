import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getValue, insertRecords } from '../faults/sql-records.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { publishNow } from '../support/publish-now.ts';
import { restamp } from '../support/restamp.ts';

const counts = `select count(*) filter (where not deleted)::integer as live, count(*) filter (where deleted)::integer as deleted,
  (select record_count from publish_clock)::integer as counted, count(*)::integer as total from published`;

describe('The published records', () => {
  let database: TestDatabase;
  const run = <Row extends object>(text: string) => database.db.query<Row>({ name: '', text });
  const expectCounts = async (live: number, deleted: number) =>
    expect(await run(counts)).toEqual([{ live, deleted, counted: live + deleted, total: live + deleted }]);

  beforeAll(async () => {
    database = await makeTestDatabase();
  });

  afterAll(async () => {
    await database.drop();
  });

  test('are as many as the clock has counted, after inserts, updates, deletions and returns [G7]', async () => {
    await insertRecords(database.db, 250);
    await publishNow(database.db, { batchSize: 60 });
    await expectCounts(250, 0);
    await run(`delete from records where id like 'r-1%'`);
    await run(`update records set visibility = 'withdrawn' where id like 'r-2%'`);
    await run(`insert into records (id, metadata, visibility) values ('never', '{"title": "Never public"}', 'private')`);
    await publishNow(database.db, { batchSize: 60 });
    const gone = 111 + 61;
    await expectCounts(250 - gone, gone);
    await run(`update records set visibility = 'public' where id like 'r-2%'`);
    await publishNow(database.db, { batchSize: 60 });
    await expectCounts(250 - 111, 111);
  });

  test('become tombstones, every one, when records is truncated; those that never were public leave no trace [G6]', async () => {
    await run('truncate records');
    const { deleted } = await publishNow(database.db, { batchSize: 60 });
    expect(deleted).toBe(250 - 111);
    await expectCounts(0, 250);
    expect(await run(`select id from published where id = 'never'`)).toEqual([]);
    expect(await getValue(database.db, 'select count(*)::integer from outbox')).toBe(0);
  });

  test('keep their sets as tombstones, in the lists of the sets too [G6] [K-05]', async () => {
    const [row] = await run<{ sets: string[]; listed: number }>(
      `select (select sets from published where id = 'r-5') as sets,
        (select count(*)::integer from published_sets m join published p using (id, datestamp) where m.set_spec = 's') as listed`,
    );
    expect(row).toEqual({ sets: ['s'], listed: 250 });
  });

  test('stay as they are when a truncated table is filled again with the same rows before the publisher comes [G5]', async () => {
    await insertRecords(database.db, 100, 'again');
    await publishNow(database.db);
    await run(`update published set ${restamp("'2020-01-01T00:00:00Z'::timestamptz")}`);
    await run('create table kept as select * from records');
    await run('begin; truncate records; insert into records select * from kept; commit; drop table kept');
    expect(await publishNow(database.db)).toEqual({ published: 0, deleted: 0, problems: [] });
    expect(await getValue(database.db, `select count(*)::integer from published where datestamp > '2020-01-02'`)).toBe(0);
  });
});

needsRealPostgres('Changes that no trigger saw', () => {
  test('are published by "publish --all": new rows, other rows and missing ones [G6]', async () => {
    const database = await makeTestDatabase();
    const { db } = database;
    await insertRecords(db, 5);
    await publishNow(db);
    await db.transaction(async (transaction) => {
      for (const text of [
        // As logical replication and pg_restore --disable-triggers write.
        'set local session_replication_role = replica',
        `delete from records where id = 'r-0'`,
        `update records set metadata = '{"title": "Other"}' where id = 'r-1'`,
        `insert into records (id, metadata) values ('new', '{"title": "New"}')`,
      ]) {
        await transaction.query({ name: '', text });
      }
    });
    expect(await publishNow(db)).toMatchObject({ published: 0, deleted: 0 });
    await db.query({ name: '', text: 'insert into outbox (record_id) values (null)' });
    expect(await publishNow(db)).toMatchObject({ published: 2, deleted: 1 });
    await database.drop();
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { runCommand, startServerProcess } from './server-process.ts';
import { countLive, getValue, insertRecords } from './sql-records.ts';
import { waitUntil } from './wait-until.ts';

const rounds = 5;
const perRound = 1500;

needsRealPostgres('Several publishers at once', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await makeTestDatabase();
    const run = (text: string) => database.db.query({ name: '', text });
    // The number is drawn by the writing statement, under the clock's lock; so numbers are in the order of commits.
    await run(`create table stamps (number bigint generated always as identity, datestamp timestamptz, through timestamptz,
      backend integer default pg_backend_pid())`);
    await run(`create function keep_stamp() returns trigger language plpgsql as $$ begin
      insert into stamps (datestamp, through) values (new.datestamp, (select published_through from publish_clock)); return null; end $$`);
    await run('create trigger keep_stamp after insert or update on published for each row execute function keep_stamp()');
  });

  afterAll(async () => {
    await database.drop();
  });

  test('never make a stamp decrease, and publish everything once [G1]', async () => {
    const env = { DATABASE_URL: database.url, OAI_PUBLISH_BATCH: '40' };
    await startServerProcess(env);
    let writing = true;
    const codes: unknown[] = [];
    const publishers = Array.from({ length: 2 }, async () => {
      while (writing) codes.push((await runCommand(['publish'], env)).code);
    });
    for (let round = 0; round < rounds; round += 1) {
      await insertRecords(database.db, perRound, `round-${round}`);
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    await waitUntil('all are published', async () => (await countLive(database.db)) === rounds * perRound, 30_000);
    writing = false;
    await Promise.all(publishers);
    expect(codes).toEqual(codes.map(() => 0));
    const backends = await getValue<number>(database.db, 'select count(distinct backend)::integer from stamps');
    expect(backends).toBeGreaterThan(2);
    const wrong = await getValue<number>(
      database.db,
      `select count(*)::integer from (select datestamp, through, lag(datestamp) over (order by number) as before from stamps) s
        where datestamp < before or datestamp < through`,
    );
    expect(wrong).toBe(0);
    expect(await getValue(database.db, 'select count(*)::integer from stamps')).toBe(rounds * perRound);
    expect(await getValue(database.db, 'select record_count::integer from publish_clock')).toBe(rounds * perRound);
  });
});

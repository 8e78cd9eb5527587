import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { startTestApp, testDomain } from '../support/test-app.ts';
import { findDifferences, startFollowers } from './followers.ts';
import { makeRandom, writeForAWhile } from './writers.ts';

const stampText = `to_char(stamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

// What other repositories do, and why they lose records: each row is stamped while its writer's transaction is still open.
const stampInTheTrigger = `
  drop trigger records_inserted on records;
  drop trigger records_updated on records;
  drop trigger records_deleted on records;
  create function stamp_at_once() returns trigger language plpgsql as $$
  declare stamp timestamptz;
  begin
    if tg_op = 'DELETE' then
      stamp := date_trunc('second', clock_timestamp());
      update published set deleted = true, datestamp = stamp, digest = null,
        record_xml = '<record><header status="deleted"><identifier>' || identifier || '</identifier><datestamp>' || ${stampText} || '</datestamp></header></record>'
      where id = old.id;
    else
      stamp := date_trunc('second', clock_timestamp());
      insert into published (id, identifier, datestamp, deleted, sets, record_xml, record_bytes, header_length, digest)
      values (new.id, 'oai:${testDomain}:' || new.id, stamp, false, '{}',
        '<record><header><identifier>oai:${testDomain}:' || new.id || '</identifier><datestamp>' || ${stampText} || '</datestamp></header><metadata><title>'
          || (new.metadata ->> 'title') || '</title></metadata></record>', 1, 1, '')
      on conflict (id) do update set datestamp = excluded.datestamp, deleted = false, record_xml = excluded.record_xml, digest = '';
    end if;
    return null;
  end $$;
  create trigger stamp_at_once after insert or update or delete on records for each row execute function stamp_at_once();`;

needsRealPostgres('The lossless test itself', () => {
  let database: TestDatabase;
  let app: App;

  beforeAll(async () => {
    database = await makeTestDatabase();
    await database.db.query({ name: '', text: stampInTheTrigger });
    app = await startTestApp(database.url, { OAI_PUBLISH: 'no', OAI_PAGE_SIZE: '40' });
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('sees records being lost where the writers stamp them [G1]', async () => {
    const text = `update publish_clock set published_through = date_trunc('second', clock_timestamp())`;
    let ticking = true;
    const ticks = (async () => {
      for (; ticking; await sleep(200)) await database.db.query({ name: 'tick', text });
    })();
    const followers = startFollowers(app.url, 2, makeRandom(1));
    await writeForAWhile(database.db, { writers: 8, seconds: 8, seed: 1 });
    await sleep(1500);
    await followers.stop();
    for (const { mirror } of followers.mirrors) await mirror.harvest();
    ticking = false;
    await ticks;
    const lost = await Promise.all(followers.mirrors.map(({ mirror }) => findDifferences(database.db, mirror)));
    expect(lost.flat().length).toBeGreaterThan(0);
  });
});

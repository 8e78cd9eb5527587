import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { startTestApp, testDomain } from '../support/test-app.ts';
import { findDifferences, startFollowers } from './followers.ts';
import { makeRandom, writeForAWhile } from './writers.ts';

// What other repositories do, and why they lose records: each row is stamped while its writer's transaction is still open.
const stampInTheTrigger = `
  drop trigger records_inserted on records;
  drop trigger records_updated on records;
  drop trigger records_deleted on records;
  create function stamp_at_once() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' then
      update published set deleted = true, datestamp = date_trunc('second', clock_timestamp()), metadata_xml = null, digest = null where id = old.id;
    else
      insert into published (id, identifier, datestamp, deleted, sets, metadata_xml, metadata_bytes, digest)
      values (new.id, 'oai:${testDomain}:' || new.id, date_trunc('second', clock_timestamp()), false, '{}', '<title>' || (new.metadata ->> 'title') || '</title>', 1, '')
      on conflict (id) do update set datestamp = excluded.datestamp, deleted = false, metadata_xml = excluded.metadata_xml, digest = '';
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

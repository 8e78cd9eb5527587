import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { harvestAll } from '../support/harvest.ts';
import { startTestApp } from '../support/test-app.ts';
import { runCommand } from './server-process.ts';
import { countLive, getValue, insertRecords } from './sql-records.ts';
import { waitUntil } from './wait-until.ts';

const total = 700;

needsRealPostgres('A record that the database refuses to publish', () => {
  let database: TestDatabase;
  let app: App;
  const run = (text: string) => database.db.query({ name: '', text });

  beforeAll(async () => {
    database = await makeTestDatabase();
    await run(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not this one'; end $$`);
    await run(
      `create trigger refuse before insert or update on published for each row when (new.id = 'r-333') execute function refuse()`,
    );
    app = await startTestApp(database.url);
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  test('does not stop the others, and is listed among the problems [G4]', async () => {
    await insertRecords(database.db, total);
    await waitUntil('all others are published', async () => (await countLive(database.db)) === total - 1);
    await waitUntil('nothing waits', async () => (await getValue(database.db, 'select count(*)::integer from outbox')) === 0);
    const { code, stdout } = await runCommand(['problems', '--json'], { DATABASE_URL: database.url });
    expect(code).toBe(1);
    const problems = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; code: string; message: string });
    expect(problems).toEqual([expect.objectContaining({ id: 'r-333', code: 'publish_failed' })]);
    expect(problems[0]!.message).toContain('not this one');
    expect((await harvestAll(app.url)).records.length).toBe(total - 1);
  });

  test('is published, and no problem any more, once the database takes it and it is written again [G4]', async () => {
    await run('drop trigger refuse on published');
    await run(`update records set metadata = metadata || '{"title": "Mended"}' where id = 'r-333'`);
    await waitUntil('it is published', async () => (await countLive(database.db)) === total);
    expect(await getValue(database.db, 'select count(*)::integer from problems')).toBe(0);
  });

  test('keeps its last good version in public [G4]', async () => {
    await run(`create trigger refuse before update on published for each row when (new.id = 'r-10') execute function refuse()`);
    await run(`update records set metadata = metadata || '{"title": "Refused"}' where id = 'r-10'`);
    await waitUntil('it is a problem', async () => (await getValue(database.db, 'select count(*)::integer from problems')) === 1);
    const text = await (await fetch(`${app.url}?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:an.example.org:r-10`)).text();
    expect(text).toContain('<dc:title>Title 10</dc:title>');
  });
});

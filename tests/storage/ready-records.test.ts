import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/storage/migrate.ts';
import { makeTestDatabase, needsRealPostgres, type TestDatabase } from '../support/database.ts';
import { publishNow } from '../support/publish-now.ts';

const published =
  'select id, datestamp, deleted, sets, record_xml, record_bytes, header_length, digest from published order by id';
const memberships = 'select * from published_sets order by set_spec, datestamp, id';

needsRealPostgres('Records that a version before had published', () => {
  let database: TestDatabase;
  const run = <Row extends object>(text: string) => database.db.query<Row>({ name: '', text });

  beforeAll(async () => {
    database = await makeTestDatabase();
  });

  afterAll(async () => {
    await database.drop();
  });

  test('are stored by the migration as the publisher stores them, and nothing moves [G5]', async () => {
    await run(`insert into records (id, metadata, sets) values
      ('a&b', '{"title": "One & only", "description": "Ünï – 😀"}', '{s,t:u}'), ('plain', '{"title": "No set"}', '{}'), ('gone', '{"title": "Gone"}', '{s}')`);
    await publishNow(database.db);
    await run(`delete from records where id = 'gone'`);
    await publishNow(database.db);
    const after = await run(published);
    const sets = await run(memberships);
    // Back to how it was kept before.
    await run(`
      drop table published_sources, published_formats, published_prefixes, renditions;
      drop function note_changed_sets cascade;
      alter table sets drop column rule;
      alter table outbox drop column set_spec;
      alter table records drop column ready_xml, drop column provenance;
      alter table published drop column revision;
      drop sequence published_revisions;
      alter table published add column metadata_xml text, add column metadata_bytes integer not null default 0;
      update published set metadata_xml = substring(record_xml from '</header><metadata>(.*)</metadata></record>');
      alter table published drop constraint published_deleted_or_digested, drop column record_xml, drop column record_bytes, drop column header_length,
        add constraint published_deleted_or_whole check (deleted = (metadata_xml is null) and deleted = (digest is null));
      create index published_sets_record on published_sets (id);
      delete from oai_migrations where number > 3`);
    expect((await migrate(database.db)).applied.length).toBeGreaterThan(1);
    expect(await run(published)).toEqual(after);
    expect(await run(memberships)).toEqual(sets);
    expect(await publishNow(database.db)).toEqual({ published: 0, deleted: 0, problems: [] });
    expect(await run(published)).toEqual(after);
  });
});

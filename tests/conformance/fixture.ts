import type { App } from '../../src/app.ts';
import { switchFormats } from '../../src/publish/switch-formats.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { publishNow } from '../support/publish-now.ts';
import { restamp } from '../support/restamp.ts';
import { startTestApp } from '../support/test-app.ts';
import { testFormats } from '../support/test-formats.ts';
import { fixtureDatestamps, fixtureIds, fixtureRecords, fixtureSets } from './fixture-records.ts';

/** The registered address of the fixture: what Identify and `request` must say, wherever the test reaches it. */
export const fixtureBaseUrl = 'https://an.example.org/oai';

/** The fixture's responseDate: its publish clock stands still. */
export const fixtureResponseDate = '2024-05-06T07:08:09Z';

/** When the empty repository was set up. */
export const fixtureSetUpAt = '2024-01-02T03:04:05Z';

/** The formats of the fixture: one that every item has, and one that the item `5` alone has. */
export const fixtureFormats = testFormats.formats.filter(({ prefix }) => prefix === 'oai_dc' || prefix === 'oai_etdms');

const publishFixture = (db: TestDatabase['db']) => publishNow(db, { formats: { ...testFormats, formats: fixtureFormats } });

/** Which items a fixture repository has: all 255 with their sets, all without any set, or none. */
export type FixtureContent = 'full' | 'noSets' | 'empty';

/** A fixture repository in a database, and a server of it. */
export interface Fixture {
  readonly database: TestDatabase;
  /** The endpoint as the test reaches it. */
  readonly url: string;
  close(): Promise<void>;
}

/** Makes the fixture's database: published by the publisher, then stamped with the fixture's own datestamps. */
export async function makeFixtureDatabase(content: FixtureContent = 'full'): Promise<TestDatabase> {
  const database = await makeTestDatabase();
  const { db } = database;
  const run = (text: string, values: readonly unknown[] = []) => db.query({ name: 'fixture', text }, values);
  if (content === 'full') {
    for (const { setSpec, name } of fixtureSets) await run('insert into sets (set_spec, name) values ($1, $2)', [setSpec, name]);
  }
  await db.transaction((transaction) => switchFormats(transaction, { ...testFormats, formats: fixtureFormats }));
  if (content !== 'empty') {
    const rows = fixtureRecords.map(({ sets, ...row }) => ({ ...row, sets: content === 'full' ? sets : [] }));
    await run(
      `insert into records (id, metadata, sets)
       select r.id, r.metadata, array(select jsonb_array_elements_text(r.sets))
       from jsonb_to_recordset($1::jsonb) as r(id text, metadata jsonb, sets jsonb)`,
      [JSON.stringify(rows)],
    );
    await publishFixture(db);
    await run(`delete from records where id = '4'`);
    await publishFixture(db);
  }
  await stampFixture(database);
  return database;
}

/** Puts the fixture's datestamps in the place of those of this moment, and stops its clock. */
async function stampFixture({ db }: TestDatabase): Promise<void> {
  const run = (text: string, values: readonly unknown[] = []) => db.query({ name: 'stamp', text }, values);
  const stamps = [fixtureIds, fixtureIds.map((id) => fixtureDatestamps(id))];
  const pairs = 'unnest($1::text[], $2::timestamptz[]) as s(id, datestamp)';
  await run(`update published p set ${restamp('s.datestamp')} from ${pairs} where p.id = s.id`, stamps);
  await run(`update published_sets p set datestamp = s.datestamp from ${pairs} where p.id = s.id`, stamps);
  await run(`update published_prefixes p set datestamp = s.datestamp from ${pairs} where p.id = s.id`, stamps);
  await run('update published_formats set since = coalesce((select min(datestamp) from published), $1::timestamptz)', [
    fixtureSetUpAt,
  ]);
  await run(
    `update publish_clock set published_through = $1::timestamptz, publication = 2, earliest_datestamp = (select min(datestamp) from published)`,
    [fixtureResponseDate],
  );
  await run('update installation set set_up_at = $1::timestamptz', [fixtureSetUpAt]);
}

/** Starts a server of a fixture's database that publishes nothing. */
export function startFixtureApp(database: TestDatabase, env: Readonly<Record<string, string>> = {}): Promise<App> {
  return startTestApp(database.url, {
    OAI_BASE_URL: fixtureBaseUrl,
    OAI_REPOSITORY_NAME: 'An example',
    OAI_PUBLISH: 'no',
    OAI_FORMATS: fixtureFormats.map(({ prefix }) => prefix).join(','),
    OAI_TOKEN_SECRET: 'the secret of the conformance fixture',
    ...env,
  });
}

/** Makes a fixture's database and starts a server of it. */
export async function startFixture(
  content: FixtureContent = 'full',
  env: Readonly<Record<string, string>> = {},
): Promise<Fixture> {
  const database = await makeFixtureDatabase(content);
  const app = await startFixtureApp(database, env);
  const close = async () => {
    await app.close();
    await database.drop();
  };
  return { database, url: app.url, close };
}

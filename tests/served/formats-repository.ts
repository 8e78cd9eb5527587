import { afterAll, beforeAll } from 'vitest';
import type { App } from '../../src/app.ts';
import type { Format } from '../../src/formats/format.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { type HarvestOptions, harvestAll, requestOai } from '../support/harvest.ts';
import { type OaiAnswer, parseOai } from '../support/parse-oai.ts';
import { publishNow } from '../support/publish-now.ts';
import { startTestApp } from '../support/test-app.ts';
import { testFormats } from '../support/test-formats.ts';

/** A repository with the formats that a test wants, whose time the tests make pass. */
export interface FormatsRepository {
  sql<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Publishes what has changed, a minute after the time before, with the formats of these prefixes; those of the server where nothing is said. */
  publish(prefixes?: readonly string[], versions?: Readonly<Record<string, number>>): ReturnType<typeof publishNow>;
  harvest(metadataPrefix: string, options?: HarvestOptions): ReturnType<typeof harvestAll>;
  ask(args: Readonly<Record<string, string>>): Promise<OaiAnswer>;
  database(): TestDatabase;
}

type Choice = Parameters<typeof publishNow>[1] & { readonly formats: typeof testFormats };

/** Declares the database and the server of a repository for the describe it is called in. */
export function useFormats(prefixes: readonly string[], env: Readonly<Record<string, string>> = {}): FormatsRepository {
  let database: TestDatabase;
  let app: App;
  let minutes = 0;
  const toChoice = (wanted: readonly string[], versions: Readonly<Record<string, number>>): Choice['formats'] => {
    const eager = (env.OAI_EAGER_FORMATS ?? 'oai_dc').split(',');
    const chosen = testFormats.formats.filter(({ prefix }) => wanted.includes(prefix));
    const toVersion = (format: Format): Format => ({ ...format, version: versions[format.prefix] ?? format.version });
    return { ...testFormats, eager, formats: chosen.map(toVersion) };
  };
  beforeAll(async () => {
    database = await makeTestDatabase();
    app = await startTestApp(database.url, { OAI_PUBLISH: 'no', OAI_FORMATS: prefixes.join(','), ...env });
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });
  return {
    sql: (text, values = []) => database.db.query({ name: '', text }, values),
    publish: (wanted = prefixes, versions = {}) => {
      minutes += 1;
      return publishNow(database.db, { clockOffsetSeconds: minutes * 60, formats: toChoice(wanted, versions) });
    },
    harvest: (metadataPrefix, options = {}) => harvestAll(app.url, { metadataPrefix, ...options }),
    ask: async (args) => parseOai(await requestOai(app.url, args)),
    database: () => database,
  };
}

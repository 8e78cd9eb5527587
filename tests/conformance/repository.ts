import { afterAll, beforeAll } from 'vitest';
import type { App } from '../../src/app.ts';
import type { ListToken } from '../../src/oai/token.ts';
import { makeTestDatabase, type TestDatabase } from '../support/database.ts';
import { publishNow } from '../support/publish-now.ts';
import { startTestApp } from '../support/test-app.ts';
import { type Asker, makeAsker } from './asker.ts';

/** A repository of a test file's own, whose time the tests make pass. */
export interface TestRepository {
  readonly asker: Asker;
  /** Runs SQL as its owner would. */
  sql<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Publishes what has changed, a minute after the time before; returns what was done. */
  publish(): ReturnType<typeof publishNow>;
  url(): string;
  database(): TestDatabase;
}

export type ListVerb = ListToken['verb'];

/** Declares the database and the server of a repository for the describe it is called in. */
export function useRepository(name: string, env: Readonly<Record<string, string>> = {}): TestRepository {
  let database: TestDatabase;
  let app: App;
  let minutes = 0;
  beforeAll(async () => {
    database = await makeTestDatabase();
    app = await startTestApp(database.url, { OAI_PUBLISH: 'no', ...env });
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });
  return {
    asker: makeAsker(name, () => app.url),
    sql: (text, values = []) => database.db.query({ name: 'sql', text }, values),
    publish: () => {
      minutes += 1;
      return publishNow(database.db, { clockOffsetSeconds: minutes * 60 });
    },
    url: () => app.url,
    database: () => database,
  };
}

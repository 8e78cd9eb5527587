import { Writable } from 'node:stream';
import { inject } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { makeLog } from '../../src/ops/log.ts';

/** The domain in the identifiers of test repositories, as in the conformance fixture. */
export const testDomain = 'an.example.org';

/**
 * Starts the whole server on a test database, on a free port, with a silent log.
 *
 * @param env further settings by their names, as an operator would set them
 * @param lines where the log's lines of level info and above go instead
 */
export function startTestApp(databaseUrl: string, env: Readonly<Record<string, string>> = {}, lines?: string[]): Promise<App> {
  const { config } = loadConfig({
    env: {
      DATABASE_URL: databaseUrl,
      PORT: '0',
      OAI_HOST: '127.0.0.1',
      OAI_IDENTIFIER_DOMAIN: testDomain,
      OAI_ADMIN_EMAILS: 'repository@an.example.org',
      OAI_REPOSITORY_NAME: 'Test repository',
      OAI_PUBLISH_THREADS: '0',
      // The suite's embedded database is reached by its URL, like a server; all its connections share one session and so one list of names.
      OAI_PREPARED_STATEMENTS: inject('testServer').kind === 'embedded' ? 'no' : 'yes',
      ...env,
    },
    flags: {},
    readFile: () => '',
    cores: 2,
  });
  if (lines !== undefined) {
    const destination = new Writable({
      write: (line, _encoding, done) => {
        lines.push(String(line));
        done();
      },
    });
    return startApp(config, { log: makeLog({ level: 'info', format: 'json', destination }) });
  }
  const level = process.env.TEST_LOG_LEVEL === undefined ? 'silent' : 'debug';
  return startApp(config, { log: makeLog({ level, format: 'json', destination: process.stderr }) });
}

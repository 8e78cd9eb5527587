import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ConfigSources, listUnsetIdentity, loadConfig } from '../../src/config.ts';
import { ProgramError } from '../../src/errors.ts';
import { makeSources } from './make-sources.ts';

function faultOf(sources: ConfigSources): string {
  try {
    loadConfig(sources);
  } catch (error) {
    expect(error).toBeInstanceOf(ProgramError);
    expect((error as ProgramError).code).toBe('SETTING_INVALID');
    return (error as ProgramError).message;
  }
  throw new Error('the settings were accepted');
}

function originOf(sources: ConfigSources, name: string): unknown {
  return loadConfig(sources).settings.entries.find((entry) => entry.name === name)?.origin;
}

test('nothing set gives a repository that runs on this machine', () => {
  expect(loadConfig(makeSources()).config).toEqual({
    databaseUrl: null,
    readDatabaseUrls: [],
    dataDir: './data',
    poolSize: 10,
    preparedStatements: true,
    statementTimeoutMs: 30_000,
    port: 3000,
    host: '127.0.0.1',
    baseUrl: null,
    repositoryName: 'OAI-PMH repository',
    adminEmails: ['admin-email-not-set@example.org'],
    identifierDomain: 'repository.example.org',
    granularity: 'YYYY-MM-DDThh:mm:ssZ',
    eprintsPolicies: null,
    friends: [],
    branding: null,
    rightsManifest: [],
    toolkit: false,
    pageSizes: { ListRecords: 100, ListIdentifiers: 100, ListSets: 100 },
    pageMaxBytes: 16_777_216,
    exactCountLimit: 20_000,
    cacheSeconds: 5,
    tokenSecret: null,
    formats: null,
    eagerFormats: ['oai_dc'],
    formatModules: [],
    readyXmlFormats: [],
    openaireTerms: true,
    publish: true,
    publishBatch: 4000,
    publishThreads: 7,
    metadataRights: null,
    aboutProvenance: false,
    workers: 1,
    shutdownTimeoutMs: 25_000,
    logLevel: 'info',
    logFormat: 'auto',
  });
});

describe('the order of sources', () => {
  const files = { 'oai.yaml': 'PORT: 4000\nOAI_HOST: 10.0.0.1\nOAI_PAGE_SIZE: 50\n' };
  const env = { OAI_CONFIG: 'oai.yaml', OAI_HOST: '10.0.0.2', PORT: '5000' };

  test('an option of the command wins over the environment, which wins over the file, which wins over the default', () => {
    const { config } = loadConfig({ ...makeSources(env, files), flags: { port: '6000' } });
    expect(config).toMatchObject({ port: 6000, host: '10.0.0.2', pageSizes: { ListRecords: 50 }, poolSize: 10 });
  });

  test('each value knows where it came from', () => {
    const sources = { ...makeSources(env, files), flags: { port: '6000' } };
    expect(originOf(sources, 'PORT')).toEqual({ source: 'command line', detail: '--port' });
    expect(originOf(sources, 'OAI_HOST')).toEqual({ source: 'environment' });
    expect(originOf(sources, 'OAI_PAGE_SIZE')).toEqual({ source: 'file', detail: 'oai.yaml' });
    expect(originOf(sources, 'OAI_POOL_SIZE')).toEqual({ source: 'default' });
  });

  test('a variable that is empty or blank counts as absent', () => {
    const { config } = loadConfig(makeSources({ ...env, OAI_HOST: '', PORT: ' ', DATABASE_URL: '' }, files));
    expect(config).toMatchObject({ host: '10.0.0.1', port: 4000, databaseUrl: null });
  });
});

describe('the settings file', () => {
  const load = (text: string) => loadConfig(makeSources({ OAI_CONFIG: 'oai.yaml' }, { 'oai.yaml': text }));
  const fault = (text: string) => faultOf(makeSources({ OAI_CONFIG: 'oai.yaml' }, { 'oai.yaml': text }));

  test('takes numbers, truth values and lists as YAML writes them', () => {
    const { config } = load('PORT: 4000\nOAI_PUBLISH: false\nOAI_ADMIN_EMAILS:\n  - one@example.org\n  - two@example.org\n');
    expect(config).toMatchObject({ port: 4000, publish: false, adminEmails: ['one@example.org', 'two@example.org'] });
  });

  test('may be empty, and keys without a value count as absent', () => {
    expect(load('').config.port).toBe(3000);
    expect(load('# nothing yet\nPORT:\nOAI_HOST: ""\n').config).toMatchObject({ port: 3000, host: '127.0.0.1' });
  });

  test('an unknown key stops the start and the nearest name is suggested', () => {
    expect(fault('OAI_PAGESIZE: 3\n')).toBe('OAI_PAGESIZE in oai.yaml: there is no such setting; did you mean OAI_PAGE_SIZE?');
    expect(fault('port: 3\n')).toContain('did you mean PORT?');
    expect(fault('something_else_entirely: 3\n')).toBe('something_else_entirely in oai.yaml: there is no such setting.');
  });

  test('cannot name another file', () => {
    expect(fault('OAI_CONFIG: other.yaml\n')).toContain('cannot name another file');
  });

  test('text that is not YAML, or not a mapping, is told with its place', () => {
    expect(fault('PORT: [1\n')).toMatch(/oai\.yaml is not YAML: .*line/);
    expect(fault('- PORT\n')).toContain('must hold settings');
    expect(fault('PORT: 1\nPORT: 2\n')).toContain('unique');
  });

  test('a list, an object or a date where one value belongs is refused', () => {
    expect(fault('PORT: [1, 2]\n')).toContain('PORT (oai.yaml) must be a whole number');
    expect(fault('PORT: {a: 1}\n')).toContain('PORT (oai.yaml) must be a whole number');
    expect(fault('OAI_ADMIN_EMAILS: [{a: 1}]\n')).toContain('OAI_ADMIN_EMAILS (oai.yaml) must be one or more');
  });

  test('a file that cannot be read is told with the reason', () => {
    expect(faultOf(makeSources({ OAI_CONFIG: 'gone.yaml' }))).toMatch(/OAI_CONFIG is "gone\.yaml".*ENOENT/);
  });
});

describe('a wrong value', () => {
  test('is told with its name, the value, where it came from and what is allowed', () => {
    expect(faultOf(makeSources({ OAI_PAGE_SIZE: '10001' }))).toBe(
      'OAI_PAGE_SIZE is "10001" (environment); it must be a whole number from 1 to 10000.',
    );
    expect(faultOf({ ...makeSources(), flags: { port: 'http' } })).toContain('PORT is "http" (command line, --port)');
  });

  test('does not hide the others: all are told at once', () => {
    const message = faultOf(makeSources({ PORT: 'x', OAI_PUBLISH: 'perhaps', OAI_GRANULARITY: 'hours' }));
    expect(message).toContain('3 settings are wrong');
    for (const name of ['PORT', 'OAI_PUBLISH', 'OAI_GRANULARITY']) expect(message).toContain(`${name} is `);
  });

  test('is never printed when it is a secret', () => {
    expect(faultOf(makeSources({ OAI_TOKEN_SECRET: 'hunter2' }))).not.toContain('hunter2');
    expect(faultOf(makeSources({ DATABASE_URL: 'mysql://me:hunter2@db/x' }))).not.toContain('hunter2');
    expect(faultOf(makeSources({ DATABASE_URL: 'host=db password=hunter2' }))).not.toContain('hunter2');
    expect(faultOf(makeSources({ DATABASE_URL: 'postgres://me:hunter/2@db:x/y' }))).not.toContain('hunter');
    for (const password of [
      'hunt@er/2',
      'hunt@er/2:3',
      'hunt@er?2',
      'hunt@er#2',
      '12?hunter',
      '12#hunter',
      '12/hunter',
      '12?hunter=1',
    ]) {
      const fault = faultOf(makeSources({ DATABASE_URL: `postgres://me:${password}@db:5432/y` }));
      expect(fault).not.toMatch(/hunt|er[/?#]2/);
      expect(fault).toContain('in a password');
    }
    for (const url of [
      'me:hunter2@db/x',
      'jdbc:postgresql://me:hunter2@db/x',
      'postgres:me:hunter2@db/x',
      'postgresql+x://me:hunter2@db/x',
    ]) {
      expect(faultOf(makeSources({ DATABASE_URL: url }))).not.toContain('hunter2');
    }
    for (const url of [
      'postgres://me:hunter2@db/a@b',
      'postgres://db/a@b',
      'postgres://db:5432/a@b',
      'postgres://me@db/x?application_name=a@b',
      'postgres://db.example.org:5432/x?user=me@db&sslmode=require',
      'postgres://[::1]:5432/x?application_name=a@b',
    ]) {
      expect(loadConfig(makeSources({ DATABASE_URL: url })).config.databaseUrl).toBe(url);
    }
  });
});

test('an environment variable that looks like a setting but is none gets a warning, not an error', () => {
  const { warnings } = loadConfig(makeSources({ OAI_ADMIN_EMAIL: 'x', OAI_QQQQQQ: '1', HOME: '/root' })).settings;
  expect(warnings).toEqual([
    'The environment has OAI_ADMIN_EMAIL, which is not a setting; did you mean OAI_ADMIN_EMAILS?',
    'The environment has OAI_QQQQQQ, which is not a setting.',
  ]);
});

test.each([
  [
    { OAI_FORMATS: 'oai_dc,mets', OAI_EAGER_FORMATS: 'mods,mets' },
    ['OAI_EAGER_FORMATS has mods, which OAI_FORMATS leaves out: it is not offered.'],
  ],
  [{ OAI_FORMATS: 'oai_dc,mods', OAI_EAGER_FORMATS: 'mods' }, []],
  [{ OAI_EAGER_FORMATS: 'mods' }, []],
])('%j tells of formats that are to be rendered and are not offered', (env, warnings) => {
  expect(loadConfig(makeSources(env)).settings.warnings).toEqual(warnings);
});

test('the page size of a verb is the common one unless it has its own', () => {
  const { config } = loadConfig(makeSources({ OAI_PAGE_SIZE: '20', OAI_PAGE_SIZE_LIST_IDENTIFIERS: '500' }));
  expect(config.pageSizes).toEqual({ ListRecords: 20, ListIdentifiers: 500, ListSets: 20 });
});

test('the identifier domain follows the base URL only where the scheme allows its host [I-13] [U-08]', () => {
  const domain = (env: ConfigSources['env']) => loadConfig(makeSources(env)).config.identifierDomain;
  expect(domain({ OAI_BASE_URL: 'https://Repo.Uni.example/oai' })).toBe('repo.uni.example');
  expect(domain({ OAI_BASE_URL: 'http://localhost:3000/oai' })).toBe('repository.example.org');
  expect(domain({ OAI_BASE_URL: 'http://10.1.2.3/oai' })).toBe('repository.example.org');
  expect(domain({ OAI_BASE_URL: 'https://repo.uni.example/oai', OAI_IDENTIFIER_DOMAIN: 'an.example.org' })).toBe(
    'an.example.org',
  );
});

test('what should be set before a harvester comes is listed until it is set', () => {
  const unset = (env: ConfigSources['env']) =>
    listUnsetIdentity(loadConfig(makeSources(env)).config).map((text) => text.split(' ')[0]);
  expect(unset({})).toEqual(['OAI_ADMIN_EMAILS', 'OAI_IDENTIFIER_DOMAIN']);
  expect(unset({ OAI_HOST: '0.0.0.0' })).toEqual(['OAI_ADMIN_EMAILS', 'OAI_IDENTIFIER_DOMAIN', 'OAI_BASE_URL']);
  expect(unset({ OAI_HOST: '::', OAI_BASE_URL: 'https://repo.uni.example/oai', OAI_ADMIN_EMAILS: 'oai@uni.example' })).toEqual(
    [],
  );
});

test('no file but src/config.ts reads the environment', () => {
  const source = new URL('../../src/', import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const readers = files.filter((file) => readFileSync(new URL(file, source), 'utf8').includes('process.env'));
  expect(readers).toEqual(['config.ts']);
});

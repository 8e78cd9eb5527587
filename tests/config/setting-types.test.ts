import { describe, expect, test } from 'vitest';
import { settings } from '../../src/config/settings.ts';
import { showSecretText } from '../../src/config/show-setting.ts';

const accepts = (key: keyof typeof settings, text: string): unknown => {
  const parsed = settings[key].type.parse(text);
  return parsed.ok ? parsed.value : undefined;
};

describe('OAI_BASE_URL', () => {
  test.each([
    'http://localhost:3000/oai',
    'https://an.example.org/oai/',
    'https://AN.example.org/cgi/oai2',
    'http://[::1]:8080/',
  ])('%s is kept character for character [I-02]', (url) => expect(accepts('baseUrl', url)).toBe(url));

  test.each([
    'https://an.example.org/oai?x',
    'https://an.example.org/oai?',
    'https://an.example.org/oai#x',
    '/oai',
    'an.example.org/oai',
    'ftp://an.example.org/oai',
    'https://',
    'https://an.example.org/o ai',
    'https://me:secret@an.example.org/oai',
  ])('%s is refused [H-04]', (url) => expect(accepts('baseUrl', url)).toBeUndefined());
});

describe('OAI_READ_DATABASE_URL', () => {
  const [one, other] = ['postgres://u:a,b@one/db', 'postgresql://two/db?host=/run/postgresql'];

  test.each([`${one},${other}`, `${one} ${other}`, ` ${one} ,\n ${other}, `, `${one},${other},${one}`])(
    'takes several URLs, however they are separated, each once: %j',
    (text) => expect(accepts('readDatabaseUrls', text.trim())).toEqual([one, other]),
  );

  test.each(['one:5432/db', `${one} mysql://two/db`])('%s is refused', (text) =>
    expect(accepts('readDatabaseUrls', text)).toBeUndefined(),
  );

  test('is shown without its passwords', () => {
    expect(showSecretText(`${one},${other},postgres://v:c@three/db`, 'password')).toBe(
      'postgres://u:***@one/db, postgresql://two/db?host=/run/postgresql, postgres://v:***@three/db',
    );
  });
});

describe('OAI_ADMIN_EMAILS', () => {
  test('takes several addresses, however they are separated, each once', () => {
    expect(accepts('adminEmails', 'one@example.org, two@example.org;one@example.org')).toEqual([
      'one@example.org',
      'two@example.org',
    ]);
  });

  test.each(['mailto:ab@example.org', 'ab@localhost', 'ab', 'ab@', '@example.org', 'ab@example..org', 'ab@.org'])(
    '%s is refused [I-04]',
    (address) => expect(accepts('adminEmails', address)).toBeUndefined(),
  );

  test.each(['a@x.org', 'oai+x@y.org', 'ab@x.ORG', 'ab@x.o', '-b@x.org'])(
    '%s is refused, for the reference validator refuses it and ends its run [I-05]',
    (address) => expect(accepts('adminEmails', address)).toBeUndefined(),
  );

  test('one bad address among good ones is named', () => {
    expect(settings.adminEmails.type.parse('ab@example.org,nobody')).toEqual({
      ok: false,
      because: '"nobody" is not such an address',
    });
  });
});

describe('OAI_IDENTIFIER_DOMAIN', () => {
  test.each(['an.example.org', 'x.y', 'my-repo.uni-x.example'])('%s is allowed', (domain) =>
    expect(accepts('identifierDomain', domain)).toBe(domain),
  );

  test.each([
    'localhost',
    'https://an.example.org',
    'an.example.org/oai',
    'an.example.org:80',
    '10.0.0.1',
    '3com.example',
    'a..b',
    '.a.b',
  ])('%s is refused [I-13]', (domain) => expect(accepts('identifierDomain', domain)).toBeUndefined());
});

describe('OAI_GRANULARITY', () => {
  test.each([
    ['YYYY-MM-DD', 'YYYY-MM-DD'],
    ['day', 'YYYY-MM-DD'],
    ['YYYY-MM-DDThh:mm:ssZ', 'YYYY-MM-DDThh:mm:ssZ'],
    ['seconds', 'YYYY-MM-DDThh:mm:ssZ'],
  ])('%s means %s [I-09]', (text, granularity) => expect(accepts('granularity', text)).toBe(granularity));

  test('anything else is refused, and the words that would do are named', () => {
    expect(accepts('granularity', 'YYYY-MM')).toBeUndefined();
    expect(settings.granularity.type.allowed).toBe('one of YYYY-MM-DDThh:mm:ssZ (or seconds), YYYY-MM-DD (or day)');
  });
});

describe('DATABASE_URL', () => {
  test.each([
    'postgres://u:p@localhost:5432/db',
    'postgresql://localhost/db?sslmode=require',
    'postgres:///db?host=/run/postgresql',
    'postgres://u@/db?host=/run/postgresql',
  ])('%s is allowed', (url) => expect(accepts('databaseUrl', url)).toBe(url));

  test.each(['mysql://localhost/db', 'localhost:5432/db', 'postgres:db', 'postgres://u:p/w@x:y/db'])('%s is refused', (url) =>
    expect(accepts('databaseUrl', url)).toBeUndefined(),
  );
});

describe('numbers', () => {
  test.each(['0', '10001', '-1', '1.5', '1e3', '0x10', 'many', '١'])('%s is no page size', (text) =>
    expect(accepts('pageSize', text)).toBeUndefined(),
  );

  test('both bounds are allowed', () => {
    expect([accepts('pageSize', '1'), accepts('pageSize', '10000'), accepts('port', '0'), accepts('port', '65535')]).toEqual([
      1, 10_000, 0, 65_535,
    ]);
  });

  test.each([
    ['1048576', 1_048_576],
    ['8 MiB', 8_388_608],
    ['512KiB', 524_288],
    ['2mb', 2_000_000],
    ['1 TB', undefined],
    ['12', undefined],
    ['95 MB', undefined],
  ])('%s bytes a page is %s', (text, bytes) => expect(accepts('pageMaxBytes', text)).toBe(bytes));
});

test.each([
  ['yes', true],
  ['TRUE', true],
  ['1', true],
  ['no', false],
  ['off', false],
  ['maybe', undefined],
])('OAI_PUBLISH=%s is %s', (text, value) => expect(accepts('publish', text)).toBe(value));

test('a secret of fewer than 16 characters is refused', () => {
  expect(accepts('tokenSecret', 'x'.repeat(15))).toBeUndefined();
  expect(accepts('tokenSecret', 'x'.repeat(16))).toBe('x'.repeat(16));
});

import { expect, test } from 'vitest';
import { runForTest } from './run-for-test.ts';

const env = {
  DATABASE_URL: 'postgres://me:hunter2@db.example/oai?sslpassword=hunter3',
  OAI_TOKEN_SECRET: 'hunter4-hunter4-hunter4',
  OAI_CONFIG: 'oai.yaml',
};
const files = { 'oai.yaml': 'OAI_PAGE_SIZE: 50\n' };

test('it shows every setting, its value and where it came from, as columns of a pipe', async () => {
  const { exitCode, stdout, stderr } = await runForTest(['config'], { env, files });
  expect([exitCode, stderr]).toEqual([0, '']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
  expect(rows.every((row) => row.length === 3)).toBe(true);
  expect(rows).toContainEqual(['OAI_PAGE_SIZE', '50', 'oai.yaml']);
  expect(rows).toContainEqual(['OAI_PAGE_SIZE_LIST_SETS', '50', 'default']);
  expect(rows).toContainEqual(['PORT', '3000', 'default']);
  expect(rows).toContainEqual(['OAI_CONFIG', 'oai.yaml', 'environment']);
  expect(rows).toContainEqual(['OAI_BASE_URL', '(http://localhost:<port>/oai)', 'default']);
});

test.each([['config'], ['config --json']])('%s never shows a secret', async (line) => {
  const { stdout } = await runForTest(line.split(' '), { env, files });
  expect(stdout).not.toMatch(/hunter\d/);
  expect(stdout).toContain('postgres://me:***@db.example/oai?sslpassword=***');
  expect(stdout).toContain('(hidden)');
});

test('on a terminal the columns are aligned', async () => {
  const { stdout } = await runForTest(['config'], { terminal: true });
  const lines = stdout.trim().split('\n');
  expect(stdout).not.toContain('\t');
  expect(new Set(lines.map((line) => line.lastIndexOf('default'))).size).toBe(1);
});

test('--json gives typed values and null where there is none', async () => {
  const { stdout } = await runForTest(['config', '--json'], { files, env: { OAI_CONFIG: 'oai.yaml' } });
  expect(JSON.parse(stdout)).toMatchObject({
    settings: {
      OAI_PAGE_SIZE: { value: 50, origin: 'oai.yaml' },
      OAI_ADMIN_EMAILS: { value: ['admin-email-not-set@example.org'], origin: 'default' },
      OAI_PUBLISH: { value: true, origin: 'default' },
      DATABASE_URL: { value: null, origin: 'default' },
    },
    faults: [],
    warnings: [],
  });
});

test('wrong settings do not keep it from showing the others; it tells them and exits with 1', async () => {
  const { exitCode, stdout, stderr } = await runForTest(['config'], { env: { PORT: 'x', OAI_HOST: '::' } });
  expect(exitCode).toBe(1);
  expect(stdout).toContain('OAI_HOST\t::\tenvironment\n');
  expect(stderr).toBe('error: PORT is "x" (environment); it must be a whole number from 0 to 65535.\n');
});

test.each([
  ['OAI_FORMATS', 'oai_dc,modz', 'mods'],
  ['OAI_EAGER_FORMATS', 'marcxml', 'marcxml'],
  ['OAI_FORMAT_MODULES', './not-there.mjs', 'not-there.mjs'],
])('a format that no server could make is told, too: %s=%s', async (name, value, told) => {
  const { exitCode, stdout, stderr } = await runForTest(['config'], { env: { [name]: value } });
  expect(exitCode).toBe(1);
  expect(stdout).toContain(`${name}\t`);
  expect(stderr).toMatch(/^error: /);
  expect(stderr).toContain(told);
});

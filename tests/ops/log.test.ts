import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { type LogOptions, makeLog } from '../../src/ops/log.ts';

async function write(options: Partial<LogOptions>, terminal = false): Promise<string> {
  const destination: PassThrough & { isTTY?: boolean } = new PassThrough();
  if (terminal) destination.isTTY = true;
  const log = makeLog({ level: 'info', format: 'auto', destination, ...options });
  log.debug('too small a thing');
  log.warn({ records: 60, password: 'hunter2', db: { connectionString: 'hunter3' } }, 'published');
  await new Promise((resolve) => setTimeout(resolve, 5));
  return (destination.read() as Buffer | null)?.toString() ?? '';
}

test('elsewhere than on a terminal a line is one JSON object with level and time in words', async () => {
  const line = JSON.parse(await write({})) as Record<string, unknown>;
  expect(line).toMatchObject({ level: 'warn', records: 60, msg: 'published' });
  expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('on a terminal, or where text is asked for, it is text', async () => {
  for (const text of [await write({}, true), await write({ format: 'text' })]) {
    expect(() => JSON.parse(text)).toThrow();
    expect(text).toContain('published');
    expect(text).toContain('WARN');
  }
  expect(await write({ format: 'text' })).not.toContain('\u001B');
});

test('the level decides what is logged', async () => {
  expect(await write({ level: 'error' })).toBe('');
  expect(await write({ level: 'debug' })).toContain('too small a thing');
});

test('passwords and connection strings never reach it', async () => {
  expect((await write({})) + (await write({ format: 'text' }))).not.toMatch(/hunter/);
});

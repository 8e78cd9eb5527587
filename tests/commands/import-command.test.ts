import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTestDatabase } from '../support/database.ts';
import { runForTest } from './run-for-test.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'oai-pmh-import-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function makeFile(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const good = (id: string) => `${JSON.stringify({ id, metadata: { title: `Title of ${id}` } })}\n`;

test('a dry run checks a file and says so', async () => {
  const file = makeFile('good.jsonl', good('a') + good('b'));
  expect(await runForTest(['import', '--dry-run', file])).toEqual({
    exitCode: 0,
    stdout: 'checked: 2 good records, 0 bad lines; nothing was written\n',
    stderr: '',
  });
});

test('a dash reads standard input', async () => {
  const { exitCode, stdout } = await runForTest(['import', '--dry-run', '-'], { stdin: good('a') });
  expect([exitCode, stdout]).toEqual([0, 'checked: 1 good record, 0 bad lines; nothing was written\n']);
});

test('bad lines are told on standard error with number, id and reason, and make the exit code 1', async () => {
  const file = makeFile('bad.jsonl', `${good('a')}{"id":"b\\u001b[31m"}\nnonsense\n{"id":""}\n${good('c')}`);
  const { exitCode, stdout, stderr } = await runForTest(['import', '--dry-run', file]);
  expect([exitCode, stdout]).toEqual([1, 'checked: 2 good records, 3 bad lines; nothing was written\n']);
  expect(stderr).toMatch(/^bad line 2 \(b \[31m\): metadata is missing\nbad line 3: not JSON.*\nbad line 4: id is empty\n$/);
});

test('the first hundred bad lines are told, the others are counted, and --errors keeps them all', async () => {
  const file = makeFile('many.jsonl', '{"id":"x"}\n'.repeat(130));
  const errors = path.join(folder, 'errors.jsonl');
  const { exitCode, stderr } = await runForTest(['import', '--dry-run', '--errors', errors, file]);
  expect(exitCode).toBe(1);
  const lines = stderr.trim().split('\n');
  expect(lines).toHaveLength(101);
  expect(lines.at(-1)).toBe('… and 30 more bad lines');
  const kept = readFileSync(errors, 'utf8').trim().split('\n');
  expect(kept).toHaveLength(130);
  expect(JSON.parse(kept[129]!)).toEqual({ line: 130, id: 'x', reason: 'metadata is missing' });
});

test('of a file in which no line can be read from the first on, twenty are told, and the first with a hint', async () => {
  const file = makeFile('table.csv', 'a,b\n'.repeat(130));
  const { exitCode, stderr } = await runForTest(['import', '--dry-run', file]);
  const lines = stderr.trim().split('\n');
  expect([exitCode, lines.length]).toEqual([1, 21]);
  expect(lines[0]).toMatch(/^bad line 1: not JSON.*; it looks like CSV or TSV/);
  expect(lines.at(-1)).toBe('… and 110 more bad lines (--errors keeps all)');
});

test('an empty file is no fault, but it is told', async () => {
  for (const text of ['', '\n\n'])
    expect(await runForTest(['import', '--dry-run', makeFile('empty.jsonl', text)])).toEqual({
      exitCode: 0,
      stdout: 'checked: 0 good records, 0 bad lines; nothing was written\n',
      stderr: 'warning: the file is empty\n',
    });
});

test('what became of the lines adds up, and a partial import says what importing again does', async () => {
  const stdin = `${good('a')}${good('a')}{"id":"never","deleted":true}\n{}\n`;
  const database = await makeTestDatabase();
  const place = database.kind === 'postgres' ? { DATABASE_URL: database.url } : { OAI_DATA_DIR: path.join(folder, 'data') };
  const env = { ...place, OAI_LOG_LEVEL: 'error' };
  const { exitCode, stdout } = await runForTest(['import', '-'], { env, stdin }).finally(() => database.drop());
  expect(exitCode).toBe(1);
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    'imported 3 records: 1 new, 0 changed, 0 unchanged, 0 deleted, 1 repeated, 1 not there; 1 bad line',
    'next: correct the bad lines and import the file again; records that are the same already are left alone, others are replaced',
  ]);
});

test('warnings do not make a line bad', async () => {
  const file = makeFile('warn.jsonl', good('a') + good('a'));
  const { exitCode, stderr } = await runForTest(['import', '--dry-run', file]);
  expect(exitCode).toBe(0);
  expect(stderr).toBe('warning: line 2 (a): the id was in this file before; the last line with it counts\n');
});

test('--json gives the result to programs', async () => {
  const file = makeFile('json.jsonl', `${good('a')}{}\n`);
  const { stdout } = await runForTest(['import', '--dry-run', '--json', file]);
  expect(JSON.parse(stdout)).toEqual({
    records: 1,
    new: 0,
    changed: 0,
    unchanged: 0,
    deleted: 0,
    repeated: 0,
    notThere: 0,
    badLines: 1,
    warnings: 0,
    lastLine: 2,
    stopped: false,
    dryRun: true,
    firstBadLines: [{ line: 2, id: null, reason: 'id is missing' }],
  });
});

test('a file that is missing, or a folder, is told with a hint and no database is opened', async () => {
  for (const [file, reason] of [
    [path.join(folder, 'gone.jsonl'), 'no such file'],
    [folder, 'it is a folder'],
  ] as const) {
    const { exitCode, stderr } = await runForTest(['import', file], { env: { DATABASE_URL: 'postgres://nowhere.invalid/x' } });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(reason);
    expect(stderr).toContain('code: IMPORT_FILE_UNREADABLE');
  }
});

test('a place for the bad lines that cannot be written is told before anything is read', async () => {
  const file = makeFile('ok.jsonl', good('a'));
  const { exitCode, stderr } = await runForTest(['import', '--dry-run', '--errors', path.join(folder, 'no', 'such'), file]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('code: OUTPUT_FILE_UNWRITABLE');
});

test('the file to import is no place for the bad lines, by whatever name, and stays as it is', async () => {
  const file = makeFile('own.jsonl', good('a'));
  const link = path.join(folder, 'link-to-own.jsonl');
  symlinkSync(file, link);
  for (const errors of [file, link]) {
    const { exitCode, stderr } = await runForTest(['import', '--dry-run', '--errors', errors, file]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('cannot be written: it is the file to import')]);
    expect(readFileSync(file, 'utf8')).toBe(good('a'));
  }
});

test('on a terminal progress is shown, and is gone at the end', async () => {
  const file = makeFile('bar.jsonl', good('a') + good('b'));
  const { stdout, stderr } = await runForTest(['import', '--dry-run', file], { terminal: true });
  expect(stdout).toBe('checked: 2 good records, 0 bad lines; nothing was written\n');
  expect(stderr).toContain('records,');
});

test('a stop ends a pipe that says nothing more', async () => {
  const stopping = new AbortController();
  stopping.abort();
  const { exitCode, stdout } = await runForTest(['import', '--dry-run', '-'], { stdin: good('a'), signal: stopping.signal });
  expect(exitCode).toBe(1);
  expect(stdout).toContain('stopped after line 0');
});

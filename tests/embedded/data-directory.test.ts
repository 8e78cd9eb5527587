import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand, startServerProcess } from '../faults/server-process.ts';
import { withClient } from '../support/test-pool.ts';
import { findEmbeddedUrl, makeDataFolder, usePreparedDatabase } from './data-folder.ts';

describe('A data directory', () => {
  const prepare = usePreparedDatabase();

  test('may have a path longer than the path of a socket can be, and is locked there too', async () => {
    const dataDir = prepare(path.join(makeDataFolder(), 'a-folder-with-a-long-name-'.repeat(4), 'and-another-one-in-it'));
    const here = makeDataFolder();
    const server = await startServerProcess({ OAI_DATA_DIR: dataDir, TMPDIR: here });
    const url = findEmbeddedUrl(server.log());
    const { rows } = await withClient(url, (client) => client.query('select count(*)::integer as count from records'));
    expect(rows[0]!.count).toBeGreaterThan(0);
    // Another process may have another folder for temporary files, a systemd service for one.
    const elsewhere = makeDataFolder();
    for (const TMPDIR of [here, elsewhere]) {
      const { code, stderr } = await runCommand(['serve'], { OAI_DATA_DIR: dataDir, PORT: '0', TMPDIR });
      expect(stderr).toContain(`is in use by process ${server.pid} (serve)`);
      expect(code).toBe(1);
      expect((await runCommand(['status'], { OAI_DATA_DIR: dataDir, TMPDIR })).code).toBe(0);
    }
  });

  test('may be given relative to the working directory, with spaces and letters beyond ASCII in it', async () => {
    const dataDir = path.relative(process.cwd(), prepare(path.join(makeDataFolder(), 'my data é')));
    const server = await startServerProcess({ OAI_DATA_DIR: dataDir });
    const url = findEmbeddedUrl(server.log());
    await withClient(url, (client) => client.query('select 1'));
    expect((await runCommand(['status'], { OAI_DATA_DIR: dataDir })).code).toBe(0);
  });

  test('that others may enter keeps its permissions; the socket and the files in it are for their owner alone', async () => {
    const dataDir = path.join(makeDataFolder(), 'open');
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o755);
    prepare(dataDir);
    await startServerProcess({ OAI_DATA_DIR: dataDir });
    expect(statSync(dataDir).mode & 0o777).toBe(0o755);
    for (const name of ['postgres', '.s.PGSQL.5432']) expect(statSync(path.join(dataDir, name)).mode & 0o077, name).toBe(0);
  });

  test('without a database is DATA_DIR_EMPTY to a command that only looks, and stays as it is', async () => {
    const dataDir = path.join(makeDataFolder(), 'not-there');
    for (const command of ['status', 'problems']) {
      const { code, stderr } = await runCommand([command], { OAI_DATA_DIR: dataDir });
      expect(stderr).toContain('DATA_DIR_EMPTY');
      expect(code).toBe(1);
    }
    expect(existsSync(dataDir)).toBe(false);
  });

  test('without a database is told of by a command that makes one, once', async () => {
    const dataDir = path.join(makeDataFolder(), 'new');
    const told = `There was no embedded database in ${dataDir}: a new one was made.`;
    const first = await runCommand(['publish'], { OAI_DATA_DIR: dataDir });
    expect([first.code, first.stderr.includes(told)]).toEqual([0, true]);
    const again = await runCommand(['publish'], { OAI_DATA_DIR: dataDir });
    expect([again.code, again.stderr.includes('embedded database')]).toEqual([0, false]);
  });

  test('that cannot be made is DATA_DIR_UNUSABLE, with what is wrong', async () => {
    const file = path.join(makeDataFolder(), 'file');
    writeFileSync(file, '');
    // There, Node's own way of making several folders at once never ends.
    const beneathProc = process.platform === 'linux' ? ['/proc/oai-pmh-data/here'] : [];
    for (const dataDir of [path.join(file, 'data'), file, ...beneathProc]) {
      const { code, stderr } = await runCommand(['serve'], { OAI_DATA_DIR: dataDir, PORT: '0' });
      expect(stderr).toContain('code: DATA_DIR_UNUSABLE');
      expect(stderr).toContain(dataDir);
      expect(code).toBe(1);
    }
  });

  test('that cannot be entered is DATA_DIR_UNUSABLE to a command that only looks', async () => {
    const dataDir = path.join(makeDataFolder(), 'loop');
    symlinkSync(dataDir, dataDir);
    const { code, stderr } = await runCommand(['status'], { OAI_DATA_DIR: dataDir });
    expect(stderr).toContain('code: DATA_DIR_UNUSABLE');
    expect(code).toBe(1);
  });

  test('is used whatever the environment says of another PostgreSQL', async () => {
    const other = { PGPORT: '5990', PGSSLMODE: 'require', PGHOST: 'db.invalid', PGDATABASE: 'other', PGUSER: 'other' };
    const { code, stderr } = await runCommand(['status'], { OAI_DATA_DIR: prepare(makeDataFolder()), ...other });
    expect(stderr).not.toContain('error');
    expect(code).toBe(0);
  });

  test('whose database does not open is DATA_DIR_UNUSABLE', async () => {
    const dataDir = makeDataFolder();
    mkdirSync(path.join(dataDir, 'postgres'));
    writeFileSync(path.join(dataDir, 'postgres', 'PG_VERSION'), '9\n');
    const { code, stderr } = await runCommand(['serve'], { OAI_DATA_DIR: dataDir, PORT: '0' });
    expect(stderr).toContain('code: DATA_DIR_UNUSABLE');
    expect(code).toBe(1);
  });
});

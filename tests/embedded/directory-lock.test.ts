import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { ask, type DirectoryLock, type Holder, lockDirectory } from '../../src/storage/directory-lock.ts';
import { makeDataFolder } from './data-folder.ts';

const isLock = (result: DirectoryLock | Holder): result is DirectoryLock => 'release' in result;

/** Leaves a socket file that nobody listens on, as a killed process does. */
function leaveBehind(socketPath: string): void {
  const script = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  expect(() => execFileSync(process.execPath, ['-e', script, socketPath])).toThrow();
  expect(existsSync(socketPath)).toBe(true);
}

describe('The lock of a directory', () => {
  test('is had by one at a time, who tells who it is, and leaves no file behind', async () => {
    const folder = makeDataFolder();
    const socketPath = path.join(folder, 'lock');
    const lock = await lockDirectory(socketPath, 'first');
    expect(await lockDirectory(socketPath, 'second')).toMatchObject({ pid: process.pid, purpose: 'first' });
    expect(readdirSync(folder)).toEqual(['lock']);
    await (lock as DirectoryLock).release();
    expect(readdirSync(folder)).toEqual([]);
    const again = await lockDirectory(socketPath, 'second');
    expect(isLock(again)).toBe(true);
    await (again as DirectoryLock).release();
  });

  test('goes to one of twenty that find what a killed process left, and stays with it when the others have gone', async () => {
    for (let round = 0; round < 5; round += 1) {
      const socketPath = path.join(makeDataFolder(), 'lock');
      leaveBehind(socketPath);
      const results = await Promise.all(
        // Within the time that the lock gives rivals to show themselves.
        Array.from({ length: 20 }, (_, at) => sleep(at * 4).then(() => lockDirectory(socketPath, `number ${at}`))),
      );
      const locks = results.filter(isLock);
      expect(locks.length).toBe(1);
      const holder = await ask(socketPath);
      expect(holder).not.toBe(null);
      expect(results.filter((result) => !isLock(result) && result.purpose !== holder!.purpose)).toEqual([]);
      await locks[0]!.release();
    }
  });

  test('is left alone by who loses it to a rival that was slower to begin with', async () => {
    const socketPath = path.join(makeDataFolder(), 'lock');
    leaveBehind(socketPath);
    const losing = lockDirectory(socketPath, 'loser');
    await sleep(50);
    // The rival found the leftover stale, too, and puts its own socket in the place of what is there by now.
    rmSync(socketPath);
    const rival = createServer((socket) => socket.end(JSON.stringify({ nonce: 'its own', pid: 1, purpose: 'rival' })));
    await once(rival.listen(socketPath), 'listening');
    expect(await losing).toMatchObject({ purpose: 'rival' });
    expect(await ask(socketPath)).toMatchObject({ purpose: 'rival' });
    rival.close();
  });

  test('is held by a process that does not answer, too', async () => {
    const socketPath = path.join(makeDataFolder(), 'lock');
    const silent = createServer(() => undefined).listen(socketPath);
    await once(silent, 'listening');
    expect(await lockDirectory(socketPath, 'second')).toMatchObject({ pid: null });
    silent.close();
  });
});

import cluster from 'node:cluster';
import { afterEach, expect, test, vi } from 'vitest';
import { forkWorker } from '../../src/ops/fork-worker.ts';

afterEach(() => vi.restoreAllMocks());

test('A worker that there is no memory for has ended, with the reason, and ends nothing else', async () => {
  vi.spyOn(cluster, 'setupPrimary').mockReturnValue();
  vi.spyOn(cluster, 'fork').mockImplementation(() => {
    throw new Error('spawn ENOMEM');
  });
  const worker = forkWorker({ module: 'serve-worker.js', args: [], onLeft: () => undefined });
  expect(await worker.serving).toBe(null);
  expect(await worker.ended).toBe('could not be started: spawn ENOMEM');
  expect(worker.isServing()).toBe(false);
});

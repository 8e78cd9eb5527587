import { expect, inject, test } from 'vitest';
import { describeWhen } from '../support/describe-when.ts';
import { startPostgresCluster } from '../support/postgres-cluster.ts';
import { findPostgresPrograms } from '../support/postgres-programs.ts';
import { startTestApp } from '../support/test-app.ts';
import { openTestPool } from '../support/test-pool.ts';

const available = inject('testServer').kind === 'postgres' && findPostgresPrograms() !== null;

describeWhen(available, 'needs a PostgreSQL of its own to halt')('A database that has fallen silent', () => {
  test('is a 503 after the time limit of a statement and some seconds, on a connection that was open before [G8] [H-10] [H-11]', async () => {
    const cluster = await startPostgresCluster(findPostgresPrograms()!);
    const app = await startTestApp(cluster.url, { OAI_STATEMENT_TIMEOUT_MS: '1000', OAI_PUBLISH: 'no' });
    const db = openTestPool(cluster.url, 1);
    const identify = () => fetch(`${app.url}?verb=Identify`);
    expect((await identify()).status).toBe(200);
    const text = `select pid from pg_stat_activity where application_name like 'oai-pmh-server serve%'`;
    const sessions = await db.query<{ pid: number }>({ name: 'sessions', text });
    try {
      for (const { pid } of sessions) process.kill(pid, 'SIGSTOP');
      const start = performance.now();
      const answer = await identify();
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(performance.now() - start).toBeLessThan(12_000);
      // The halted connection is not used again.
      expect((await identify()).status).toBe(200);
    } finally {
      for (const { pid } of sessions) process.kill(pid, 'SIGCONT');
      await app.close();
      await db.close();
      await cluster.remove();
    }
  });
});

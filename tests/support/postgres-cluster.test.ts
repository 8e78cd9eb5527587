import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWhen } from './describe-when.ts';
import { type PostgresCluster, startPostgresCluster } from './postgres-cluster.ts';
import { findPostgresPrograms, type PostgresPrograms } from './postgres-programs.ts';
import { withClient } from './test-pool.ts';

const programs = findPostgresPrograms();

describeWhen(programs !== null, 'needs the programs of PostgreSQL')('a throwaway PostgreSQL', () => {
  let cluster: PostgresCluster;
  const ask = async <Row extends object>(text: string) =>
    (await withClient(cluster.url, (client) => client.query<Row>(text))).rows[0];

  beforeAll(async () => {
    cluster = await startPostgresCluster(programs as PostgresPrograms);
  });

  afterAll(() => cluster.remove());

  test('takes many connections', async () => {
    expect(await ask('show max_connections')).toEqual({ max_connections: '200' });
  });

  test.each(['fast', 'crash'] as const)('comes back on the same address after a %s stop, with its data', async (mode) => {
    await ask(`create table before_${mode} (id int)`);
    await ask('checkpoint');
    await cluster.stop(mode);
    await expect(ask('select 1')).rejects.toThrow();
    await cluster.start();
    expect(await ask(`select count(*)::int as n from before_${mode}`)).toEqual({ n: 0 });
  });

  test('leaves nothing behind', async () => {
    const other = await startPostgresCluster(programs as PostgresPrograms);
    expect(existsSync(other.socketFolder)).toBe(true);
    await other.remove();
    expect(existsSync(other.socketFolder)).toBe(false);
  });

  test('says what its programs said when it does not start', async () => {
    await expect(startPostgresCluster({ folder: '/nowhere' })).rejects.toThrow(/did not start.*\/nowhere\/initdb/s);
  });
});

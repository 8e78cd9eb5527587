import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from './config.ts';
import { ProgramError, toHint } from './errors.ts';
import { toDatabaseName, toPoolOptions } from './open-database.ts';
import type { Log } from './ops/log.ts';
import { checkReplica } from './storage/check-replica.ts';
import { type Database, openPool } from './storage/database.ts';
import { isDatabaseFault } from './storage/database-fault.ts';
import { getSetUpAt } from './storage/installation.ts';
import { getPublication } from './storage/publish-clock.ts';
import { makeReadDatabase, type ReadDatabase } from './storage/read-database.ts';
import { makeReplicatedReadSide, makeSingleReadSide, type ReadSide } from './storage/read-side.ts';

/**
 * Opens the replicas that the settings name beside an open primary. One that is away is left out until it is there; where there are none, the primary answers all reads.
 *
 * @throws ProgramError READ_DATABASE_UNUSABLE, and those of checkMigrated, for one that is there and is not a replica of the primary
 */
export async function openReadSide(config: Config, primary: Database, log: Log): Promise<ReadSide> {
  const { databaseUrl, readDatabaseUrls } = config;
  if (readDatabaseUrls.length === 0) return makeSingleReadSide(primary);
  if (databaseUrl === null) {
    const message = 'OAI_READ_DATABASE_URL is set and DATABASE_URL is not; the embedded database has no replicas.';
    throw new ProgramError('SETTING_INVALID', message);
  }
  const setUpAt = await getSetUpAt(primary);
  const replicas: ReadDatabase[] = [];
  const openReplica = async (url: string) => {
    const name = toDatabaseName(url);
    const db = openPool(toPoolOptions(config, url, { log, purpose: 'serve' }));
    const check = () => checkReplica(db, { name, setUpAt });
    const replica = makeReadDatabase({ db, check, ...logHealth(log, name) });
    replicas.push(replica);
    await checkAtStart(check).catch((error) => {
      if (!isDatabaseFault(error) && !isOld(error)) throw error;
      replica.leaveOut(error);
    });
  };
  const opened = await Promise.allSettled(readDatabaseUrls.map(openReplica));
  const failed = opened.find((result) => result.status === 'rejected');
  const check = async () => void (await getPublication(primary));
  const reads = makeReplicatedReadSide(
    makeReadDatabase({ db: primary, check, ...logHealth(log, toDatabaseName(databaseUrl)) }),
    replicas,
  );
  if (failed === undefined) return reads;
  await reads.close();
  throw failed.reason;
}

// What the primary has just got, a replica has a moment later.
const patienceMs = 2_000;
const retryMs = 200;

async function checkAtStart(check: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof ProgramError) || performance.now() > deadline) throw error;
      await sleep(retryMs);
    }
  }
}

/** Whether a replica has not got the newest migration: it is of this installation, and behind. */
function isOld(error: unknown): boolean {
  return error instanceof ProgramError && error.code === 'DATABASE_NOT_MIGRATED';
}

function logHealth(log: Log, name: string) {
  return {
    onLeftOut: (error: unknown) =>
      log.warn(
        { err: error, ...toHint(error) },
        `The database ${name} does not answer and is left out; the others answer until it is back.`,
      ),
    onBack: () => log.info(`The database ${name} answers again.`),
  };
}

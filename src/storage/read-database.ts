import { setImmediate } from 'node:timers/promises';
import { ProgramError } from '../errors.ts';
import type { Database } from './database.ts';
import { isDatabaseFault, SilenceFault } from './database-fault.ts';

/** A database that answers reads, and whether it is fit for that just now. */
export interface ReadDatabase {
  /** Whether reads should go to it. One that is left out is tried again behind the scenes when its time has come: no request waits for that. */
  isFit(): boolean;
  /** Whether it was found behind a list a moment ago, so that it is better not asked to go on with one. */
  isBehind(): boolean;
  noteBehind(): void;
  /** Keeps reads away from it for a while, longer each time, up to 30 s. */
  leaveOut(error: unknown): void;
  /** Shortens its pause: nobody else can answer. */
  hurry(): void;
  /**
   * Runs a read. An error that is the database's own leaves it out.
   *
   * @param patient whether nobody else can be asked, so that a database that says nothing is waited for
   */
  read<T>(work: (db: Database) => Promise<T>, patient: boolean): Promise<T>;
  close(): Promise<void>;
}

export interface ReadDatabaseOptions {
  readonly db: Database;
  /** Throws unless the database can be read from again. */
  readonly check: () => Promise<void>;
  /** Told once when it is left out, and again when it turns out that a person must put something right. */
  readonly onLeftOut: (error: unknown) => void;
  readonly onBack: () => void;
}

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
// A read takes milliseconds. A machine that hangs is given up after this, unless it answers others: it is only busy then.
const silenceMs = 3_000;
const lookMs = 500;
const behindMs = 1_000;

/** Keeps account of the faults of one database. */
export function makeReadDatabase(options: ReadDatabaseOptions): ReadDatabase {
  const { db } = options;
  const health = makeHealth(options);
  let answeredAt = 0;
  let behindUntil = 0;
  return {
    isFit: health.isFit,
    leaveOut: health.leaveOut,
    hurry: health.hurry,
    close: async () => {
      health.close();
      await db.close();
    },
    isBehind: () => performance.now() < behindUntil,
    noteBehind: () => {
      behindUntil = performance.now() + behindMs;
    },
    read: async (work, patient) => {
      try {
        const result = await (patient ? work(db) : unlessSilent(work(db), () => answeredAt));
        answeredAt = performance.now();
        return result;
      } catch (error) {
        if (isItsOwn(error)) health.leaveOut(error);
        throw error;
      }
    },
  };
}

function makeHealth({
  check,
  onLeftOut,
  onBack,
}: ReadDatabaseOptions): Pick<ReadDatabase, 'isFit' | 'leaveOut' | 'hurry'> & { close(): void } {
  let state: 'in' | 'out' | 'probing' | 'closed' = 'in';
  let pauseMs = 0;
  let changedAt = Number.NEGATIVE_INFINITY;
  let told = '';
  const goOut = () => {
    pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs, pauseMs * 2));
    changedAt = performance.now();
    state = 'out';
  };
  const tell = (error: unknown) => {
    const what = error instanceof ProgramError ? error.code : 'away';
    if (what !== told) onLeftOut(error);
    told = what;
  };
  const probe = async () => {
    state = 'probing';
    const error = await check().then(
      () => null,
      (reason: unknown) => reason ?? new Error('unknown'),
    );
    if (state !== 'probing') return;
    if (error !== null) {
      goOut();
      if (error instanceof ProgramError) tell(error);
      return;
    }
    state = 'in';
    changedAt = performance.now();
    told = '';
    onBack();
  };
  const isFit = () => {
    if (state === 'out' && performance.now() >= changedAt + pauseMs) void probe();
    return state === 'in';
  };
  return {
    isFit,
    hurry: () => {
      pauseMs = Math.min(pauseMs, firstPauseMs);
      isFit();
    },
    leaveOut: (error) => {
      if (state !== 'in') return;
      // One that comes and goes is left out longer and longer.
      if (performance.now() > changedAt + longestPauseMs) pauseMs = 0;
      goOut();
      tell(error);
    },
    close: () => {
      state = 'closed';
    },
  };
}

function unlessSilent<T>(work: Promise<T>, getAnsweredAt: () => number): Promise<T> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const timer = setInterval(async () => {
      // What came while this process was busy is looked at first.
      await setImmediate();
      const silentMs = performance.now() - Math.max(startedAt, getAnsweredAt());
      if (silentMs < silenceMs) return;
      clearInterval(timer);
      reject(new SilenceFault(`nothing was heard from it for ${Math.round(silentMs)} ms`));
    }, lookMs);
    work.then(resolve, reject).finally(() => clearInterval(timer));
  });
}

// One statement that was cancelled, for the sake of replication or of a time limit, and a pool that is busy, say nothing about those that follow.
const passing = new Set(['40001', '40P01', '57014']);
const busyPool = 'timeout exceeded when trying to connect';

/** Whether another database may well answer where this one threw. */
export function isFaultOfOne(error: unknown): boolean {
  return isItsOwn(error) || isDatabaseFault(error);
}

/** Whether the error is one of this database as a whole: away, refusing the user, or without the tables. */
function isItsOwn(error: unknown): boolean {
  if (error instanceof ProgramError) return true;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (passing.has(code) || (error instanceof Error && error.message === busyPool)) return false;
  return isDatabaseFault(error) || /^(?:28|3D|3F|42)...$/.test(code);
}

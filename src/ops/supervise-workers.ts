import { setTimeout as sleep } from 'node:timers/promises';
import { type ForkedWorker, forkWorker } from './fork-worker.ts';
import type { Log } from './log.ts';
import { makePublisherRole, type PublisherRole } from './publisher-role.ts';

export interface SupervisorOptions {
  readonly workers: number;
  /** The file a worker runs, and its arguments. */
  readonly module: string;
  readonly args: readonly string[];
  /** The name under which whichever worker has the role publishes. */
  readonly publisherName: string;
  readonly shutdownTimeoutMs: number;
  readonly log: Log;
}

/** The workers of a server. */
export interface Supervisor {
  /** The URL, once all workers serve for the first time; null when the first of them could not start, and then there are none. */
  readonly serving: Promise<string | null>;
  /** Puts new workers in the place of the old ones, one by one; a request that comes during a restart has another follow it. */
  restart(): void;
  /** Lets all finish what they have in hand, and ends those that have not after the time limit. */
  stop(): Promise<void>;
  /** Ends all at once. */
  kill(): void;
}

/** One of the workers there shall be, whichever process it is. */
interface Place {
  worker: ForkedWorker;
}

interface Crew {
  readonly options: SupervisorOptions;
  readonly places: Place[];
  /** All there are: those in the places, those that start, and those that finish. */
  readonly alive: Set<ForkedWorker>;
  readonly role: PublisherRole;
  readonly stopping: AbortController;
  readonly start: () => ForkedWorker;
}

// A worker that lives for so long has not died of its start.
const steadyMs = 30_000;
const longestPauseMs = 30_000;
const pollMs = 50;
// Workers keep the time limit by themselves; this much later they hang.
const killMarginMs = 1_000;

/** Starts the workers: one first, so that what keeps a server from starting is told once, then the others; each that dies is replaced. */
export function superviseWorkers(options: SupervisorOptions): Supervisor {
  const crew = makeCrew(options);
  const first = crew.start();
  crew.places.push({ worker: first });
  const started = first.serving.then((url) => {
    if (url === null || crew.stopping.signal.aborted) return null;
    while (crew.places.length < options.workers) crew.places.push({ worker: crew.start() });
    let deaths = 0;
    const countDeath = (lifeMs: number) => {
      deaths = lifeMs < steadyMs ? deaths + 1 : 0;
      return deaths < 2 ? 0 : Math.min(longestPauseMs, 1000 * 2 ** (deaths - 2));
    };
    for (const place of crew.places) void keepPlace(crew, place, countDeath);
    return url;
  });
  let restarted: Promise<unknown> = started;
  let waiting = false;
  return {
    serving: started.then((url) => (url === null ? null : untilAllServe(crew, url))),
    restart: () => {
      if (waiting) return;
      waiting = true;
      restarted = restarted.then(() => {
        waiting = false;
        return restartAll(crew);
      });
    },
    stop: () => stopAll(crew),
    kill: () => killAll(crew),
  };
}

function makeCrew(options: SupervisorOptions): Crew {
  const places: Place[] = [];
  const alive = new Set<ForkedWorker>();
  const stopping = new AbortController();
  // The newest, since it has the newest settings.
  const findHeir = () => {
    if (stopping.signal.aborted) return null;
    const heirs = places.map(({ worker }) => worker).filter((worker) => worker.isServing());
    return heirs.sort((a, b) => a.startedAt - b.startedAt).at(-1) ?? null;
  };
  const role = makePublisherRole(options.publisherName, findHeir);
  const onLeft = (worker: ForkedWorker) => {
    role.leave(worker);
    role.offer();
  };
  const start = () => {
    const worker = forkWorker({ ...options, onLeft });
    alive.add(worker);
    void worker.serving.then((url) => {
      if (url !== null) options.log.info(`Worker ${worker.pid} serves.`);
      // Or it was to take the place of a dead one and could not.
      role.offer();
    });
    void worker.ended.then(() => {
      alive.delete(worker);
      role.leave(worker);
      // What publishing killed one worker by shall not kill all of them: the one that takes its place takes the role.
      if (!places.some((place) => place.worker === worker)) role.offer();
    });
    return worker;
  };
  return { options, places, alive, role, stopping, start };
}

async function untilAllServe({ places, stopping }: Crew, url: string): Promise<string | null> {
  while (!places.every(({ worker }) => worker.isServing())) {
    if (stopping.signal.aborted) return null;
    await sleep(pollMs);
  }
  return url;
}

/** Has another worker in the place when the one in it dies: at once, or after a pause when workers die again and again soon after their start. */
async function keepPlace(
  { options, stopping, start }: Crew,
  place: Place,
  countDeath: (lifeMs: number) => number,
): Promise<void> {
  const { signal } = stopping;
  while (!signal.aborted) {
    const { worker } = place;
    const reason = await worker.ended;
    // A restart may have put another there.
    if (signal.aborted || place.worker !== worker) continue;
    const pauseMs = countDeath(performance.now() - worker.startedAt);
    const when = pauseMs === 0 ? '' : ` in ${pauseMs / 1000} s`;
    options.log.error(`Worker ${worker.pid} ${reason}; another is started${when}.`);
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted && place.worker === worker) place.worker = start();
  }
}

async function restartAll({ options, places, role, stopping, start }: Crew): Promise<void> {
  const { log, shutdownTimeoutMs } = options;
  const { signal } = stopping;
  if (places.length < options.workers) return;
  log.info('Restarting the workers, one by one.');
  for (const place of places) {
    if (signal.aborted) return;
    const next = start();
    if ((await next.serving) === null) {
      const reason = await next.ended;
      if (!signal.aborted)
        log.error(`A new worker ${reason} before it served. The restart is given up; the former workers go on.`);
      return;
    }
    const former = place.worker;
    place.worker = next;
    log.info(`Worker ${next.pid} takes over from worker ${former.pid}, which finishes what it has in hand.`);
    // One that was put here a moment ago, and does not listen yet, would not hear it.
    if (former.isServing()) former.tell({ order: 'drain' });
    else former.kill();
    role.offer();
    // Not for ever: it may be sending to a slow client.
    await Promise.race([former.ended, sleep(shutdownTimeoutMs, undefined, { signal, ref: false }).catch(() => undefined)]);
  }
  log.info('All workers were restarted.');
}

async function stopAll(crew: Crew): Promise<void> {
  const { options, alive, stopping } = crew;
  stopping.abort();
  for (const worker of alive) {
    if (worker.isServing()) worker.tell({ order: 'stop' });
    // It has nothing in hand yet, and would not hear it.
    else worker.kill();
  }
  const killing = setTimeout(() => killAll(crew), options.shutdownTimeoutMs + killMarginMs);
  await Promise.all([...alive].map(({ ended }) => ended));
  clearTimeout(killing);
}

function killAll({ alive, stopping }: Crew): void {
  stopping.abort();
  for (const worker of alive) worker.kill();
}

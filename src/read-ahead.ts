import { type ListQuery, type ListStretch, leaveStretch, type Repository } from './oai/repository.ts';

// A harvester that is on its way asks for the next page within milliseconds. What is older than a second is read anew, for the answer would have a responseDate that old.
const keptMs = 1_000;
// Of at most a page's first stretch each, so that harvesters that leave cost no more memory than a few that stay.
const mostKept = 16;
// Where the database is slow, reading ahead must not take its connections from those who wait.
const mostReading = 4;
// Where harvesters take their time, nearly all of it would be for nothing: after this many in a row that nobody asked for, one expectation in so many is tried.
const mostMissed = 8;
const triedOnceIn = 16;

/**
 * A repository that reads what it is told to expect at once, so that the database, and the threads that render, are at the next page while the client takes this one.
 * What was read is given out once, to the very same query; where it had failed by then, that query is put as if nothing had been expected.
 *
 * An answer may so be of up to a second ago, data and responseDate alike, which loses nothing (G1): it is as if it had been asked for then.
 */
export function withReadAhead(repository: Omit<Repository, 'expectRecords'>): Repository {
  const kept = new Map<string, Expected>();
  let reading = 0;
  let missed = 0;
  let passedOver = 0;
  const take = (key: string): Expected | null => {
    const found = kept.get(key);
    if (found === undefined) return null;
    kept.delete(key);
    clearTimeout(found.timer);
    return found;
  };
  const expire = (key: string) => {
    missed += 1;
    void take(key)?.stretch.then(leaveStretch, () => undefined);
  };
  const mayRead = () => {
    if (kept.size >= mostKept || reading >= mostReading) return false;
    if (missed < mostMissed) return true;
    passedOver += 1;
    return passedOver % triedOnceIn === 0;
  };
  return {
    ...repository,
    listRecords: (query) => {
      const expected = query.after === null ? null : take(toKey(query));
      if (expected === null) return repository.listRecords(query);
      missed = 0;
      return expected.failed ? repository.listRecords(query) : expected.stretch;
    },
    expectRecords: (query) => {
      const key = toKey(query);
      if (kept.has(key) || !mayRead()) return;
      reading += 1;
      const stretch = repository.listRecords(query);
      const expected = { stretch, failed: false, timer: setTimeout(expire, keptMs, key).unref() };
      kept.set(key, expected);
      // Whoever asks for it handles that; nobody may ask.
      const fail = () => {
        expected.failed = true;
      };
      void stretch
        .then(({ xml }) => xml.catch(() => undefined), fail)
        .finally(() => {
          reading -= 1;
        });
    },
  };
}

/** What was read, or is being read. */
interface Expected {
  readonly stretch: Promise<ListStretch>;
  /** Whether it could not be read, and is known to. */
  readonly failed: boolean;
  readonly timer: NodeJS.Timeout;
}

function toKey({
  metadataPrefix,
  from,
  until,
  set,
  after,
  limit,
  maxBytes,
  headersOnly,
  granularity,
  notBefore,
}: ListQuery): string {
  const place = after === null ? null : [after.datestamp, after.id];
  return JSON.stringify([metadataPrefix, from, until, set, place, limit, maxBytes, headersOnly, granularity, notBefore]);
}

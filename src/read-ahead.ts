import { type Expectation, type ListQuery, type ListStretch, leaveStretch, type Repository } from './oai/repository.ts';

// A harvester that has its page asks for the next within milliseconds. What has been at hand for longer than this, or for longer than this since the page was taken, is read anew, for its responseDate would be that old.
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
 * An answer may so have been at hand for up to two seconds, data and responseDate alike, which loses nothing (G1): it is as if it had been asked for then.
 */
export function withReadAhead(repository: Omit<Repository, 'expectRecords'>): Repository {
  const kept = new Map<string, Expected>();
  let reading = 0;
  let missed = 0;
  let passedOver = 0;
  const isWorthwhile = () => {
    if (missed < mostMissed) return true;
    passedOver += 1;
    return passedOver % triedOnceIn === 0;
  };
  const remove = (key: string, expected: Expected) => {
    kept.delete(key);
    clearTimeout(expected.timer);
  };
  const drop = (key: string, expected: Expected) => {
    if (kept.get(key) !== expected) return;
    remove(key, expected);
    void expected.stretch.then(leaveStretch, () => undefined);
  };
  const begin = (key: string, query: ListQuery): Expected | null => {
    if (kept.has(key) || kept.size >= mostKept || reading >= mostReading) return null;
    reading += 1;
    const stretch = repository.listRecords(query);
    const expire = () => {
      if (expected.due) missed += 1;
      drop(key, expected);
    };
    const expected: Expected = { stretch, failed: false, due: false, taken: false, timer: undefined };
    kept.set(key, expected);
    // Whoever asks for it handles that; nobody may ask.
    const fail = () => {
      expected.failed = true;
    };
    void stretch
      .then(({ xml }) => xml.catch(fail), fail)
      .finally(() => {
        reading -= 1;
        // What is still being made is not too old; to drop it would be to make it twice.
        if (kept.get(key) === expected) expected.timer = setTimeout(expire, keptMs).unref();
      });
    return expected;
  };
  return {
    ...repository,
    listRecords: (query) => {
      const key = toKey(query);
      const expected = query.after === null ? undefined : kept.get(key);
      if (expected === undefined) return repository.listRecords(query);
      remove(key, expected);
      expected.taken = true;
      missed = 0;
      return expected.failed ? repository.listRecords(query) : expected.stretch;
    },
    expectRecords: (query): Expectation => {
      const key = toKey(query);
      if (!isWorthwhile()) return { confirm: () => undefined, drop: () => undefined };
      let expected = begin(key, query);
      return {
        confirm: () => {
          if (expected?.taken) return;
          if (expected === null || kept.get(key) !== expected) expected = begin(key, query);
          if (expected === null) return;
          expected.due = true;
          expected.timer?.refresh();
        },
        drop: () => {
          if (expected !== null) drop(key, expected);
        },
      };
    },
  };
}

/** What was read, or is being read. */
interface Expected {
  readonly stretch: Promise<ListStretch>;
  /** Whether it could not be read, or not be made, and is known to. */
  failed: boolean;
  /** Whether the client has all that comes before it. */
  due: boolean;
  taken: boolean;
  /** Runs from when it is at hand. */
  timer: NodeJS.Timeout | undefined;
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

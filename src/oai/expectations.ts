/** Something that is likely to be asked for; in the end one of the two has to be said. */
export interface Expectation {
  /** Whoever is to ask has all that comes before it, and should ask within a moment. */
  confirm(): void;
  /** Nobody will ask for it. */
  drop(): void;
}

/** What is begun with before it is asked for, by what it is asked for with. */
export interface Expectations<T> {
  /** What was made for this key, or is being made. It is given out once; null where there is nothing, or where it had failed by now. */
  take(key: string): Promise<T> | null;
  /** Begins at once, unless that is there already, or there is enough of it. */
  expect(key: string, make: () => Promise<T>): Expectation;
}

export interface ExpectationOptions<T> {
  /** Resolves once it is whole; a rejection counts as failed. */
  readonly whenWhole: (made: T) => Promise<unknown>;
  /** Gives back what nobody took. */
  readonly leave: (made: T) => void;
}

// A harvester that has its page asks for the next within milliseconds. What has been at hand for longer than this, or for longer than this since the page was taken, is made anew, for its responseDate would be that old.
const keptMs = 1_000;
// Of a page's first stretch each, and of one that is compressed the second, too, so that harvesters that leave cost no more memory than a few that stay.
const mostKept = 16;
// Where the database is slow, reading ahead must not take its connections from those who wait.
const mostBegun = 4;
// Where harvesters take their time, nearly all of it would be for nothing: after this many in a row that nobody asked for, one expectation in so many is tried.
const mostMissed = 8;
const triedOnceIn = 16;

/** Makes a store of what is expected. */
export function makeExpectations<T>({ whenWhole, leave }: ExpectationOptions<T>): Expectations<T> {
  const kept = new Map<string, Expected<T>>();
  const { isWorthwhile, noteMissed, noteTaken } = makeWorth();
  let begun = 0;
  const remove = (key: string, expected: Expected<T>) => {
    kept.delete(key);
    clearTimeout(expected.timer);
  };
  const drop = (key: string, expected: Expected<T>) => {
    if (kept.get(key) !== expected) return;
    remove(key, expected);
    void expected.made.then(leave, () => undefined);
  };
  const begin = (key: string, make: () => Promise<T>): Expected<T> | null => {
    if (kept.has(key) || kept.size >= mostKept || begun >= mostBegun) return null;
    begun += 1;
    const expected: Expected<T> = { made: make(), failed: false, due: false, taken: false, timer: undefined };
    kept.set(key, expected);
    const expire = () => {
      if (expected.due) noteMissed();
      drop(key, expected);
    };
    // Whoever asks for it handles that; nobody may ask.
    const fail = () => {
      expected.failed = true;
    };
    void expected.made
      .then((made) => whenWhole(made).catch(fail), fail)
      .finally(() => {
        begun -= 1;
        // What is still being made is not too old; to drop it would be to make it twice.
        if (kept.get(key) === expected) expected.timer = setTimeout(expire, keptMs).unref();
      });
    return expected;
  };
  return {
    take: (key) => {
      const expected = kept.get(key);
      if (expected === undefined) return null;
      remove(key, expected);
      expected.taken = true;
      noteTaken();
      if (!expected.failed) return expected.made;
      void expected.made.then(leave, () => undefined);
      return null;
    },
    expect: (key, make) => {
      if (!isWorthwhile()) return { confirm: () => undefined, drop: () => undefined };
      let expected = begin(key, make);
      return {
        confirm: () => {
          if (expected?.taken) return;
          if (expected === null || kept.get(key) !== expected) expected = begin(key, make);
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

/** What is made, or is being made. */
interface Expected<T> {
  readonly made: Promise<T>;
  /** Whether it could not be made, and is known to. */
  failed: boolean;
  /** Whether the client has all that comes before it. */
  due: boolean;
  taken: boolean;
  /** Runs from when it is at hand. */
  timer: NodeJS.Timeout | undefined;
}

function makeWorth() {
  let missed = 0;
  let passedOver = 0;
  return {
    isWorthwhile: () => {
      if (missed < mostMissed) return true;
      passedOver += 1;
      return passedOver % triedOnceIn === 0;
    },
    noteMissed: () => {
      missed += 1;
    },
    noteTaken: () => {
      missed = 0;
    },
  };
}

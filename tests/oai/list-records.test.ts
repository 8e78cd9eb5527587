import { describe, expect, test } from 'vitest';
import { type AnswerPiece, answer, usualPace } from '../../src/oai/answer.ts';
import { parseArguments } from '../../src/oai/arguments.ts';
import type { ListQuery, ListStretch, StoredBytes } from '../../src/oai/repository.ts';
import { makeTokenCodec } from '../../src/oai/token.ts';
import { makePartialRepository } from '../support/partial-repository.ts';
import { makeProtocolSettings } from '../support/protocol-settings.ts';

const state = { publishedThrough: '2026-01-02T00:00:00Z', publication: 7 };

interface Fake {
  /** How many bytes each stretch has; one that cannot be made is an error. */
  readonly stretches: readonly (number | Error)[];
  /** Which one cannot be read. */
  readonly unreadable?: number;
  readonly pageMaxBytes?: number;
  /** Makes the bytes of a stretch some time after it was read. */
  readonly slowly?: boolean;
  readonly compressed?: boolean;
  /** Takes its time over all but the last piece of a page. */
  readonly slowClient?: boolean;
}

/** A list of stretches of 250 records each, of which it is told what is read, released, and released twice. */
function useFakeList({
  stretches,
  unreadable,
  pageMaxBytes = 10_000_000,
  slowly = false,
  compressed = false,
  slowClient = false,
}: Fake) {
  const reads: ListQuery[] = [];
  const released: number[] = [];
  const toBytes = async (index: number): Promise<StoredBytes> => {
    if (slowly) await new Promise((resolve) => setTimeout(resolve, 5));
    const size = stretches[index]!;
    if (typeof size !== 'number') throw size;
    return { listParts: () => [Buffer.alloc(size, `${index}`)], release: () => released.push(index) };
  };
  const listRecords = async (query: ListQuery): Promise<ListStretch> => {
    const index = query.after === null ? 0 : Number(query.after.id);
    reads.push(query);
    if (index === unreadable) throw new Error('not read');
    const last = { datestamp: '2026-01-01T00:00:00Z', id: String(index + 1) };
    const xml = toBytes(index);
    xml.catch(() => undefined);
    return { ...state, offered: true, count: 250, last, more: index < stretches.length - 1, xml, ready: !slowly };
  };
  const expected: ListQuery[] = [];
  // What was said of it in the end.
  const outcomes: string[] = [];
  const expectRecords = (query: ListQuery) => {
    expected.push(query);
    const { id } = query.after!;
    return { confirm: () => void outcomes.push(`${id} confirmed`), drop: () => void outcomes.push(`${id} dropped`) };
  };
  const repository = makePartialRepository({ listRecords, expectRecords, countRest: async () => 1000 });
  const settings = makeProtocolSettings({ pageMaxBytes });
  const ask = async (rest = 'metadataPrefix=oai_dc') => {
    const context = {
      settings,
      repository,
      tokens: makeTokenCodec('a secret of this test'),
      compressed,
      pace: { ...usualPace, isSlow: () => slowClient },
    };
    return (await answer(parseArguments(`verb=ListRecords&${rest}`), context)).pieces;
  };
  return { ask, reads, expected, outcomes, released };
}

/** Takes all pieces as a client does, gives their memory back, and says that it has them. */
async function take(pieces: AsyncGenerator<AnswerPiece>): Promise<string> {
  let xml = '';
  for await (const { parts, release, taken } of pieces) {
    xml += Buffer.concat(parts).toString();
    release();
    taken?.();
  }
  return xml;
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 30));

describe.each([
  ['are there', false],
  ['are being made', true],
])('A page of a list whose bytes %s', (_, slowly) => {
  test('has its stretches in their order, each released once', async () => {
    const { ask, released } = useFakeList({ stretches: [3, 3, 3, 3, 3], slowly });
    expect(await take(await ask())).toContain('000111222333');
    expect(released).toEqual([0, 1, 2, 3]);
  });

  test('reads nothing behind a page that ends by its records', async () => {
    const { ask, reads } = useFakeList({ stretches: [3, 3, 3, 3, 3], slowly });
    await take(await ask());
    expect(reads).toHaveLength(4);
  });

  test('reads nothing behind a page that may end by its bytes', async () => {
    const { ask, reads } = useFakeList({ stretches: [100_000, 100_000], slowly, pageMaxBytes: 65_536 });
    expect(await take(await ask())).toContain('<resumptionToken');
    expect(reads).toHaveLength(1);
  });

  test('gives back what it read in vain, when a stretch turns out too large for the page', async () => {
    const { ask, reads, released } = useFakeList({ stretches: [700_000, 3], slowly, pageMaxBytes: 600_000 });
    const pieces = await ask();
    const { value } = (await pieces.next()) as { value: AnswerPiece };
    await soon();
    expect(reads).toHaveLength(2);
    // However long the client takes over what is sent.
    expect(released).toEqual([1]);
    expect(value.last).toBe(true);
    expect(Buffer.concat(value.parts).toString()).not.toContain('1'.repeat(3));
    value.release();
    await pieces.return(undefined);
    await soon();
    expect(released).toEqual([1, 0]);
  });

  test('breaks off where a stretch cannot be made, behind those before it [G8]', async () => {
    const { ask, released } = useFakeList({ stretches: [3, new Error('no second'), 3], slowly });
    await expect(take(await ask())).rejects.toThrow('no second');
    await soon();
    expect(released).toEqual([0, 2]);
  });

  test('is nothing at all where the first cannot be made, so that the answer can still be an error [G8]', async () => {
    const { ask } = useFakeList({ stretches: [new Error('no first'), 3], slowly });
    await expect((await ask()).next()).rejects.toThrow('no first');
  });

  test.each([
    ['that cannot be made', { stretches: [3, new Error('no second'), 3] }],
    ['that cannot be read', { stretches: [3, 3, 3], unreadable: 1 }],
  ])('leaves nobody alone with a stretch %s when the client goes', async (_, fake) => {
    const { ask } = useFakeList({ ...fake, slowly });
    const pieces = await ask();
    await pieces.next();
    await pieces.return(undefined);
    // A rejection that nobody handles would fail the run.
    await soon();
  });
});

const toToken = (xml: string) => `resumptionToken=${encodeURIComponent(/<resumptionToken[^>]*>([^<]+)</.exec(xml)![1]!)}`;

describe('What is read ahead of a harvester', () => {
  const stretches = Array.from({ length: 12 }, () => 3);

  test('is what the next request will ask for, once a page that came by a token is taken', async () => {
    const { ask, reads, expected } = useFakeList({ stretches });
    const first = await take(await ask());
    expect(expected).toEqual([]);
    const second = await take(await ask(toToken(first)));
    expect(expected).toHaveLength(1);
    const before = reads.length;
    await take(await ask(toToken(second)));
    expect(reads[before]).toEqual(expected[0]);
    // Nothing comes after the third page.
    expect(expected).toHaveLength(1);
  });

  test('is nothing where the client leaves before the end of a page', async () => {
    const { ask, expected } = useFakeList({ stretches });
    const pieces = await ask(toToken(await take(await ask())));
    for await (const { last, release } of pieces) {
      if (last) break;
      release();
    }
    expect(expected).toEqual([]);
  });

  test('of a slow client is begun with once, whoever finds first that it is not slow any more', async () => {
    const { ask, expected, outcomes } = useFakeList({ stretches, compressed: true, slowClient: true });
    const second = toToken(await take(await ask()));
    await take(await ask(second));
    expect(outcomes).toEqual(['8 confirmed']);
    for await (const { next, taken } of await ask(second)) {
      expect(expected).toHaveLength(1);
      next?.begin();
      next?.begin();
      expect(expected).toHaveLength(next === undefined ? 1 : 2);
      taken?.();
    }
    expect(outcomes).toEqual(['8 confirmed', '8 confirmed']);
    expect(expected).toHaveLength(2);
  });

  test('is begun with while the end of a page is being made, so that the threads that make it have no pause', async () => {
    const { ask, expected, outcomes } = useFakeList({ stretches, slowly: true });
    const pieces = await ask(toToken(await take(await ask())));
    const seen: number[] = [];
    for await (const { release, taken } of pieces) {
      seen.push(expected.length);
      release();
      taken?.();
    }
    // In the answer's four stretches, the last was read while the third was made.
    expect(seen).toEqual([0, 0, 1, 1]);
    expect(outcomes).toEqual(['8 confirmed']);
  });

  test('is begun with while the end of a page is compressed', async () => {
    const { ask, expected, outcomes } = useFakeList({ stretches, compressed: true });
    const pieces = await ask(toToken(await take(await ask())));
    const seen: number[] = [];
    for await (const { last, release, taken } of pieces) {
      if (last) seen.push(expected.length);
      release();
      taken?.();
    }
    expect(seen).toEqual([1]);
    expect(outcomes).toEqual(['8 confirmed']);
  });

  test('is what comes after the bytes of a page, where it ends before its records', async () => {
    // The second page ends with its third stretch, when its fourth was read.
    const sizes = [3, 3, 3, 3, 3, 3, 2_000_000, 3, 3, 3, 3, 3];
    const { ask, expected, outcomes, released } = useFakeList({ stretches: sizes, slowly: true, pageMaxBytes: 1_900_000 });
    await take(await ask(toToken(await take(await ask()))));
    await soon();
    expect(expected.map(({ after }) => after?.id)).toEqual(['8', '7']);
    expect(outcomes).toEqual(['8 dropped', '7 confirmed']);
    expect(released.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('is dropped with what else was read when the client leaves', async () => {
    const { ask, expected, outcomes, released } = useFakeList({ stretches, slowly: true });
    const pieces = await ask(toToken(await take(await ask())));
    let taken = 0;
    for await (const { release } of pieces) {
      release();
      taken += 1;
      if (taken === 3) break;
    }
    await soon();
    expect(expected).toHaveLength(1);
    expect(outcomes).toEqual(['8 dropped']);
    expect(released.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('is nothing when the client leaves while the end of a page is being read', async () => {
    const { ask, expected } = useFakeList({ stretches, slowly: true });
    const pieces = await ask(toToken(await take(await ask())));
    for await (const { release } of pieces) {
      release();
      break;
    }
    await soon();
    expect(expected).toEqual([]);
  });
});

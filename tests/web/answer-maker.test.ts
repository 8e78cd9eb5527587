import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { AnswerPiece } from '../../src/oai/answer.ts';
import { parseArguments } from '../../src/oai/arguments.ts';
import type { ListQuery, ListStretch } from '../../src/oai/repository.ts';
import { makeTokenCodec } from '../../src/oai/token.ts';
import { type EncodedAnswer, makeAnswerMaker } from '../../src/web/answer-maker.ts';
import { makePartialRepository } from '../support/partial-repository.ts';
import { makeProtocolSettings } from '../support/protocol-settings.ts';

const pages = 20;

/** A list of pages of one stretch each, of which it is told what is read and released. */
function useList({ failing = [] as readonly number[], pageSize = 10 } = {}) {
  const log = { reads: 0, released: 0 };
  const limits: number[] = [];
  const listRecords = async (query: ListQuery): Promise<ListStretch> => {
    log.reads += 1;
    limits.push(query.limit);
    const number = query.after === null ? 0 : Number(query.after.id);
    const reading = log.reads;
    const release = () => {
      log.released += 1;
    };
    const xml = failing.includes(reading)
      ? Promise.reject(new Error('away'))
      : Promise.resolve({ listParts: () => [Buffer.from(`<page${number}>`), Buffer.from(`read${reading}`)], release });
    xml.catch(() => undefined);
    const last = { datestamp: '2026-01-01T00:00:00Z', id: String(number + 1) };
    const state = { publishedThrough: '2026-01-02T00:00:00Z', publication: 7 };
    return { ...state, offered: true, count: pageSize, last, more: number < pages - 1, xml, ready: true };
  };
  const repository = makePartialRepository({ listRecords, countRest: async () => 10 * (pages - 1) });
  const context = {
    settings: makeProtocolSettings({ pageSize }),
    repository,
    tokens: makeTokenCodec('a secret of this test'),
  };
  return { log, limits, makeAnswer: makeAnswerMaker(() => context) };
}

/** Takes an answer as a client does, to the end or not. */
async function take({ pieces }: EncodedAnswer, whole = true): Promise<string> {
  const parts: Uint8Array[] = [];
  let piece: AnswerPiece;
  do {
    piece = await pieces.next();
    parts.push(...piece.parts);
    piece.release();
  } while (!piece.last);
  if (whole) piece.taken?.();
  await pieces.end();
  const body = Buffer.concat(parts);
  return body.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b])) ? gunzipSync(body).toString() : body.toString();
}

const first = parseArguments('verb=ListRecords&metadataPrefix=oai_dc');
const toNext = (xml: string) =>
  parseArguments(`resumptionToken=${/<resumptionToken[^>]*>([^<]+)</.exec(xml)![1]!}&verb=ListRecords`);

/** Takes the first two pages, the second of which came by a token; gives what the third is asked for with. */
async function beginHarvest(makeAnswer: ReturnType<typeof makeAnswerMaker>, whole = true) {
  const second = toNext(await take(await makeAnswer(first, 'gzip')));
  return toNext(await take(await makeAnswer(second, 'gzip'), whole));
}

describe('After a compressed page that came by a token, the next', () => {
  test('is read and compressed before it is asked for, and given out once', async () => {
    const { log, makeAnswer } = useList();
    const third = await beginHarvest(makeAnswer);
    await sleep(20);
    // What was compressed need not be there any more.
    expect(log).toEqual({ reads: 3, released: 3 });
    const answers = await Promise.all([makeAnswer(third, 'gzip'), makeAnswer(third, 'gzip')]);
    expect(log.reads).toBe(4);
    const texts = await Promise.all(answers.map((answer) => take(answer, false)));
    expect(texts.map((text) => /<page2>read\d/.exec(text)?.[0])).toEqual(['<page2>read3', '<page2>read4']);
    expect(texts[0]!.replace('read3', 'read4')).toBe(texts[1]);
  });

  test('is not waited for until it is whole', async () => {
    const { log, makeAnswer } = useList();
    const third = await beginHarvest(makeAnswer);
    expect(await take(await makeAnswer(third, 'gzip'))).toContain('<page2>read3');
    expect(log.reads).toBe(4);
  });

  test('is given to nobody who wants it in another encoding, or as it is', async () => {
    const { makeAnswer } = useList();
    const third = await beginHarvest(makeAnswer);
    await sleep(20);
    expect(await take(await makeAnswer(third, null), false)).toContain('<page2>read4');
    await makeAnswer(third, 'deflate').then(({ pieces }) => pieces.end());
    expect(await take(await makeAnswer(third, 'gzip'), false)).toContain('<page2>read3');
  });

  test('is dropped when the client leaves before it has all of it', async () => {
    const { log, makeAnswer } = useList();
    const third = await beginHarvest(makeAnswer, false);
    await sleep(20);
    expect(log).toEqual({ reads: 3, released: 3 });
    expect(await take(await makeAnswer(third, 'gzip'))).toContain('<page2>read4');
  });

  test('is begun with while the client takes the end of it, and once', async () => {
    const { log, makeAnswer } = useList();
    const second = toNext(await take(await makeAnswer(first, 'gzip')));
    const { pieces } = await makeAnswer(second, 'gzip');
    const piece = await pieces.next();
    await sleep(20);
    expect(log.reads).toBe(3);
    piece.taken?.();
    await pieces.end();
    await sleep(20);
    expect(log).toEqual({ reads: 3, released: 3 });
  });

  test('is made anew where it failed', async () => {
    const { makeAnswer } = useList({ failing: [3] });
    const third = await beginHarvest(makeAnswer);
    await sleep(20);
    expect(await take(await makeAnswer(third, 'gzip'))).toContain('<page2>read4');
  });

  test('is made anew when it is older than a second', async () => {
    const { makeAnswer } = useList();
    const third = await beginHarvest(makeAnswer);
    await sleep(1_200);
    expect(await take(await makeAnswer(third, 'gzip'))).toContain('<page2>read4');
  });
});

describe('Nothing is begun with', () => {
  test('after the first page, and after the last', async () => {
    const { log, makeAnswer } = useList();
    await take(await makeAnswer(first, 'gzip'));
    await sleep(20);
    expect(log.reads).toBe(1);
    let args = first;
    for (let page = 0; page < pages; page += 1) {
      const xml = await take(await makeAnswer(args, 'gzip'));
      if (page < pages - 1) args = toNext(xml);
    }
    await sleep(20);
    expect(log.reads).toBe(1 + pages);
  });

  test('after a page that is sent as it is', async () => {
    const { log, makeAnswer } = useList();
    const second = toNext(await take(await makeAnswer(first, null)));
    await take(await makeAnswer(second, null));
    await sleep(20);
    expect(log.reads).toBe(2);
  });
});

describe('Of a harvester that takes its time over the end of a page', () => {
  /** The pages, each of which it takes in so many milliseconds, and what was read for them. */
  async function harvest(ms: number) {
    const { log, makeAnswer } = useList();
    let args = toNext(await take(await makeAnswer(first, 'gzip')));
    for (let page = 1; page < 6; page += 1) {
      const { pieces } = await makeAnswer(args, 'gzip');
      const piece = await pieces.next();
      await sleep(ms);
      piece.taken?.();
      await pieces.end();
      args = toNext(gunzipSync(Buffer.concat(piece.parts)).toString());
    }
    await (await makeAnswer(args, 'gzip')).pieces.end();
    return log.reads;
  }

  test('no page is read twice, once that is known', async () => {
    // All but the first, and that which is begun with for the page after the last.
    expect(await harvest(10)).toBe(7);
    // The third page was begun with before it was known, and was too old then.
    expect(await harvest(1_100)).toBe(8);
  }, 20_000);
});

describe('What is compressed', () => {
  /** Harvests some pages; gives what the next is asked for with. */
  async function goOn(makeAnswer: ReturnType<typeof makeAnswerMaker>) {
    let args = await beginHarvest(makeAnswer);
    for (let page = 0; page < 3; page += 1) args = toNext(await take(await makeAnswer(args, 'gzip')));
    return args;
  }

  test('is read in large stretches for who is known to be quick, as long as they are few [G7]', async () => {
    const { limits, makeAnswer } = useList({ pageSize: 2_000 });
    await goOn(makeAnswer);
    // Nobody knew of the second how the first was taken, and the third was begun with while it was compressed.
    expect(limits.slice(0, 6)).toEqual([250, 250, 250, 1_000, 1_000, 1_000]);
    const crowd = await Promise.all(Array.from({ length: 20 }, () => makeAnswer(first, 'gzip')));
    const before = limits.length;
    await goOn(makeAnswer);
    await Promise.all(crowd.map(({ pieces }) => pieces.end()));
    expect(new Set(limits.slice(before))).toEqual(new Set([250]));
    await goOn(makeAnswer);
    expect(limits.at(-1)).toBe(1_000);
  });
});

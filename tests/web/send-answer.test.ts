import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AnswerPiece } from '../../src/oai/answer.ts';
import { chooseEncoding, type EncodingName, makeEncoderStore } from '../../src/web/encodings.ts';
import { makePieceSource } from '../../src/web/piece-source.ts';
import { sendAnswer } from '../../src/web/send-answer.ts';
import { makeTaking } from '../../src/web/taking.ts';
import { openSocket } from './raw-socket.ts';
import { sendRequest } from './send-request.ts';

// Compression leaves more than half of it, so that something of every piece goes out.
const bytes = randomBytes(300_000).toString('hex');
const released: number[] = [];
const encoders = makeEncoderStore();

async function* makePieces(count: number, faulty: boolean): AsyncGenerator<AnswerPiece> {
  for (let index = 0; index < count; index += 1) {
    const last = index === count - 1;
    if (faulty && last) throw new Error('no more of it');
    yield { parts: [Buffer.from(`<${index}>`), Buffer.from(bytes)], last, release: () => released.push(index) };
  }
}

// More than the operating system keeps for a client that does not read, however it is compressed.
const large = randomBytes(12_000_000).toString('hex');
const seen: string[] = [];

/** The end of a page behind which something is kept for the next, as long as nobody says that the client will not come. */
async function* makePage(late: boolean): AsyncGenerator<AnswerPiece> {
  try {
    if (late) await new Promise((resolve) => setTimeout(resolve, 300));
    yield { parts: [Buffer.from(large)], last: true, release: () => undefined, taken: () => seen.push('taken') };
  } finally {
    seen.push('over');
  }
}

// What comes next is none of this file's matter.
const expectNext = () => ({ confirm: () => undefined, drop: () => undefined });
const toSource = (pieces: AsyncGenerator<AnswerPiece>, name: EncodingName | null) =>
  makePieceSource(pieces, name === null ? null : { name, encoders, expectNext, taking: makeTaking() });

const server = createServer(
  express().get('/', (request, response) => {
    const { faulty, page, late } = request.query;
    const pieces = page !== undefined ? makePage(late !== undefined) : makePieces(3, faulty !== undefined);
    const encoding = chooseEncoding(request);
    const sent = { pieces: toSource(pieces, encoding), encoding };
    sendAnswer(request, response, sent, {}).catch(() => response.destroy());
  }),
);
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test.each(['identity', 'gzip', 'deflate', 'br'])(
  'An answer in %s that breaks off in the middle is cut, and the ones after it are whole [X-27] [H-18]',
  async (encoding) => {
    const headers = { 'Accept-Encoding': encoding };
    for (let turn = 0; turn < 3; turn += 1) {
      await expect(sendRequest(url, { query: 'faulty', headers })).rejects.toThrow();
      released.length = 0;
      const { text } = await sendRequest(url, { headers });
      expect(text).toBe(`<0>${bytes}<1>${bytes}<2>${bytes}`);
      expect(released).toEqual([0, 1, 2]);
    }
  },
);

describe('That a client has its page', () => {
  beforeEach(() => {
    seen.length = 0;
  });

  test.each(['identity', 'gzip', 'deflate', 'br'])('is told in %s once it has, before the page is over', async (encoding) => {
    const { status } = await sendRequest(url, { query: 'page', headers: { 'Accept-Encoding': encoding } });
    expect(status).toBe(200);
    await expect.poll(() => seen).toEqual(['taken', 'over']);
  });

  test.each(['identity', 'gzip', 'deflate', 'br'])('is not told in %s of one that left', async (encoding) => {
    const socket = await openSocket(url, `GET /?page HTTP/1.1\r\nHost: a\r\nAccept-Encoding: ${encoding}\r\n\r\n`);
    // It has seen how the answer begins, and reads no further.
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    expect(seen).toEqual([]);
    socket.destroy();
    await expect.poll(() => seen).toEqual(['over']);
  });

  test('is not told of one that asked for nothing but the head', async () => {
    await sendRequest(url, { method: 'HEAD', query: 'page' });
    await expect.poll(() => seen).toEqual(['over']);
  });

  test('is told of answers that were asked for at once', async () => {
    const request = 'GET /?page HTTP/1.1\r\nHost: a\r\n\r\n';
    const socket = await openSocket(url, request + request);
    socket.resume();
    await expect.poll(() => seen.filter((event) => event === 'taken')).toHaveLength(2);
    socket.destroy();
  });

  test('is not told of any of them of one that left, however they were waiting', async () => {
    const toRequest = (query: string) => `GET /?${query} HTTP/1.1\r\nHost: a\r\n\r\n`;
    const socket = await openSocket(url, toRequest('page&late') + toRequest('page'));
    // The second is there, and waits for the first.
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    await expect.poll(() => seen).toEqual(['over', 'over']);
  });
});

describe('Of an answer without an end, a client that takes nothing', () => {
  // Half of it is left of what is compressed.
  const part = randomBytes(500_000).toString('hex');

  test.each(['identity', 'gzip', 'deflate', 'br'])(
    'has no more made in %s than it could be sent and what comes next',
    async (encoding) => {
      let made = 0;
      async function* makeEndless(): AsyncGenerator<AnswerPiece> {
        for (;;) {
          made += 1;
          yield { parts: [Buffer.from(part)], last: false, release: () => undefined };
        }
      }
      const endless = createServer(
        express().get('/', (request, response) => {
          const encoding = chooseEncoding(request);
          const pieces = toSource(makeEndless(), encoding);
          sendAnswer(request, response, { pieces, encoding }, {}).catch(() => response.destroy());
        }),
      );
      await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
      const address = `http://127.0.0.1:${(endless.address() as AddressInfo).port}/`;
      const socket = await openSocket(address, `GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: ${encoding}\r\n\r\n`);
      await new Promise((resolve) => socket.once('data', resolve));
      socket.pause();
      const goesOn = async () => {
        const before = made;
        await sleep(300);
        return made > before;
      };
      await expect.poll(goesOn, { timeout: 5_000 }).toBe(false);
      expect(made).toBeLessThan(60);
      socket.destroy();
      await new Promise((resolve) => endless.close(resolve));
    },
  );
});

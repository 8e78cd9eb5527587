import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnswerPiece } from '../../src/oai/answer.ts';
import { makeAnswerSender } from '../../src/web/send-answer.ts';
import { sendRequest } from './send-request.ts';

// Compression leaves more than half of it, so that something of every piece goes out.
const bytes = randomBytes(300_000).toString('hex');
const released: number[] = [];
const sendAnswer = makeAnswerSender();

async function* makePieces(count: number, faulty: boolean): AsyncGenerator<AnswerPiece> {
  for (let index = 0; index < count; index += 1) {
    const last = index === count - 1;
    if (faulty && last) throw new Error('no more of it');
    yield { parts: [Buffer.from(`<${index}>`), Buffer.from(bytes)], last, release: () => released.push(index) };
  }
}

const server = createServer(
  express().get('/', (request, response) => {
    sendAnswer(request, response, makePieces(3, request.query.faulty !== undefined), {}).catch(() => response.destroy());
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

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { countHeaders, readPageEnd, toBody } from '../bench/client/page.ts';
import { type Answer, makeResponseParser } from '../bench/client/response-parser.ts';

const page = `<ListRecords>${'<record><header>é</header></record>'.repeat(2000)}<resumptionToken cursor="0" completeListSize="9">a&amp;b</resumptionToken></ListRecords></OAI-PMH>`;
const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n';

const chunk = (body: Buffer) => {
  const half = Math.floor(body.length / 2);
  const parts = [body.subarray(0, half), body.subarray(half), Buffer.alloc(0)];
  return Buffer.concat(parts.flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]));
};
const answers = {
  'with its length': Buffer.from(`${head}Content-Length: ${Buffer.byteLength(page)}\r\n\r\n${page}`),
  'in chunks': Buffer.concat([Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n`), chunk(Buffer.from(page))]),
  'packed, in chunks': Buffer.concat([
    Buffer.from(`${head}Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n`),
    chunk(gzipSync(page)),
  ]),
};

/** Feeds an answer in pieces of one size, in a buffer that is used again as a socket's is. */
function feedInPieces(bytes: Buffer, size: number, whole: boolean): Answer | null {
  const parser = makeResponseParser(whole);
  const buffer = Buffer.alloc(size);
  let answer: Answer | null = null;
  for (let at = 0; at < bytes.length; at += size) {
    if (answer !== null) throw new Error('The answer ended too early.');
    answer = parser.feed(buffer.subarray(0, bytes.copy(buffer, 0, at, at + size)));
  }
  return answer;
}

describe('the client of the bench', () => {
  test.each(Object.entries(answers))('finds the end of an answer %s, in pieces of any size', (_, bytes) => {
    for (const size of [1, 7, 1000, 30_000, bytes.length]) {
      const whole = feedInPieces(bytes, size, true)!;
      expect(toBody(whole).toString()).toBe(page);
      expect(countHeaders(toBody(whole))).toBe(2000);
      const answer = feedInPieces(bytes, size, false)!;
      expect(readPageEnd(answer, toBody(answer))).toEqual({ token: 'a&b', completeListSize: 9 });
      expect(answer.bytes).toBe(whole.body.length);
    }
  });

  test('takes an answer without a length to end with the connection, and only such a one', () => {
    const parser = makeResponseParser(true);
    expect(parser.feed(Buffer.from(`${head}\r\n<ListRecords>`))).toBeNull();
    expect(parser.end()?.body.toString()).toBe('<ListRecords>');
    const cut = makeResponseParser(true);
    cut.feed(answers['in chunks'].subarray(0, -1));
    expect(cut.end()).toBeNull();
  });

  const asAnswer = (body: string, status = 200): Answer => ({
    status,
    head: `HTTP/1.1 ${status} x`,
    gzip: false,
    keepAlive: true,
    bytes: body.length,
    body: Buffer.from(body),
  });
  const readEnd = (body: string, status?: number) => readPageEnd(asAnswer(body, status), Buffer.from(body));

  test.each([
    '<ListRecords></ListRecords>',
    '<ListRecords><resumptionToken cursor="1"></resumptionToken></ListRecords>',
    '<ListRecords><resumptionToken/></ListRecords>',
    '<oai:ListIdentifiers><oai:resumptionToken cursor="1"/></oai:ListIdentifiers>',
  ])('takes %s for the end of a list', (body) => {
    expect(readEnd(body).token).toBeNull();
  });

  test('takes an error, or anything but 200, for no page', () => {
    expect(() => readEnd('<error code="noRecordsMatch">x</error>')).toThrow('no page of a list');
    expect(() => readEnd('<ListRecords></ListRecords>', 503)).toThrow('503');
  });
});

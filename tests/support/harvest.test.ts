import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { harvestAll, requestOai } from './harvest.ts';
import { makeMirror } from './mirror.ts';
import { answerSample } from './oai-samples.ts';

/** A repository of two records a page, in memory, without any of the rules. */
let records: { id: number; datestamp: string; deleted?: boolean }[] = [];
let now = '2024-01-01T00:00:00Z';
let requests: string[] = [];
/** What the next request gets instead of its answer. */
let fault: { status: number; headers?: Record<string, string>; body?: string } | null = null;
let server: Server;
let baseUrl = '';

async function readArguments(request: IncomingMessage): Promise<URLSearchParams> {
  if (request.method === 'GET') return new URL(request.url ?? '', baseUrl).searchParams;
  let body = '';
  for await (const chunk of request) body += chunk;
  return new URLSearchParams(body);
}

function answer(args: URLSearchParams): string {
  const [from = '', start = '0'] = args.has('resumptionToken')
    ? (args.get('resumptionToken') ?? '').split('_')
    : [args.get('from') ?? ''];
  const matching = records.filter(({ datestamp }) => datestamp >= from).sort((a, b) => (a.datestamp < b.datestamp ? -1 : 1));
  const page = matching.slice(Number(start), Number(start) + 2);
  const more = matching.length > Number(start) + 2;
  const token = more ? `<resumptionToken>${from}_${Number(start) + 2}</resumptionToken>` : '';
  const request = '<request>http://an.example.org/oai</request>';
  const body =
    page.length === 0
      ? '<error code="noRecordsMatch">None.</error>'
      : `<ListRecords>${page.map(({ id, datestamp, deleted }) => `<record><header${deleted ? ' status="deleted"' : ''}><identifier>oai:x:${id}</identifier><datestamp>${datestamp}</datestamp></header>${deleted ? '' : `<metadata><a xmlns="urn:a">${datestamp}</a></metadata>`}</record>`).join('')}${token}</ListRecords>`;
  return answerSample(request, body).replace(/<responseDate>.*<\/responseDate>/, `<responseDate>${now}</responseDate>`);
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const args = await readArguments(request);
    requests.push(`${request.method} ${args}`);
    const { status = 200, headers = {}, body = undefined } = fault ?? {};
    fault = null;
    response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8', ...headers }).end(body ?? answer(args));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oai`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  records = [1, 2, 3, 4, 5].map((id) => ({ id, datestamp: `2023-01-0${id}T00:00:00Z` }));
  now = '2024-01-01T00:00:00Z';
  requests = [];
  fault = null;
});

describe('harvesting', () => {
  test.each(['GET', 'POST'] as const)('follows the tokens to the end over %s', async (method) => {
    const pages: number[] = [];
    const result = await harvestAll(baseUrl, { method }, ({ answer: page }) => {
      pages.push(page.records.length);
    });
    expect(result.records.map(({ identifier }) => identifier)).toEqual([1, 2, 3, 4, 5].map((id) => `oai:x:${id}`));
    expect([pages, result.pages, result.responseDate]).toEqual([[2, 2, 1], 3, now]);
    expect(requests).toEqual([
      `${method} verb=ListRecords&metadataPrefix=oai_dc`,
      `${method} verb=ListRecords&resumptionToken=_2`,
      `${method} verb=ListRecords&resumptionToken=_4`,
    ]);
  });

  test('sends the range and the set with the first request only', async () => {
    const range = { from: '2023-01-01', until: '2023-12-31', set: 's', metadataPrefix: 'mods' };
    await harvestAll(baseUrl, { ...range, verb: 'ListIdentifiers' });
    expect(requests[0]).toBe('GET verb=ListIdentifiers&metadataPrefix=mods&from=2023-01-01&until=2023-12-31&set=s');
    expect(requests[1]).toMatch(/^GET verb=ListIdentifiers&resumptionToken=[^&]+$/);
  });

  test('takes an empty list for an empty list', async () => {
    records = [];
    expect(await harvestAll(baseUrl)).toEqual({ records: [], responseDate: now, pages: 1 });
  });

  test('fails on another error, on an HTTP error, on a page for people and on a broken answer', async () => {
    fault = {
      status: 200,
      body: answerSample('<request>http://an.example.org/oai</request>', '<error code="badArgument">No.</error>'),
    };
    await expect(harvestAll(baseUrl)).rejects.toThrow('badArgument: No.');
    fault = { status: 500 };
    await expect(harvestAll(baseUrl)).rejects.toThrow('HTTP 500');
    fault = { status: 200, headers: { 'content-type': 'text/html' } };
    await expect(harvestAll(baseUrl)).rejects.toThrow('text/html');
    fault = { status: 200, body: '<OAI-PMH>' };
    await expect(harvestAll(baseUrl)).rejects.toThrow();
  });

  test('fails on a list that gives the same token again', async () => {
    const stuck = answer(new URLSearchParams({ resumptionToken: '_0' }));
    fault = { status: 200, body: stuck };
    const again = harvestAll(baseUrl, {}, () => {
      fault = { status: 200, body: stuck };
    });
    await expect(again).rejects.toThrow('The same token again: _2');
  });

  test('waits for a 503 with Retry-After when told to, and fails on it otherwise', async () => {
    fault = { status: 503, headers: { 'retry-after': '0' } };
    expect(await requestOai(baseUrl, { verb: 'ListRecords' }, { retries: 1 })).toContain('oai:x:1');
    fault = { status: 503, headers: { 'retry-after': '0' } };
    await expect(requestOai(baseUrl, { verb: 'ListRecords' })).rejects.toThrow('HTTP 503');
  });
});

describe('a mirror', () => {
  const listMirrored = (mirror: ReturnType<typeof makeMirror>) =>
    [...mirror.records].map(([identifier, { datestamp, deleted }]) => [identifier, datestamp, deleted]);

  test.each([
    ['responseDate', '2024-01-01T00:00:00Z'],
    ['largestDatestamp', '2023-01-05T00:00:00Z'],
  ] as const)('that goes by %s asks for what changed since and keeps the newest', async (policy, from) => {
    const mirror = makeMirror(baseUrl, { policy });
    expect([mirror.from, await mirror.harvest(), mirror.from]).toEqual([null, 5, from]);
    records = [
      ...records.slice(2),
      { id: 1, datestamp: '2024-01-02T00:00:00Z' },
      { id: 2, datestamp: '2024-01-03T00:00:00Z', deleted: true },
    ];
    now = '2024-01-04T00:00:00Z';
    requests = [];
    await mirror.harvest();
    expect(requests[0]).toContain(`&from=${encodeURIComponent(from)}`);
    expect(listMirrored(mirror)).toEqual([
      ['oai:x:1', '2024-01-02T00:00:00Z', false],
      ['oai:x:2', '2024-01-03T00:00:00Z', true],
      ['oai:x:3', '2023-01-03T00:00:00Z', false],
      ['oai:x:4', '2023-01-04T00:00:00Z', false],
      ['oai:x:5', '2023-01-05T00:00:00Z', false],
    ]);
  });

  test('cuts from to the day where the repository knows only days', async () => {
    const mirror = makeMirror(baseUrl, { policy: 'responseDate', granularity: 'YYYY-MM-DD' });
    await mirror.harvest();
    expect(mirror.from).toBe('2024-01-01');
  });

  test('starts a run that failed at the same time again', async () => {
    const mirror = makeMirror(baseUrl, { policy: 'responseDate' });
    await mirror.harvest();
    now = '2024-02-01T00:00:00Z';
    fault = { status: 503 };
    await expect(mirror.harvest()).rejects.toThrow('HTTP 503');
    expect(mirror.from).toBe('2024-01-01T00:00:00Z');
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ListQuery, ListStretch } from '../../src/oai/repository.ts';
import { makeTokenCodec } from '../../src/oai/token.ts';
import { makeServer } from '../../src/web/server.ts';
import { findConnectionEnd } from '../support/connection-end.ts';
import { makePartialRepository } from '../support/partial-repository.ts';
import { makeProtocolSettings } from '../support/protocol-settings.ts';

const stretch = Buffer.alloc(400_000, 'x');

/** A list whose first stretch is there, and whose second cannot be read. */
async function listRecords({ after, limit }: ListQuery): Promise<ListStretch> {
  if (after !== null) throw new Error('away');
  const state = { publishedThrough: '2026-01-02T00:00:00Z', publication: 7 };
  const xml = Promise.resolve({ listParts: () => [stretch], release: () => undefined });
  const last = { datestamp: '2026-01-01T00:00:00Z', id: 'a' };
  return { ...state, offered: true, count: limit, last, more: true, xml, ready: true };
}

let server: Server;

beforeAll(async () => {
  const settings = makeProtocolSettings({ pageSize: 1_000 });
  const context = {
    settings,
    repository: makePartialRepository({ listRecords }),
    tokens: makeTokenCodec('a secret of this test'),
  };
  const log = { warn: () => undefined, error: () => undefined };
  server = createServer(
    makeServer({ oaiPaths: ['/oai'], getContext: () => context, origin: ['a'], cacheSeconds: 0, log: log as never }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

test.each([
  // Without the end that chunks have.
  ['1.1', 'identity', 'ended'],
  ['1.0', 'identity', 'reset'],
  ['1.0', 'gzip', 'reset'],
  // Node answers it as 1.0.
  ['2.0', 'identity', 'reset'],
])('an answer over HTTP/%s in %s that breaks off can be told from a whole one [X-27]', async (version, encoding, end) => {
  const { port } = server.address() as AddressInfo;
  expect(
    await findConnectionEnd(
      port,
      `GET /oai?verb=ListRecords&metadataPrefix=oai_dc HTTP/${version}`,
      `Accept-Encoding: ${encoding}`,
    ),
  ).toBe(end);
});

import { createServer, Server } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { listen } from '../../src/ops/listen.ts';
import { findConnectionEnd } from '../support/connection-end.ts';

afterEach(() => vi.restoreAllMocks());

test('A server that cannot take a connection, again and again, says so and goes on', async () => {
  const listening = vi.spyOn(Server.prototype, 'listen');
  const errors: string[] = [];
  const listener = await listen(
    (_request, response) => response.end('here'),
    '127.0.0.1',
    0,
    ({ message }) => errors.push(message),
  );
  const server = listening.mock.contexts[0] as Server;
  // As Node tells it when there are no file descriptors left.
  for (let turn = 0; turn < 3; turn += 1) server.emit('error', new Error('accept ENFILE'));
  expect(await (await fetch(`http://127.0.0.1:${listener.port}/`)).text()).toBe('here');
  expect(errors).toEqual(Array.from({ length: 3 }, () => 'accept ENFILE'));
  await listener.close(1000);
});

test.each([
  ['1.1', 'ended'],
  ['1.0', 'reset'],
  // Node answers it as 1.0.
  ['2.0', 'reset'],
])(
  'An answer over HTTP/%s that is cut when the server has waited long enough can be told from a whole one [G8]',
  async (version, end) => {
    const listener = await listen(
      (_, response) => void response.write('the beginning'),
      '127.0.0.1',
      0,
      () => undefined,
    );
    const found = findConnectionEnd(listener.port, `GET / HTTP/${version}`);
    await sleep(500);
    await listener.close(10);
    expect(await found).toBe(end);
  },
);

test('A port that is taken is an error that names it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  await expect(
    listen(
      () => undefined,
      '127.0.0.1',
      port,
      () => undefined,
    ),
  ).rejects.toThrow(`port ${port}: another program`);
  other.close();
});

test.each(['999.1.1.1', '192.0.2.5', 'no-such-host.invalid'])(
  'An address that is none of this machine is no matter of the port: %s',
  async (host) => {
    const listening = listen(
      () => undefined,
      host,
      0,
      () => undefined,
    );
    await expect(listening).rejects.toMatchObject({
      code: 'HOST_UNUSABLE',
      message: expect.stringContaining(`Cannot listen on ${host}`),
    });
  },
);

test('A server that is told to stop lets a slow client take the rest of an answer that was handed over whole [G8]', async () => {
  const body = Buffer.alloc(20_000_000, 'a');
  const listener = await listen(
    (_request, response) => response.end(body),
    '127.0.0.1',
    0,
    () => undefined,
  );
  const client = connect(listener.port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await new Promise((resolve) => client.once('data', resolve));
  client.pause();
  let taken = 0;
  client.on('data', (chunk) => {
    taken += chunk.length;
  });
  client.pause();
  const ended = new Promise((resolve) => client.once('close', resolve));
  const closed = listener.close(10_000);
  await sleep(300);
  client.resume();
  await Promise.all([closed, ended]);
  expect(taken).toBeGreaterThan(body.length - 100_000);
});

test('A server that is told to stop does not wait for connections that are kept for another request', async () => {
  const listener = await listen(
    (_request, response) => response.end('here'),
    '127.0.0.1',
    0,
    () => undefined,
  );
  const client = connect(listener.port, '127.0.0.1');
  client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n');
  client.write('a=b');
  await new Promise((resolve) => client.once('data', resolve));
  const startedAt = performance.now();
  await listener.close(20_000);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  client.destroy();
});

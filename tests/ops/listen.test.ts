import { createServer, Server } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { listen } from '../../src/ops/listen.ts';

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

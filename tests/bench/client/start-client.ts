import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Orders, ResultMessage } from './orders.ts';

/** The harvester that everything is measured with, in a process of its own. */
export interface Client {
  /** @throws Error when something went otherwise than it should */
  run<Name extends keyof Orders>(
    name: Name,
    order: Orders[Name]['order'],
  ): Promise<Orders[Name]['result'] & { readonly cpuMs: number }>;
  stop(): Promise<void>;
}

/** Starts the client. */
export function startClient(): Client {
  const child = fork(fileURLToPath(new URL('./client-process.js', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const run: Client['run'] = async (name, order) => {
    const answered = once(child, 'message') as Promise<[ResultMessage]>;
    child.send({ name, order });
    const ended = exited.then(() => {
      throw new Error('the client ended');
    });
    const [message] = await Promise.race([answered, ended]);
    if ('error' in message) throw new Error(`${name} of ${order.url}: ${message.error}`);
    return Object.assign(message.result as Orders[typeof name]['result'], { cpuMs: message.cpuMs });
  };
  const stop = async () => {
    if (child.connected) child.disconnect();
    await exited;
  };
  return { run, stop };
}

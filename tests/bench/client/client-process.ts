import { runCrowd } from './crowd.ts';
import { harvest } from './harvest.ts';
import type { OrderMessage, Orders, ResultMessage } from './orders.ts';
import { latency, load } from './single-requests.ts';

// The client is a process of its own, so that neither the bench nor a server shares its core's time.

const handlers: { [Name in keyof Orders]: (order: Orders[Name]['order']) => Promise<Orders[Name]['result']> } = {
  harvest,
  load,
  latency,
  crowd: runCrowd,
};

process.on('message', ({ name, order }: OrderMessage) => {
  const before = process.cpuUsage();
  const work = (handlers[name] as (order: unknown) => Promise<unknown>)(order);
  work.then(
    (result) => {
      const { user, system } = process.cpuUsage(before);
      send({ result, cpuMs: (user + system) / 1000 });
    },
    (error: Error) => send({ error: error.message }),
  );
});
process.on('disconnect', () => process.exit());

function send(message: ResultMessage): void {
  process.send?.(message);
}

// One worker of `serve --workers`: the file that its first process starts, with the port and the address, and gives its orders by messages.
import { startApp } from '../app.ts';
import { type Config, loadConfig, processSources } from '../config.ts';
import { type Log, makeLog } from '../ops/log.ts';
import type { WorkerOrder, WorkerReport } from '../ops/worker-messages.ts';
import { complain } from './run-program.ts';

// Longer than a client takes between two pages.
const graceMs = 5_000;
// Others answer meanwhile, so that a slow client may take its time.
const drainTimeoutMs = 600_000;

// Sent to the whole group, by a terminal or by systemd. The first process has them, too, and says what is to be done.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);

async function serveUntilTold(config: Config, log: Log): Promise<void> {
  const app = await startApp(config, { log, publishing: 'when told' });
  const tell = (report: WorkerReport) => process.connected && process.send?.(report);
  tell({ report: 'serving', url: app.url });
  const order = await new Promise<'drain' | 'stop'>((resolve) => {
    process.on('message', (message: WorkerOrder) => {
      if (message.order === 'publish') app.publish(message.name);
      else resolve(message.order);
    });
  });
  const left = app.stopPublishing().then(() => tell({ report: 'left' }));
  const timeoutMs = Math.max(drainTimeoutMs, config.shutdownTimeoutMs);
  await Promise.all([left, app.close(order === 'drain' ? { timeoutMs, graceMs } : {})]);
}

try {
  const [port, host] = process.argv.slice(2);
  const { config } = loadConfig(processSources({ port: port!, host: host! }));
  const log = makeLog({ level: config.logLevel, format: config.logFormat, destination: process.stderr });
  await serveUntilTold(config, log.child({ name: `worker ${process.pid}` }));
} catch (error) {
  process.exitCode = complain(error, process.stderr);
}

process.channel?.unref();
// What is left open, by a bug or a database that hangs, must not keep the process.
setTimeout(() => process.exit(), 2_000).unref();

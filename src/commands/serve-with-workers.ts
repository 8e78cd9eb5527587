import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { listUnsetIdentity } from '../config.ts';
import { ProgramError } from '../errors.ts';
import { listen } from '../ops/listen.ts';
import { superviseWorkers } from '../ops/supervise-workers.ts';
import { makePublisherName } from '../publish/publisher-name.ts';
import { toWorkerUrl } from '../worker-url.ts';
import type { CommandContext, ExitCode } from './command.ts';

/**
 * Serves with several processes. This one touches neither requests nor the database: it starts the others and replaces them.
 *
 * @throws ProgramError WORKERS_NEED_POSTGRESQL; PORT_IN_USE
 */
export async function serveWithWorkers({ config, log, signal }: CommandContext): Promise<ExitCode> {
  const { workers, host, shutdownTimeoutMs } = config;
  if (config.databaseUrl === null) {
    throw new ProgramError('WORKERS_NEED_POSTGRESQL', `${workers} workers cannot share the embedded database.`);
  }
  const port = config.port === 0 ? await findFreePort(host) : config.port;
  const supervisor = superviseWorkers({
    workers,
    module: fileURLToPath(toWorkerUrl('commands/serve-worker.js')),
    args: [String(port), host],
    publisherName: makePublisherName(),
    shutdownTimeoutMs,
    log,
  });
  process.on('SIGHUP', supervisor.restart);
  // Workers end by themselves when this process does, but one that hangs would not, at a second signal.
  process.once('exit', supervisor.kill);
  const stopped = signal.aborted ? Promise.resolve() : once(signal, 'abort');
  const url = await Promise.race([supervisor.serving, stopped.then(() => null)]);
  // The worker has said why.
  if (url === null && !signal.aborted) return 1;
  if (url !== null) {
    for (const warning of listUnsetIdentity(config)) log.warn(warning);
    log.info(`Process ${process.pid} is the first; SIGHUP to it restarts the workers.`);
    log.info(`Serving "${config.repositoryName}" at ${url}`);
  }
  await stopped;
  log.info('Stopping; requests in hand are finished first.');
  await supervisor.stop();
  return 0;
}

/** Chosen once: workers that asked for any port would get another one after all of them had died. */
async function findFreePort(host: string): Promise<number> {
  const listener = await listen(
    () => undefined,
    host,
    0,
    () => undefined,
  );
  await listener.close(0);
  return listener.port;
}

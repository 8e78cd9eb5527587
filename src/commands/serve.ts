import { once } from 'node:events';
import type { CommandDefinition } from './command.ts';

/** `serve`: the server. */
export const serveCommand: CommandDefinition = {
  name: 'serve',
  summary: 'serve the repository to harvesters, and publish what changes',
  description:
    'Serves the OAI-PMH endpoint and publishes changes of the table records as they come. Without DATABASE_URL it runs an embedded PostgreSQL in OAI_DATA_DIR. ' +
    'Any number of servers may run on one PostgreSQL: one of them publishes, and when it ends another takes over. SIGTERM and Ctrl-C let requests in hand finish. ' +
    'With more than one worker, SIGHUP restarts them one by one, with the settings file read again, and no request is lost.',
  arguments: [],
  options: [
    { flags: '--port <number>', help: 'the port to listen on; 0 takes any free one', setting: 'port' },
    { flags: '--host <address>', help: 'the address to listen on', setting: 'host' },
    {
      flags: '--workers <number>',
      help: 'how many processes answer requests; more than 1 needs DATABASE_URL',
      setting: 'workers',
    },
  ],
  examples: [
    { line: 'serve', help: 'Serves at http://localhost:3000/oai.' },
    { line: 'serve --port 8080 --host 0.0.0.0', help: 'Serves on port 8080 to the whole network.' },
    { line: 'serve --workers 4', help: 'Serves with four processes on one port.' },
  ],
  exitCodes: { 0: 'stopped as asked', 1: 'could not start, or the embedded database ended' },
  run: async (context) => {
    const { config, log, signal } = context;
    if (config.workers > 1) return (await import('./serve-with-workers.ts')).serveWithWorkers(context);
    const { startApp } = await import('../app.ts');
    const { listUnsetIdentity } = await import('../config.ts');
    const ended = new AbortController();
    const app = await startApp(config, { log, onEnd: (error) => ended.abort(error) });
    for (const warning of listUnsetIdentity(config)) log.warn(warning);
    if (app.embeddedUrl !== null) log.info(`The embedded database takes SQL: psql '${app.embeddedUrl}'`);
    log.info(`Serving "${config.repositoryName}" at ${app.url}`);
    const stop = AbortSignal.any([signal, ended.signal]);
    if (!stop.aborted) await once(stop, 'abort');
    if (ended.signal.aborted) log.fatal({ err: ended.signal.reason }, 'The embedded database ended.');
    else log.info('Stopping; requests in hand are finished first.');
    await app.close();
    return ended.signal.aborted ? 1 : 0;
  },
};

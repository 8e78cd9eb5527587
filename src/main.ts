#!/usr/bin/env node
import { commands } from './commands/index.ts';
import { runProgram } from './commands/run-program.ts';
import { processSources } from './config.ts';
import { readProgramVersion } from './program-version.ts';

const version = readProgramVersion();

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // The second one comes from somebody who does not want to wait.
    if (stopping.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143);
    stopping.abort(name);
  });
}

// `… | head` closes the pipe early; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const exitCode = await runProgram({
  argv: process.argv.slice(2),
  version,
  commands,
  sources: processSources,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stopping.signal,
  now: () => new Date(),
});

process.exitCode = exitCode;
// What is left open, by a bug or a database that hangs, must not keep the process.
setTimeout(() => process.exit(), 2_000).unref();

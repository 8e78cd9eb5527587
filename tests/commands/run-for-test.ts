import { PassThrough, Readable } from 'node:stream';
import type { CommandDefinition, CommandGroup } from '../../src/commands/command.ts';
import { commands } from '../../src/commands/index.ts';
import { runProgram } from '../../src/commands/run-program.ts';
import { makeSources } from '../config/make-sources.ts';

export interface RunOptions {
  readonly commands?: readonly (CommandDefinition | CommandGroup)[];
  readonly env?: Readonly<Record<string, string>>;
  /** Settings files by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  /** Makes standard output and standard error pass for terminals. */
  readonly terminal?: boolean;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function makeSink(terminal: boolean): { stream: PassThrough & { isTTY?: boolean }; text: () => string } {
  const stream: PassThrough & { isTTY?: boolean } = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  if (terminal) stream.isTTY = true;
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** Runs the program within this process, as from a shell with pipes, and tells what it printed. */
export async function runForTest(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const stdout = makeSink(options.terminal === true);
  const stderr = makeSink(options.terminal === true);
  const exitCode = await runProgram({
    argv,
    version: '1.2.3',
    commands: options.commands ?? commands,
    sources: (flags) => ({ ...makeSources(options.env, options.files), flags }),
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal: options.signal ?? new AbortController().signal,
    now: () => new Date(),
  });
  // What was written reaches the sinks with the next turns of the loop.
  await new Promise((resolve) => setTimeout(resolve, 5));
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

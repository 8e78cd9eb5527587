import { Command, CommanderError } from 'commander';
import { assertNoFaults, type ConfigSources, readConfig, type SettingKey } from '../config.ts';
import { ProgramError } from '../errors.ts';
import { makeLog } from '../ops/log.ts';
import type { CommandContext, CommandDefinition, CommandGroup } from './command.ts';
import { renderCommandHelp, renderSettingsHelp } from './render-help.ts';

/** What a run of the program is given: everything it would otherwise take from the process. */
export interface ProgramInput extends Pick<CommandContext, 'stdin' | 'stdout' | 'stderr' | 'signal' | 'now'> {
  /** The words after the program's name. */
  readonly argv: readonly string[];
  readonly version: string;
  readonly commands: readonly (CommandDefinition | CommandGroup)[];
  /** What settings are read from, given the values that came as options. */
  readonly sources: (flags: NonNullable<ConfigSources['flags']>) => ConfigSources;
}

/** The exit codes that mean the same for every command. */
export const exitCodes = {
  usage: 2,
  bug: 70,
} as const;

/** Runs one command and resolves to the exit code of the process; complaints are printed, never thrown. */
export async function runProgram(input: ProgramInput): Promise<number> {
  let exitCode = 0;
  const program = makeProgram(input, async (command, args, options) => {
    exitCode = await runCommand(input, command, args, options);
  });
  try {
    await program.parseAsync(completeGroup(input), { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed what it had to say: help and version end well, the rest is wrong usage.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
    return complain(error, input.stderr);
  }
}

type RunCommand = (
  command: CommandDefinition,
  args: Readonly<Record<string, string>>,
  options: CommandContext['options'],
) => Promise<void>;

function makeProgram(input: ProgramInput, run: RunCommand): Command {
  const program = new Command('oai-pmh-server')
    .description('Serves article records from PostgreSQL over OAI-PMH 2.0.')
    .version(input.version)
    .addHelpText('after', `\n${renderSettingsHelp()}`);
  prepare(program, input);
  for (const entry of input.commands) {
    if (!('commands' in entry)) {
      addCommand(program, entry, input, run);
      continue;
    }
    const group = program.command(entry.name).summary(entry.summary).description(entry.description);
    prepare(group, input);
    for (const definition of entry.commands) addCommand(group, definition, input, run);
  }
  return program;
}

function addCommand(parent: Command, definition: CommandDefinition, input: ProgramInput, run: RunCommand): void {
  const command = parent.command(definition.name).summary(definition.summary);
  command.description(definition.description).addHelpText('after', `\n${renderCommandHelp(definition)}`);
  for (const argument of definition.arguments) command.argument(`<${argument.name}>`, argument.help);
  for (const { flags, help, required } of definition.options) {
    if (required === true) command.requiredOption(flags, help);
    else command.option(flags, help);
  }
  prepare(command, input);
  command.action(async (...given: unknown[]) => {
    const args = definition.arguments.map(({ name }, index) => [name, String(given[index])] as const);
    await run(definition, Object.fromEntries(args), command.opts());
  });
}

/** The words with the first command of a group put in where the group's name stands alone. Commander's own way would take a mistyped command for an argument of that one. */
function completeGroup({ argv, commands }: ProgramInput): string[] {
  const [name, next, ...rest] = argv;
  const entry = commands.find((each) => each.name === name);
  const named = next !== undefined && (!next.startsWith('-') || next === '--help' || next === '-h');
  if (entry === undefined || !('commands' in entry) || named) return [...argv];
  return [entry.name, entry.commands[0].name, ...(next === undefined ? [] : [next]), ...rest];
}

function prepare(command: Command, { stdout, stderr }: ProgramInput): void {
  command.exitOverride().showHelpAfterError('(--help shows how it is used)');
  command.configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
    getOutHasColors: () => stdout.isTTY === true,
    getErrHasColors: () => stderr.isTTY === true,
  });
}

async function runCommand(
  input: ProgramInput,
  command: CommandDefinition,
  args: Readonly<Record<string, string>>,
  options: CommandContext['options'],
): Promise<number> {
  const { config, settings } = readConfig(input.sources(toFlags(command, options)));
  if (command.runsOnWrongSettings !== true && settings.faults.length > 0) {
    // Where the command would run without its options, it is the command line that is wrong.
    const { faults } = readConfig(input.sources({})).settings;
    assertNoFaults(settings, faults.length > 0 ? 'SETTING_INVALID' : 'OPTION_INVALID');
  }
  const log = makeLog({ level: config.logLevel, format: config.logFormat, destination: input.stderr });
  for (const warning of settings.warnings) log.warn(warning);
  const { stdin, stdout, stderr, signal, now } = input;
  return command.run({ arguments: args, options, config, settings, log, stdin, stdout, stderr, signal, now });
}

function toFlags(command: CommandDefinition, options: CommandContext['options']): Partial<Record<SettingKey, string>> {
  const flags: Partial<Record<SettingKey, string>> = {};
  for (const { setting } of command.options) {
    const value = setting === undefined ? undefined : options[setting];
    if (setting !== undefined && typeof value === 'string') flags[setting] = value;
  }
  return flags;
}

/** Prints an error for a person, and returns the exit code it makes. */
export function complain(error: unknown, stderr: NodeJS.WritableStream): number {
  if (error instanceof ProgramError) {
    stderr.write(`error: ${error.message}\nhint: ${error.hint}\ncode: ${error.code} (docs/errors.md)\n`);
    return error.code === 'OPTION_INVALID' ? exitCodes.usage : 1;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const cause =
    error instanceof Error && error.cause instanceof Error ? `\ncaused by: ${error.cause.stack ?? error.cause.message}` : '';
  stderr.write(`error: this is a bug in oai-pmh-server; please report it with the lines below.\n${stack}${cause}\n`);
  return exitCodes.bug;
}

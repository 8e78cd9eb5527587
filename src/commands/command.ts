import type { SettingKey } from '../config/setting.ts';
import type { Config, SettingsReading } from '../config.ts';
import type { Log } from '../ops/log.ts';

/** An argument by position. */
export interface CommandArgument {
  readonly name: string;
  readonly help: string;
}

/** An option of a command. */
export interface CommandOption {
  /** As commander reads it: `--port <number>`, `--dry-run`. */
  readonly flags: string;
  readonly help: string;
  /** The command line is wrong without it. */
  readonly required?: true;
  /** The setting that this option gives the value of; it then wins over the environment and the file. */
  readonly setting?: SettingKey;
}

/** Everything a command may touch. */
export interface CommandContext {
  /** The arguments by the names of the definition. */
  readonly arguments: Readonly<Record<string, string>>;
  /** The options by commander's camelCase names: `--dry-run` is `dryRun`. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly config: Config;
  /** Where each value of `config` came from, and what is wrong or odd about them. */
  readonly settings: SettingsReading;
  readonly log: Log;
  readonly stdin: NodeJS.ReadableStream;
  /** For results. */
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** For progress, complaints and the log. */
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Aborted at the first SIGINT or SIGTERM: end in good order. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** What a command ends with; docs/commands.md lists them. */
export type ExitCode = 0 | 1;

/** One command of the program. docs/commands.md and `--help` are made from it. */
export interface CommandDefinition {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Paragraphs for `--help` and the docs. */
  readonly description: string;
  readonly arguments: readonly CommandArgument[];
  readonly options: readonly CommandOption[];
  /** Command lines, without the program's name, and what each does. */
  readonly examples: readonly { readonly line: string; readonly help: string }[];
  /** What the exit codes of this command mean. */
  readonly exitCodes: Readonly<Record<ExitCode, string>>;
  /** Runs with defaults in the place of wrong settings, to show them. */
  readonly runsOnWrongSettings?: true;
  /**
   * Does the work.
   * @throws ProgramError for what a person can put right; anything else is a bug
   */
  run(context: CommandContext): Promise<ExitCode>;
}

/** Several commands about one thing: `sets add`, `sets remove`. The name alone runs the first of them. */
export interface CommandGroup {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Paragraphs for `--help` and the docs. */
  readonly description: string;
  readonly commands: readonly [CommandDefinition, ...CommandDefinition[]];
}

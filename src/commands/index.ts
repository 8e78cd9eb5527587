import type { CommandDefinition, CommandGroup } from './command.ts';
import { configCommand } from './config.ts';
import { importCommand } from './import.ts';
import { migrateCommand } from './migrate.ts';
import { problemsCommand } from './problems.ts';
import { publishCommand } from './publish.ts';
import { serveCommand } from './serve.ts';
import { setsCommand } from './sets.ts';
import { statusCommand } from './status.ts';

/** Every command and group of commands, in the order of `--help`. A new one is one file and one line here. */
export const commands: readonly (CommandDefinition | CommandGroup)[] = [
  serveCommand,
  importCommand,
  publishCommand,
  setsCommand,
  statusCommand,
  problemsCommand,
  migrateCommand,
  configCommand,
];

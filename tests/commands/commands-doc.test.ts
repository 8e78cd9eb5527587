import { test } from 'vitest';
import type { CommandDefinition, CommandGroup } from '../../src/commands/command.ts';
import { commands } from '../../src/commands/index.ts';
import { expectDocument } from '../config/expect-document.ts';

const intro = `# Commands

\`oai-pmh-server <command>\`, or \`npx oai-pmh-server <command>\` in a checkout (with \`npm exec\`, put \`--\` before the command, or npm takes the options for its own). Every command has \`--help\`; \`oai-pmh-server --help\` lists the
settings, too. Results go to standard output; progress, complaints and the log go to standard error. What is aligned on a terminal is separated by
tabs in a pipe, and \`--json\` is for programs.

Exit codes that mean the same everywhere; 0 and 1 are told with each command:

| code | meaning |
| --- | --- |
| 1 | with a line \`error: …\`: something to put right, with a hint and a code of [errors.md](errors.md) |
| 2 | the command line was wrong, or an option has a value that is not allowed |
| 70 | a bug: please report it with what was printed |
| 130, 143 | ended at once by a second Ctrl-C or SIGTERM; the first one lets the command end in good order |

This page is made from the definitions in \`src/commands/\`.
`;

function renderEntry(entry: CommandDefinition | CommandGroup): string {
  if (!('commands' in entry)) return renderCommand(entry, '##');
  const { name, description, commands } = entry;
  const parts = commands.map((command) => renderCommand({ ...command, name: `${name} ${command.name}` }, '###'));
  return [`## ${name}\n`, `${description}\n`, ...parts].join('\n');
}

function renderCommand(
  { name, description, arguments: args, options, examples, exitCodes }: CommandDefinition,
  heading: string,
): string {
  const usage = [name, options.length > 0 ? '[options]' : '', ...args.map((argument) => `<${argument.name}>`)].filter(
    (part) => part !== '',
  );
  const parts = [`${heading} ${name}\n`, `${description}\n`, `\`\`\`\noai-pmh-server ${usage.join(' ')}\n\`\`\`\n`];
  const rows = [...args.map(({ name: word, help }) => [`<${word}>`, help]), ...options.map(({ flags, help }) => [flags, help])];
  if (rows.length > 0) parts.push(`${rows.map(([left, help]) => `- \`${left}\`: ${help}`).join('\n')}\n`);
  parts.push(`\`\`\`sh\n${examples.map(({ line, help }) => `# ${help}\noai-pmh-server ${line}`).join('\n')}\n\`\`\`\n`);
  parts.push(`Exit codes: 0, ${exitCodes[0]}; 1, ${exitCodes[1]}.\n`);
  return parts.join('\n');
}

test('docs/commands.md says what the commands say', () => {
  expectDocument('commands.md', [intro, ...commands.map(renderEntry)].join('\n'));
});

import { settingKeys, settings } from '../config/settings.ts';
import type { CommandDefinition } from './command.ts';

const width = 78;

function wrap(text: string, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, indent + line].join('\n');
}

function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;
}

/** The settings part of `--help`: every setting by group, with its default. */
export function renderSettingsHelp(): string {
  const parts = ['Settings, from the environment or the YAML file that OAI_CONFIG names (docs/settings.md tells more):'];
  let group = '';
  for (const key of settingKeys) {
    const setting = settings[key];
    if (setting.group !== group) parts.push(`\n  ${setting.group}`);
    group = setting.group;
    parts.push(`    ${setting.name} (default: ${describeFallback(key).replaceAll('`', '')})`);
    parts.push(wrap(firstSentence(setting.help).replaceAll('`', ''), '        '));
  }
  return parts.join('\n');
}

/** A setting's default in Markdown: in words where the table has them, else the value. */
export function describeFallback(key: keyof typeof settings): string {
  const setting = settings[key];
  if (setting.fallbackText !== undefined) return setting.fallbackText;
  const value = setting.fallback({ cores: 1, values: {} });
  return `\`${(setting.type.toText as (value: unknown) => string)(value)}\``;
}

/** The end of a command's `--help`: examples and exit codes. */
export function renderCommandHelp({ examples, exitCodes }: CommandDefinition): string {
  const shown = examples.map(({ line, help }) => `  oai-pmh-server ${line}\n${wrap(help, '      ')}`);
  const codes = Object.entries(exitCodes).map(([code, meaning]) => wrap(`${code}  ${meaning}`, '  '));
  return ['Examples:', ...shown, '', 'Exit codes:', ...codes].join('\n');
}

import { describeOrigin } from '../config/read-settings.ts';
import type { Setting, SettingKey } from '../config/setting.ts';
import { settings as settingsTable } from '../config/settings.ts';
import { showSetting } from '../config/show-setting.ts';
import type { Config, SettingsReading } from '../config.ts';
import { ProgramError } from '../errors.ts';
import type { CommandDefinition } from './command.ts';
import { describeFallback } from './render-help.ts';
import { renderTable } from './render-table.ts';

/** `config`: the effective settings and where each came from. */
export const configCommand: CommandDefinition = {
  name: 'config',
  summary: 'show the settings in effect and where each came from',
  description:
    'Shows every setting with its value and where the value came from: the command line, the environment, the settings file or the default. ' +
    'Secrets are hidden. A wrong setting is shown with its default and reported on standard error; so are names of formats that there are none of, and modules that cannot be loaded.',
  arguments: [],
  options: [{ flags: '--json', help: 'print one JSON object' }],
  examples: [
    { line: 'config', help: 'Shows all settings.' },
    { line: 'config --json', help: 'The same for programs.' },
  ],
  exitCodes: { 0: 'every setting is right', 1: 'a setting is wrong; no other command would start' },
  runsOnWrongSettings: true,
  run: async ({ config, settings, options, stdout, stderr }) => {
    const faults = [...settings.faults, ...(await listFormatFaults(config))];
    const shown = { ...settings, faults };
    stdout.write(options.json === true ? renderJson(shown) : renderText(shown, stdout.isTTY === true));
    for (const fault of faults) stderr.write(`error: ${fault}\n`);
    return faults.length === 0 ? 0 : 1;
  },
};

/** What keeps a server from making its formats: which there are is known only when the modules are loaded. */
async function listFormatFaults(config: Config): Promise<string[]> {
  const { chooseFormats } = await import('../format-choice.ts');
  try {
    await chooseFormats(config);
    return [];
  } catch (error) {
    if (error instanceof ProgramError) return [error.message];
    throw error;
  }
}

function renderText({ entries, values }: SettingsReading, terminal: boolean): string {
  // A setting without a value says in words what happens then.
  const show = (key: SettingKey): string => showSetting(key, values) || `(${describeFallback(key).replaceAll('`', '')})`;
  const rows = entries.map(({ key, name, origin }) => [name, show(key), describeOrigin(origin)]);
  return renderTable(rows, terminal);
}

function renderJson({ entries, values, faults, warnings }: SettingsReading): string {
  const settings = entries.map(({ key, name, origin }) => [
    name,
    { value: toPublicValue(key, values), origin: describeOrigin(origin) },
  ]);
  return `${JSON.stringify({ settings: Object.fromEntries(settings), faults, warnings }, null, 2)}\n`;
}

function toPublicValue(key: SettingKey, values: SettingsReading['values']): unknown {
  const setting = settingsTable[key] as Setting<unknown>;
  return setting.secret === undefined || values[key] === null ? values[key] : showSetting(key, values);
}

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type ConfigSources, readSettings, type SettingsReading } from './config/read-settings.ts';
import type { SettingValues } from './config/setting.ts';
import { placeholderEmail } from './config/settings.ts';
import { ProgramError } from './errors.ts';
import { placeholderDomain } from './placeholder-domain.ts';

export type { ConfigSources, Origin, SettingEntry, SettingsReading } from './config/read-settings.ts';
export type { SettingKey } from './config/setting.ts';

type PageSizeKey = 'pageSize' | 'pageSizeListRecords' | 'pageSizeListIdentifiers' | 'pageSizeListSets';

/** The effective settings, with units in their names. docs/settings.md says what each does; a setting that may be absent is null. */
export interface Config extends Omit<SettingValues, PageSizeKey | 'configFile'> {
  /** The most elements in one answer of each list verb. */
  readonly pageSizes: { readonly ListRecords: number; readonly ListIdentifiers: number; readonly ListSets: number };
}

function toConfig(values: SettingValues): Config {
  const { pageSize: _, pageSizeListRecords, pageSizeListIdentifiers, pageSizeListSets, configFile: __, ...rest } = values;
  const pageSizes = { ListRecords: pageSizeListRecords, ListIdentifiers: pageSizeListIdentifiers, ListSets: pageSizeListSets };
  return { ...rest, pageSizes };
}

/** Reads every setting without judging: wrong ones have their default, and are listed among the faults. */
export function readConfig(sources: ConfigSources): { readonly config: Config; readonly settings: SettingsReading } {
  const reading = readSettings(sources);
  return { config: toConfig(reading.values), settings: reading };
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** What a person should set before a harvester sees the repository; `serve` logs each as a warning. */
export function listUnsetIdentity(config: Config): readonly string[] {
  const unset: string[] = [];
  if (config.adminEmails.includes(placeholderEmail)) {
    unset.push('OAI_ADMIN_EMAILS is not set: harvesters are given an address that nobody reads.');
  }
  if (config.identifierDomain === placeholderDomain) {
    unset.push(
      `OAI_IDENTIFIER_DOMAIN is not set: identifiers start with oai:${placeholderDomain}: and will change when you set it.`,
    );
  }
  if (config.baseUrl === null && !loopback.test(config.host)) {
    unset.push('OAI_BASE_URL is not set: harvesters elsewhere are told a URL on localhost.');
  }
  return unset;
}

/**
 * Turns the faults of a reading into the one error that tells them all; does nothing when there are none.
 *
 * @param code of the error
 */
export function assertNoFaults(
  { faults }: SettingsReading,
  code: 'SETTING_INVALID' | 'OPTION_INVALID' = 'SETTING_INVALID',
): void {
  if (faults.length === 0) return;
  const message = faults.length === 1 ? faults[0]! : `${faults.length} settings are wrong:\n  ${faults.join('\n  ')}`;
  throw new ProgramError(code, message);
}

/**
 * Reads every setting, from the command line, the environment, the file named by OAI_CONFIG and the defaults, in this order.
 * @throws ProgramError SETTING_INVALID that names every wrong setting with its value, its origin and what is allowed
 */
export function loadConfig(sources: ConfigSources): { readonly config: Config; readonly settings: SettingsReading } {
  const loaded = readConfig(sources);
  assertNoFaults(loaded.settings);
  return loaded;
}

/** What settings are read from in a running program: its environment, its files and its processor. */
export function processSources(flags: ConfigSources['flags'] = {}): ConfigSources {
  return {
    env: process.env,
    flags,
    readFile: (path) => readFileSync(path, 'utf8'),
    cores: availableParallelism(),
  };
}

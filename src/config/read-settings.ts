import { findNearestName } from '../nearest-name.ts';
import { type ConfigFile, type FileValue, type NestedValue, parseConfigFile } from './config-file.ts';
import type { Setting, SettingKey, SettingValues } from './setting.ts';
import { settingKeys, settings } from './settings.ts';
import { showSecretText } from './show-setting.ts';

/** What settings are read from. */
export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values given as options of the command, by the key of the setting. */
  readonly flags?: Readonly<Partial<Record<SettingKey, string>>>;
  /** Reads a text file, or throws. */
  readonly readFile: (path: string) => string;
  /** Processor cores of this machine. */
  readonly cores: number;
}

/** Where a value came from: `default`, `environment`, `--port` or the path of the file. */
export interface Origin {
  readonly source: 'command line' | 'environment' | 'file' | 'default';
  /** The option or the file. */
  readonly detail?: string;
}

/** One setting as it is in effect; for a wrong one, its default. */
export interface SettingEntry {
  readonly key: SettingKey;
  readonly name: string;
  readonly origin: Origin;
}

export interface SettingsReading {
  readonly values: SettingValues;
  readonly entries: readonly SettingEntry[];
  /** What stops a start, one sentence each. */
  readonly faults: readonly string[];
  /** What is odd but stops nothing. */
  readonly warnings: readonly string[];
}

interface Given {
  readonly raw: FileValue;
  readonly origin: Origin;
}

/** An origin in words. */
export function describeOrigin({ source, detail }: Origin): string {
  return detail === undefined ? source : source === 'file' ? detail : `${source}, ${detail}`;
}

function findGiven(key: SettingKey, { env, flags }: ConfigSources, path: string | null, file: ConfigFile): Given | null {
  const flag = flags?.[key];
  if (flag !== undefined) return { raw: flag, origin: { source: 'command line', detail: `--${key}` } };
  // Compose files and shells pass variables that were never filled as empty ones: they count as absent.
  const variable = env[settings[key].name]?.trim();
  if (variable !== undefined && variable !== '') return { raw: variable, origin: { source: 'environment' } };
  if (path === null || !file.values.has(key)) return null;
  const raw = file.values.get(key);
  return raw === '' ? null : { raw, origin: { source: 'file', detail: path } };
}

type Reading<T> = { readonly value: T } | { readonly faults: readonly string[] };

function parseGiven<T>(setting: Setting<T>, { raw, origin }: Given): Reading<T> {
  const { name, type, secret } = setting;
  const where = describeOrigin(origin);
  if (raw === undefined || (Array.isArray(raw) && type.list !== true)) {
    return { faults: [`${name} (${where}) must be ${type.allowed}.`] };
  }
  const text = isNested(raw) ? '' : typeof raw === 'string' ? raw.trim() : raw.join(',');
  // Only a type that reads nested values is ever given one.
  const parsed = isNested(raw) ? type.parseNested!(raw.nested) : type.parse(text);
  if (parsed.ok) return { value: parsed.value };
  if (parsed.inside !== undefined) return { faults: parsed.inside.map(({ path, says }) => `${name}${path} (${where}) ${says}`) };
  const shown = secret === undefined ? JSON.stringify(text) : showSecretText(text, secret);
  const because = parsed.because === undefined ? '' : `: ${parsed.because}`;
  return { faults: [`${name} is ${shown} (${where})${because}; it must be ${type.allowed}.`] };
}

function isNested(raw: NonNullable<FileValue>): raw is NestedValue {
  return typeof raw === 'object' && 'nested' in raw;
}

function openFile(path: string | null, readFile: ConfigSources['readFile']): ConfigFile {
  if (path === null) return { values: new Map(), faults: [] };
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const fault = `${settings.configFile.name} is ${JSON.stringify(path)} (environment), but this file cannot be read: ${reason}.`;
    return { values: new Map(), faults: [fault] };
  }
  return parseConfigFile(path, text);
}

function listUnknownVariables(env: ConfigSources['env']): string[] {
  const names = settingKeys.map((key) => settings[key].name);
  const unknown = Object.keys(env).filter((name) => /^OAI_/i.test(name) && !names.includes(name));
  return unknown.sort().map((name) => {
    const near = findNearestName(name, names);
    return `The environment has ${name}, which is not a setting${near === null ? '.' : `; did you mean ${near}?`}`;
  });
}

/** Settings that come to nothing beside others. */
function listIdleSettings({ formats, eagerFormats }: SettingValues): string[] {
  const idle = formats === null ? [] : eagerFormats.filter((prefix) => !formats.includes(prefix));
  return idle.map(
    (prefix) => `${settings.eagerFormats.name} has ${prefix}, which ${settings.formats.name} leaves out: it is not offered.`,
  );
}

/** Reads every setting of the table; faults are collected, never thrown. */
export function readSettings(sources: ConfigSources): SettingsReading {
  const path = sources.env[settings.configFile.name]?.trim() || null;
  const file = openFile(path, sources.readFile);
  const values: Record<string, unknown> = {};
  const entries: SettingEntry[] = [];
  const faults = [...file.faults];
  for (const key of settingKeys) {
    const setting = settings[key] as Setting<unknown>;
    const given = findGiven(key, sources, path, file);
    const parsed = given === null ? null : parseGiven(setting, given);
    if (parsed !== null && 'faults' in parsed) faults.push(...parsed.faults);
    const taken = parsed !== null && 'value' in parsed;
    values[key] = taken ? parsed.value : setting.fallback({ cores: sources.cores, values });
    entries.push({ key, name: setting.name, origin: given !== null && taken ? given.origin : { source: 'default' } });
  }
  const read = values as unknown as SettingValues;
  return { values: read, entries, faults, warnings: [...listUnknownVariables(sources.env), ...listIdleSettings(read)] };
}

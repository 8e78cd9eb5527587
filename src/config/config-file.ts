import { parseDocument } from 'yaml';
import { findNearestName } from '../nearest-name.ts';
import type { SettingKey } from './setting.ts';
import { settingKeys, settings } from './settings.ts';

/** A list or an object that the setting itself looks into. */
export interface NestedValue {
  readonly nested: unknown;
}

/** A value of the file, as text, as a list of texts or as it is; `undefined` for one that the setting cannot take. */
export type FileValue = string | readonly string[] | NestedValue | undefined;

export interface ConfigFile {
  readonly values: ReadonlyMap<SettingKey, FileValue>;
  /** What is wrong with the file, one sentence each. */
  readonly faults: readonly string[];
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return String(value);
  return undefined;
}

function toFileValue(value: unknown, key: SettingKey): FileValue {
  if (typeof value === 'object' && settings[key].type.parseNested !== undefined) return { nested: value };
  if (!Array.isArray(value)) return toText(value);
  const texts = value.map(toText);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function describeUnknown(path: string, key: string): string {
  if (key === settings.configFile.name) return `${key} in ${path}: the file cannot name another file; set it in the environment.`;
  const names = settingKeys.map((known) => settings[known].name);
  const near = findNearestName(key, names);
  return `${key} in ${path}: there is no such setting${near === null ? '.' : `; did you mean ${near}?`}`;
}

/** Reads the text of a YAML file of settings. Keys without a value count as absent. */
export function parseConfigFile(path: string, text: string): ConfigFile {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    return { values: new Map(), faults: document.errors.map((error) => `${path} is not YAML: ${error.message.split('\n')[0]}`) };
  }
  const content: unknown = document.toJS();
  if (content === null || content === undefined) return { values: new Map(), faults: [] };
  if (typeof content !== 'object' || Array.isArray(content)) {
    return { values: new Map(), faults: [`${path} must hold settings as "NAME: value", one a line.`] };
  }
  const values = new Map<SettingKey, FileValue>();
  const faults: string[] = [];
  for (const [name, value] of Object.entries(content)) {
    const key = settingKeys.find((known) => known !== 'configFile' && settings[known].name === name);
    if (key === undefined) faults.push(describeUnknown(path, name));
    else if (value !== null) values.set(key, toFileValue(value, key));
  }
  return { values, faults };
}

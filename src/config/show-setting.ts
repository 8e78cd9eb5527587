import type { Setting, SettingKey, SettingValues } from './setting.ts';
import { splitUrls } from './setting-types.ts';
import { settings } from './settings.ts';

const hidden = '(hidden)';

/** Whether a URL has an @ behind its host, which may be that of a password that is not percent-encoded. */
export const hasAtBehindHost = (url: string): boolean => /^[^:]+:\/\/[^/?#]*[/?#].*@/s.test(url);

function showUrl(text: string): string {
  // Text that is not a URL may hold a password anywhere.
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return hidden;
  if (hasAtBehindHost(text)) return hidden;
  const url = new URL(text);
  if (url.password !== '') url.password = '***';
  for (const name of url.searchParams.keys()) {
    if (/pass|secret|key/i.test(name)) url.searchParams.set(name, '***');
  }
  return url.href;
}

const showWithoutPassword = (text: string): string => splitUrls(text).map(showUrl).join(', ');

/** The text of a secret setting as it may be shown. */
export function showSecretText(text: string, secret: 'all' | 'password'): string {
  return secret === 'all' ? hidden : showWithoutPassword(text);
}

/** A setting's value as it may be shown to people; empty where there is none. */
export function showSetting(key: SettingKey, values: SettingValues): string {
  const setting = settings[key] as Setting<unknown>;
  const text = setting.type.toText(values[key]);
  return setting.secret === undefined || text === '' ? text : showSecretText(text, setting.secret);
}

import { expect, test } from 'vitest';
import { describeFallback } from '../../src/commands/render-help.ts';
import { settingKeys, settings } from '../../src/config/settings.ts';
import { loadConfig } from '../../src/config.ts';
import { expectDocument } from './expect-document.ts';
import { makeSources } from './make-sources.ts';

const intro = `# Settings

Every setting has a default, so that none is needed to start. A value is taken from the first of these that has it:

1. the option of the command, where there is one (\`serve --port 8080\`),
2. the environment variable,
3. the YAML file that \`OAI_CONFIG\` names, with the same names as keys,
4. the default.

An empty value counts as none. A wrong value stops the program, which then names every wrong setting, its value, where it came from and
what is allowed. \`oai-pmh-server config\` shows all settings in effect and where each came from; secrets are hidden.

A settings file looks like this:

\`\`\`yaml
OAI_BASE_URL: https://repository.example.org/oai
OAI_REPOSITORY_NAME: Example Repository
OAI_ADMIN_EMAILS:
  - oai@example.org
OAI_PAGE_SIZE: 200
OAI_EPRINTS_POLICIES:
  content:
    text: Articles and theses of the University of the Shore, with full text.
    url: https://repository.example.org/about
  metadataPolicy: The metadata may be used by anybody for any purpose (CC0).
  dataPolicy: https://repository.example.org/reuse
OAI_BRANDING:
  collectionIcon:
    url: https://repository.example.org/icon.png
    link: https://repository.example.org/
    title: Example Repository
    width: 88
    height: 31
OAI_RIGHTS_MANIFEST: https://creativecommons.org/publicdomain/zero/1.0/
\`\`\`

In the environment a setting with fields inside is written as JSON or YAML: \`OAI_BRANDING='{"collectionIcon": "https://repository.example.org/icon.png"}'\`.

A key of the file that is not a setting is an error. An environment variable that starts with \`OAI_\` and is not a setting is logged as a
warning.

This page is made from the table in \`src/config/settings.ts\`.
`;

function renderSettingsDoc(): string {
  const parts = [intro];
  let group = '';
  for (const key of settingKeys) {
    const setting = settings[key];
    if (setting.group !== group) parts.push(`## ${setting.group}\n`);
    group = setting.group;
    const allowed = `${setting.type.allowed[0]!.toUpperCase()}${setting.type.allowed.slice(1)}`;
    const secret =
      setting.secret === undefined
        ? ''
        : setting.secret === 'all'
          ? '- Secret: never shown.\n'
          : '- The password in it is never shown.\n';
    parts.push(`### ${setting.name}\n\n${setting.help}\n\n- Default: ${describeFallback(key)}\n- Allowed: ${allowed}\n${secret}`);
  }
  return parts.join('\n');
}

test('docs/settings.md says what the settings table says', () => {
  expectDocument('settings.md', renderSettingsDoc());
});

test('the settings file of the docs is one that a server starts with', () => {
  const yaml = /```yaml\n([\s\S]*?)```/.exec(intro)![1]!;
  const { config } = loadConfig(makeSources({ OAI_CONFIG: 'oai.yaml' }, { 'oai.yaml': yaml }));
  expect(config.branding?.collectionIcon).toMatchObject({ width: 88, title: 'Example Repository' });
});

test('every setting is explained in sentences and has a name of its own', () => {
  const names = settingKeys.map((key) => settings[key].name);
  expect(new Set(names).size).toBe(names.length);
  for (const key of settingKeys) expect(settings[key].help, settings[key].name).toMatch(/^[A-Z`].*\.$/);
});

test('every default is itself allowed', () => {
  for (const key of settingKeys) {
    const { fallback, type, name } = settings[key];
    const value = fallback({ cores: 4, values: {} });
    const text = (type.toText as (value: unknown) => string)(value);
    if (text !== '') expect(type.parse(text), name).toEqual({ ok: true, value });
  }
});

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ProgramError } from '../../src/errors.ts';
import { formats as builtIn } from '../../src/formats/index.ts';
import { assertFormatsExist, type FormatOptions, makeFormats } from '../../src/formats/make-formats.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { toModuleText } from './module-text.ts';

const { path: folder, remove } = makeTemporaryFolder('oai-pmh-make-formats-');
afterAll(remove);
const ready = { prefix: 'ready', namespace: 'urn:ready', schema: 'https://example.org/ready.xsd' };
const none: FormatOptions = { modules: [], readyXml: [], openaireTerms: true, enabled: null };
const builtInPrefixes = builtIn.map(({ prefix }) => prefix);

function writeModule(prefix: string): string {
  const file = path.join(folder, `${prefix}.mjs`);
  writeFileSync(file, toModuleText({ prefix: JSON.stringify(prefix) }));
  return file;
}

async function prefixesOf(options: Partial<FormatOptions>): Promise<string[]> {
  return (await makeFormats(structuredClone({ ...none, ...options }))).map(({ prefix }) => prefix);
}

async function faultOf(options: Partial<FormatOptions>): Promise<string> {
  const error: unknown = await prefixesOf(options).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProgramError)) throw new Error('no error of the program', { cause: error });
  return `${error.code}: ${error.message}`;
}

describe('the formats of a repository', () => {
  test('are those of the program, then those of modules, then those of ready XML, each in its order', async () => {
    expect(await prefixesOf({})).toEqual(builtInPrefixes);
    expect(
      await prefixesOf({ modules: [writeModule('b'), writeModule('a')], readyXml: [{ ...ready, prefix: '0' }, ready] }),
    ).toEqual([...builtInPrefixes, 'b', 'a', '0', 'ready']);
  });

  test('are only those that are switched on, in the same order', async () => {
    expect(await prefixesOf({ readyXml: [ready], enabled: ['oai_dc'] })).toEqual(['oai_dc']);
    expect(await prefixesOf({ modules: [writeModule('own')], readyXml: [ready], enabled: ['ready', 'oai_dc'] })).toEqual([
      'oai_dc',
      'ready',
    ]);
  });

  test('have oai_dc among them, always [F-03]', async () => {
    expect(await faultOf({ readyXml: [ready], enabled: ['ready'] })).toBe(
      'SETTING_INVALID: OAI_FORMATS leaves out oai_dc, which every repository has to offer; add it to the list.',
    );
  });

  test('that are switched on have to be there; the nearest name is suggested', async () => {
    expect(await faultOf({ readyXml: [ready], enabled: ['oai_dc', 'redy'] })).toBe(
      `SETTING_INVALID: OAI_FORMATS has "redy", which is no format of this repository; did you mean ready? There are: ${[...builtInPrefixes, 'ready'].join(', ')}.`,
    );
    expect(await faultOf({ enabled: ['oai_dc', 'nothing_like_it'] })).toMatch(
      /has "nothing_like_it", .* repository\. There are: /,
    );
  });

  test('have prefixes that differ', async () => {
    expect(await faultOf({ modules: [writeModule('oai_dc')] })).toBe(
      'FORMAT_PREFIX_TAKEN: The prefix oai_dc of a format of your own is that of a format of the program.',
    );
    expect(await faultOf({ modules: [writeModule('ready')], readyXml: [ready] })).toBe(
      'FORMAT_PREFIX_TAKEN: The prefix ready of a format of your own is that of another format of your own.',
    );
    expect(await faultOf({ readyXml: [ready, ready] })).toMatch(/^FORMAT_PREFIX_TAKEN/);
  });

  test('are held to the rules of formats where their XML is given', async () => {
    expect(await faultOf({ readyXml: [{ ...ready, prefix: 'a:b', schema: 'b.xsd' }] })).toMatch(
      /^SETTING_INVALID: OAI_READY_XML_FORMATS has a format that cannot be offered: the prefix "a:b" .*; the schema "b\.xsd" /,
    );
  });

  test('can be held to by other settings', () => {
    expect(() => assertFormatsExist('OAI_EAGER_FORMATS', ['oai_dc'], builtIn)).not.toThrow();
    expect(() => assertFormatsExist('OAI_EAGER_FORMATS', ['dc'], builtIn)).toThrow(
      /^OAI_EAGER_FORMATS has "dc", .*did you mean oai_dc\?/,
    );
  });
});

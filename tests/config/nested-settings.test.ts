import { describe, expect, test } from 'vitest';
import { type Config, loadConfig } from '../../src/config.ts';
import { ProgramError } from '../../src/errors.ts';
import { makeSources } from './make-sources.ts';

const load = (text: string): Config => loadConfig(makeSources({ OAI_CONFIG: 'oai.yaml' }, { 'oai.yaml': text })).config;

function faultsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ProgramError);
    return (error as ProgramError).message.split('\n  ').filter((line) => !/^\d+ settings are wrong:$/.test(line));
  }
  throw new Error('the settings were accepted');
}

const faults = (text: string) => faultsOf(() => load(text));

const policies = `
OAI_EPRINTS_POLICIES:
  content:
    url: https://an.example.org/about
    text: [Articles, 2026]
  metadataPolicy: Free for all.
  dataPolicy: https://an.example.org/reuse
  submissionPolicy:
  comment: |
    First line.
    Second line.
`;

describe('a setting with fields inside', () => {
  test('is written in the YAML file as it is nested, with a text or a URL alone where that is enough', () => {
    expect(load(policies).eprintsPolicies).toEqual({
      content: { url: ['https://an.example.org/about'], text: ['Articles', '2026'] },
      metadataPolicy: { url: [], text: ['Free for all.'] },
      dataPolicy: { url: ['https://an.example.org/reuse'], text: [] },
      comment: ['First line.\nSecond line.'],
    });
  });

  test.each([
    ['JSON', '{"metadataPolicy": {"text": "Free for all: CC0"}}'],
    ['YAML', 'metadataPolicy:\n  text: "Free for all: CC0"\n'],
  ])('may stand in the environment as %s', (_, text) => {
    expect(loadConfig(makeSources({ OAI_EPRINTS_POLICIES: text })).config.eprintsPolicies).toEqual({
      metadataPolicy: { url: [], text: ['Free for all: CC0'] },
      comment: [],
    });
  });

  test('in which nothing is said counts as absent', () => {
    const { config } = loadConfig(
      makeSources(
        { OAI_CONFIG: 'oai.yaml' },
        { 'oai.yaml': 'OAI_EPRINTS_POLICIES: {content: {url: "", text: []}}\nOAI_BRANDING: {}\n' },
      ),
    );
    expect([config.eprintsPolicies, config.branding]).toEqual([null, null]);
  });

  test('that refers to itself is judged like any other', () => {
    expect(faults('OAI_BRANDING: &a\n  collectionIcon: *a\n')[0]).toContain('OAI_BRANDING.collectionIcon');
  });
});

describe('what is wrong inside a setting', () => {
  test('is told with its place, what was found and what is allowed', () => {
    expect(faults('OAI_EPRINTS_POLICIES: {dataPolicy: {url: "ftp://an.example.org"}}')).toEqual([
      'OAI_EPRINTS_POLICIES.dataPolicy.url (oai.yaml) is "ftp://an.example.org"; it must be an http or https URL, with other characters than ASCII percent-encoded.',
    ]);
    expect(faults('OAI_BRANDING: {collectionIcon: {url: "https://a.example/i.png", width: 88.5, height: "31 px"}}')).toEqual([
      'OAI_BRANDING.collectionIcon.width (oai.yaml) is 88.5; it must be a whole number of pixels from 1 to 10000.',
      'OAI_BRANDING.collectionIcon.height (oai.yaml) is "31 px"; it must be a whole number of pixels from 1 to 10000.',
    ]);
  });

  test('is told for every place at once, with that of other settings', () => {
    const text =
      'PORT: x\nOAI_BRANDING: {metadataRendering: [{url: "https://a.example/x.xsl", mimeType: application/xslt+xml}]}\n';
    expect(faults(text)).toEqual([
      expect.stringMatching(/^PORT is "x"/),
      expect.stringMatching(
        /^OAI_BRANDING\.metadataRendering\[0\]\.metadataNamespace \(oai\.yaml\) is missing; it must be the URI/,
      ),
      'OAI_BRANDING.metadataRendering[0].mimeType (oai.yaml) is "application/xslt+xml"; it must be a media type of small letters alone, such as text/xsl or text/css.',
    ]);
  });

  test('is told as well where one value stands for a list or an object', () => {
    expect(faults('OAI_EPRINTS_POLICIES: {dataPolicy: "https://exämple.org/"}')[0]).toMatch(
      /^OAI_EPRINTS_POLICIES\.dataPolicy \(oai\.yaml\) is "https:\/\/exämple\.org\/"; it must be an http or https URL/,
    );
    expect(faults('OAI_EPRINTS_POLICIES: {comment: {a: 1}}')).toEqual([
      'OAI_EPRINTS_POLICIES.comment (oai.yaml) is an object; it must be text.',
    ]);
  });

  test('an unknown field is named, with the nearest known one or all of them', () => {
    expect(faults('OAI_EPRINTS_POLICIES: {metadata_policy: x}')).toEqual([
      'OAI_EPRINTS_POLICIES.metadata_policy (oai.yaml) is not known; did you mean metadataPolicy?',
    ]);
    expect(faults('OAI_EPRINTS_POLICIES: {content: {zzzzzzzz: x}}')).toEqual([
      'OAI_EPRINTS_POLICIES.content.zzzzzzzz (oai.yaml) is not known; there may be url, text.',
    ]);
  });

  test('text or a list in the place of the whole is told', () => {
    expect(faults('OAI_BRANDING: [1]')).toEqual([
      'OAI_BRANDING (oai.yaml) is a list; it must be an object with collectionIcon, metadataRendering.',
    ]);
    expect(faultsOf(() => loadConfig(makeSources({ OAI_BRANDING: 'an icon' })))).toEqual([
      'OAI_BRANDING (environment) is "an icon"; it must be an object with collectionIcon, metadataRendering.',
    ]);
    expect(faultsOf(() => loadConfig(makeSources({ OAI_BRANDING: '{"collectionIcon": ' })))[0]).toMatch(
      /^OAI_BRANDING is "\{\\"collectionIcon\\":" \(environment\): it is not YAML: .*; it must be an object with/,
    );
  });
});

describe('OAI_FRIENDS', () => {
  test('takes a list, or URLs that are separated by commas or blanks, each once', () => {
    const urls = ['https://one.example.org/oai', 'http://two.example.org/cgi/oai2'];
    expect(load(`OAI_FRIENDS:\n  - ${urls[0]}\n  - ${urls[1]}\n`).friends).toEqual(urls);
    expect(loadConfig(makeSources({ OAI_FRIENDS: `${urls[0]}, ${urls[1]}\n${urls[0]}` })).config.friends).toEqual(urls);
  });

  test.each(['https://one.example.org/oai?verb=Identify', 'one.example.org', 'https://one.example.org/a|b'])(
    'refuses %s',
    (url) => {
      expect(faults(`OAI_FRIENDS: [https://two.example.org/oai, ${JSON.stringify(url)}]`)[0]).toContain('is not such a URL');
    },
  );
});

describe('OAI_RIGHTS_MANIFEST', () => {
  const url = 'https://creativecommons.org/publicdomain/zero/1.0/';

  test('takes a URL, a text, or a list of them', () => {
    expect(load(`OAI_RIGHTS_MANIFEST: ${url}`).rightsManifest).toEqual([url]);
    expect(load(`OAI_RIGHTS_MANIFEST:\n  - ${url}\n  - "Free, for all: yes"\n`).rightsManifest).toEqual([
      url,
      'Free, for all: yes',
    ]);
    const inEnvironment = (text: string) => loadConfig(makeSources({ OAI_RIGHTS_MANIFEST: text })).config.rightsManifest;
    expect(inEnvironment('Free: for all')).toEqual(['Free: for all']);
    expect(inEnvironment(`["${url}", "Free"]`)).toEqual([url, 'Free']);
  });

  test('refuses what only looks like a URL', () => {
    expect(faults('OAI_RIGHTS_MANIFEST: [Free, "https://a.example/{x}"]')).toEqual([
      'OAI_RIGHTS_MANIFEST[1] (oai.yaml) is "https://a.example/{x}"; it must be an http or https URL, with other characters than ASCII percent-encoded.',
    ]);
  });
});

describe('OAI_METADATA_RIGHTS', () => {
  test('takes a URL, or text of several lines', () => {
    expect(load('OAI_METADATA_RIGHTS: https://creativecommons.org/publicdomain/zero/1.0/').metadataRights).toBe(
      'https://creativecommons.org/publicdomain/zero/1.0/',
    );
    expect(load('OAI_METADATA_RIGHTS: |\n  Free: for all,\n  if you ask.\n').metadataRights).toBe('Free: for all,\nif you ask.');
  });

  test('refuses what only looks like a URL', () => {
    expect(faults('OAI_METADATA_RIGHTS: https://exämple.org/')[0]).toContain('must be percent-encoded');
  });
});

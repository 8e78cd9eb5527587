import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { readProgramVersion } from '../../src/program-version.ts';
import { makeAsker } from '../conformance/asker.ts';
import { type Fixture, fixtureBaseUrl, startFixture, startFixtureApp } from '../conformance/fixture.ts';
import { expectGolden } from '../formats/expect-golden.ts';
import { checkRules } from '../support/oai-rules.ts';
import { childrenOf, parseXml } from '../support/xml-tree.ts';
import { sendRequest } from '../web/send-request.ts';

const hostile = 'a & b < c > "d" \'e\' ]]> &nbsp; </text> \u0003 \u{1D4B3} \r\n end';

const settings = {
  OAI_EPRINTS_POLICIES: JSON.stringify({
    content: {
      url: ['https://an.example.org/about', 'https://an.example.org/%C3%BCber?a=1&b=2'],
      text: 'Articles of all kinds.',
    },
    metadataPolicy: 'Free for all.',
    dataPolicy: 'https://an.example.org/reuse',
    submissionPolicy: { text: ['Members only.', 'Nur für Mitglieder.'] },
    comment: ['One.', 'Two.'],
  }),
  OAI_FRIENDS: 'https://one.example.org/oai, https://two.example.org/oai',
  OAI_BRANDING: JSON.stringify({
    collectionIcon: {
      url: 'https://an.example.org/icon.png',
      link: 'https://an.example.org/',
      title: 'An example',
      width: 88,
      height: 31,
    },
    metadataRendering: {
      url: 'https://an.example.org/dc.xsl',
      metadataNamespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
      mimeType: 'text/xsl',
    },
  }),
  OAI_RIGHTS_MANIFEST: JSON.stringify([
    'https://creativecommons.org/publicdomain/zero/1.0/',
    'CC BY 4.0',
    'Ask us: before you use it.',
  ]),
};

let fixture: Fixture;
let few: App;
let odd: App;
let withToolkit: App;

beforeAll(async () => {
  fixture = await startFixture('empty', settings);
  [few, odd, withToolkit] = await Promise.all([
    startFixtureApp(fixture.database, {
      OAI_EPRINTS_POLICIES: '{comment: Only this.}',
      OAI_BRANDING: '{collectionIcon: https://a.example/i.gif}',
    }),
    startFixtureApp(fixture.database, {
      OAI_EPRINTS_POLICIES: JSON.stringify({ content: hostile, comment: hostile }),
      OAI_BRANDING: JSON.stringify({ collectionIcon: { url: "https://a.example/'i'.gif?a=1&b=2", title: hostile } }),
      OAI_RIGHTS_MANIFEST: JSON.stringify([hostile]),
    }),
    startFixtureApp(fixture.database, { OAI_TOOLKIT: 'yes' }),
  ]);
});
afterAll(async () => {
  await Promise.all([few.close(), odd.close(), withToolkit.close()]);
  await fixture.close();
});

const asker = makeAsker('Identify with descriptions', () => fixture.url, { baseUrl: fixtureBaseUrl });
const fewAsker = makeAsker('Identify with few descriptions', () => few.url, { baseUrl: fixtureBaseUrl });
const oddAsker = makeAsker('Identify with odd descriptions', () => odd.url, { baseUrl: fixtureBaseUrl });

test('Identify with all the descriptions of the settings is what its golden file says [I-12] [I-14] [I-16] [B-06]', async () => {
  expectGolden('oai/identify-descriptions.xml', (await asker.get('verb=Identify')).xml);
});

test('each description is one element with its own namespace and schema [I-12] [X-21] [X-22]', async () => {
  const { identify } = await asker.get('verb=Identify');
  const roots = identify!.descriptions.map((description) => parseXml(description).root);
  expect(roots.map(({ name }) => name)).toEqual(['oai-identifier', 'eprints', 'friends', 'branding', 'rightsManifest']);
  for (const root of roots) expect(root.attributes.get('xsi:schemaLocation')?.split(' ')[0]).toBe(root.uri);
});

test('eprints has the policies on metadata and data even where nothing is said of them [I-14]', async () => {
  const { identify } = await fewAsker.get('verb=Identify');
  const eprints = parseXml(identify!.descriptions[1]!).root;
  expect(eprints.children.map(({ name, text }) => [name, text])).toEqual([
    ['metadataPolicy', ''],
    ['dataPolicy', ''],
    ['comment', 'Only this.'],
  ]);
});

test('a description that nothing is set for is not there', async () => {
  const { identify } = await fewAsker.get('verb=Identify');
  expect(identify!.descriptions.map((each) => parseXml(each).root.name)).toEqual(['oai-identifier', 'eprints', 'branding']);
});

describe('text in settings', () => {
  const read = hostile.replace('\u0003', '\uFFFD').replace('\r\n', '\n');

  test('reaches the harvester as it is, whatever is in it [X-13] [X-16] [X-18]', async () => {
    const { identify } = await oddAsker.get('verb=Identify');
    const [, eprints, branding, manifest] = identify!.descriptions.map((description) => parseXml(description).root);
    expect(childrenOf(eprints!, 'comment').map(({ text }) => text)).toEqual([read]);
    expect(childrenOf(childrenOf(branding!, 'collectionIcon')[0]!, 'title')[0]!.text).toBe(read);
    expect(JSON.stringify(manifest!.children[0]!.children[0]!.children[0]!.children[0]!.text)).toBe(JSON.stringify(read));
  });
});

test('the toolkit description names the program and its version, when it is asked for', async () => {
  const { text } = await sendRequest(withToolkit.url, { query: 'verb=Identify' });
  expect(checkRules(text, { baseUrl: fixtureBaseUrl })).toEqual([]);
  expect(text).toContain(
    '<description><toolkit xmlns="http://oai.dlib.vt.edu/OAI/metadata/toolkit" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
      'xsi:schemaLocation="http://oai.dlib.vt.edu/OAI/metadata/toolkit http://oai.dlib.vt.edu/OAI/metadata/toolkit.xsd">' +
      `<title>oai-pmh-server</title><version>${readProgramVersion()}</version></toolkit></description>`,
  );
});

for (const each of [asker, fewAsker, oddAsker]) each.declareChecks();

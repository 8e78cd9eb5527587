import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AboutOptions, toAboutElements } from '../../../src/formats/about/about-elements.ts';
import { type Provenance, parseProvenance } from '../../../src/formats/about/provenance.ts';
import { renderElement } from '../../../src/xml/element.ts';
import { answerSample, liveHeaderSample, payloadSample } from '../../support/oai-samples.ts';
import { descendantsOf, parseXml } from '../../support/xml-tree.ts';
import { needsSchemas, validateXml } from '../../support/xsd.ts';
import { anyText } from '../../xml/any-text.ts';
import { expectGolden, toGoldenXml } from '../expect-golden.ts';
import { parseSample } from '../render-sample.ts';

const licence = 'https://creativecommons.org/publicdomain/zero/1.0/';
const all: AboutOptions = { metadataRights: licence, provenance: true };

const provenance: Provenance = {
  baseURL: 'https://aggregator.example.org/oai?a=1&b=2',
  identifier: 'oai:aggregator.example.org:17',
  datestamp: '2026-03-04',
  metadataNamespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  harvestDate: '2026-05-06T07:08:09Z',
  altered: true,
  originDescription: {
    baseURL: 'http://source.example.org/oai',
    identifier: "oai:source.example.org:a%3Cb'c",
    datestamp: '2025-12-31T23:59:59Z',
    metadataNamespace: 'http://source.example.org/ns#odd',
    harvestDate: '2026-01-02',
    altered: false,
  },
};

const plain = parseSample({ title: 'A title' });
const withRights = (metadataRights: unknown) => parseSample({ title: 'A title', metadataRights });

const render = (...input: Parameters<typeof toAboutElements>): string[] => toAboutElements(...input).map(renderElement);

function wrap(abouts: readonly string[]): string {
  const containers = abouts.map((xml) => `<about>${xml}</about>`).join('');
  const record = `<record>${liveHeaderSample}<metadata>${payloadSample}</metadata>${containers}</record>`;
  return answerSample(
    '<request verb="ListRecords" metadataPrefix="oai_dc">https://an.example.org/oai</request>',
    `<ListRecords>${record}</ListRecords>`,
  );
}

test('nothing is said of a record unless somebody asks for it [B-01]', () => {
  expect(toAboutElements(plain, null, { metadataRights: null, provenance: false })).toEqual([]);
  expect(toAboutElements(plain, provenance, { metadataRights: null, provenance: false })).toEqual([]);
  expect(toAboutElements(plain, null, { metadataRights: null, provenance: true })).toEqual([]);
});

test.each([
  ['provenance', () => render(plain, provenance, { ...all, metadataRights: null })],
  ['rights-reference', () => render(plain, null, all)],
  ['rights-definition', () => render(plain, null, { ...all, metadataRights: 'Free for all,\nif p < 0.05 & you ask.' })],
])('%s is what its golden file says [B-02] [B-03] [B-04]', (name, make) => {
  const elements = make();
  expect(elements).toHaveLength(1);
  expectGolden(`about/${name}.xml`, toGoldenXml(elements[0]!));
});

test('the rights of a record take the place of those of the repository, whether there are any [B-04]', () => {
  const own = 'https://creativecommons.org/licenses/by/4.0/';
  for (const metadataRights of [licence, null]) {
    const [xml, ...others] = render(withRights(own), null, { metadataRights, provenance: false });
    expect(xml).toContain(`<rightsReference ref="${own}"/>`);
    expect(others).toEqual([]);
  }
});

test('the rights of the article are not taken for those of the metadata [B-05]', () => {
  const record = parseSample({ title: 'A title', license: 'CC BY 4.0', accessRights: 'open' });
  expect(toAboutElements(record, null, { metadataRights: null, provenance: true })).toEqual([]);
});

test.each([
  ['CC0 1.0', 'rightsReference', licence],
  ['urn:example:licence', 'rightsReference', 'urn:example:licence'],
  ['Licence: free', 'rightsDefinition', 'Licence: free'],
  ['CC BY', 'rightsDefinition', 'CC BY'],
  ['https://a.example/{licence}', 'rightsDefinition', 'https://a.example/{licence}'],
])('%s becomes a %s', (text, name, said) => {
  const { root } = parseXml(render(withRights(text), null, all)[0]!);
  const [child] = root.children;
  expect(child!.name).toBe(name);
  expect(child!.attributes.get('ref') ?? descendantsOf(child!).at(-1)!.text).toBe(said);
});

test('names of the field are read as of any other', () => {
  for (const field of ['metadataRights', 'metadata_license', 'metadataLicence']) {
    expect(parseSample({ title: 'A title', [field]: ['CC0 1.0'] }).metadataRights).toBe('CC0 1.0');
  }
});

test('the example of a chain keeps the granularity of every datestamp [B-02]', () => {
  const { root } = parseXml(render(plain, provenance, all)[0]!);
  const descriptions = descendantsOf(root).filter(({ name }) => name === 'originDescription');
  expect(descriptions.map(({ attributes }) => [attributes.get('harvestDate'), attributes.get('altered')])).toEqual([
    ['2026-05-06T07:08:09Z', 'true'],
    ['2026-01-02', 'false'],
  ]);
  const datestamps = descendantsOf(root).filter(({ name }) => name === 'datestamp');
  expect(datestamps.map(({ text }) => text)).toEqual(['2026-03-04', '2025-12-31T23:59:59Z']);
});

needsSchemas('about containers, by the schemas', () => {
  test('are valid with both, with either, and with any text as rights [B-01] [B-02] [B-04] [X-22]', () => {
    const texts = fc.sample(anyText, { numRuns: 300, seed: 1 }).filter((text) => text.trim() !== '');
    const documents = [
      { name: 'both', xml: wrap(render(plain, provenance, all)) },
      { name: 'either', xml: wrap(render(withRights('Free'), null, all)) },
      ...texts.map((metadataRights) => ({
        name: metadataRights,
        xml: wrap(render(plain, null, { metadataRights, provenance: false })),
      })),
    ];
    expect(documents.length).toBeGreaterThan(200);
    expect(validateXml(documents)).toEqual([]);
  });

  test('are valid for whatever provenance is accepted [B-02]', () => {
    const pieces = fc.constantFrom(
      'http://',
      'https://',
      'oai:',
      'urn:',
      'a.example',
      ':80',
      ':x',
      '/',
      '%C3',
      '%',
      '#',
      '?',
      '&',
      "'",
      '[',
      ']',
      'ä',
      ' ',
      '@',
      '//',
    );
    const text = fc.array(pieces, { minLength: 2, maxLength: 6 }).map((parts) => parts.join(''));
    const two = fc.integer({ min: 0, max: 62 }).map((number) => String(number).padStart(2, '0'));
    const stamp = fc
      .tuple(fc.constantFrom('2024', '0000', '1900', '9999'), two, two, fc.constantFrom('', 'T'), two, two, two)
      .map(
        ([year, month, day, time, hour, minute, second]) => `${year}-${month}-${day}${time && `T${hour}:${minute}:${second}Z`}`,
      );
    const origin = fc.record({
      baseURL: text,
      identifier: text,
      datestamp: stamp,
      metadataNamespace: text,
      harvestDate: stamp,
      altered: fc.boolean(),
    });
    const good = { ...provenance, originDescription: undefined };
    // One field at a time: hardly any origin is accepted all of whose fields are odd.
    const fields = fc
      .sample(origin, { numRuns: 4000, seed: 1 })
      .flatMap((odd) => Object.entries(odd).map(([key, value]) => ({ ...good, [key]: value })));
    const accepted = fields.map(parseProvenance).flatMap((parsed) => (parsed.ok ? [parsed.provenance] : []));
    const rendered = [...new Set(accepted.map((each) => render(plain, each, { metadataRights: null, provenance: true })[0]!))];
    expect(rendered.length).toBeGreaterThan(300);
    expect(validateXml(rendered.map((xml) => ({ name: xml, xml: wrap([xml]) })))).toEqual([]);
  });
});

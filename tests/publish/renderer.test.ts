import { afterAll, describe, expect, test } from 'vitest';
import type { Demand } from '../../src/publish/render-demand.ts';
import type { Rendering } from '../../src/publish/render-record.ts';
import { makeRenderer } from '../../src/publish/renderer.ts';
import type { StoredRecord } from '../../src/storage/records.ts';
import { testDomain } from '../support/test-app.ts';
import { makeTestRenderer, testFormats } from '../support/test-formats.ts';

describe('Rendering threads', () => {
  const threaded = makeRenderer({ ...testFormats, threads: 2, identifierDomain: testDomain });
  afterAll(() => threaded.close());

  // Small and large ones, some that nothing was kept of, some that no longer can be read.
  const demands = Array.from({ length: 250 }, (_, index): Demand => {
    const metadata = { titles: [{ title: `水 ${index} ${'é'.repeat((index % 50) * 1000)}` }] };
    const text = index % 11 === 0 ? '{' : JSON.stringify(metadata);
    return {
      identifier: `oai:${testDomain}:${index}`,
      headerXml: `<header>${index}</header>`,
      metadata: index % 7 === 0 ? null : Buffer.from(text),
      readyXml: null,
      aboutXml: '',
    };
  });
  const render = async (renderer: Pick<typeof threaded, 'renderDemands'>, some: readonly Demand[]) => {
    const faults: string[] = [];
    const outputs = await renderer.renderDemands('mods', some, ({ identifier }, fault) => faults.push(`${identifier} ${fault}`));
    return { outputs: outputs.map((bytes) => (bytes === null ? null : Buffer.from(bytes).toString())), faults: faults.sort() };
  };

  test('render the same, in the same order, as the calling thread, and leave what they were given as it was', async () => {
    const expected = await render(makeTestRenderer(), demands);
    expect(expected.outputs.filter((xml) => xml === null)).toHaveLength(55);
    expect(expected.outputs[1]).toContain('<header>1</header>');
    expect(expected.faults).toHaveLength(55);
    expect(expected.faults).toContain(
      `oai:${testDomain}:7 What the record was published from was not kept, for its new version has a problem.`,
    );
    expect(expected.faults).toContainEqual(expect.stringMatching(/:11 .*JSON/));
    // Twice, several at once.
    const all = await Promise.all([render(threaded, demands), render(threaded, demands.toReversed()), render(threaded, demands)]);
    expect(all).toEqual([expected, { ...expected, outputs: expected.outputs.toReversed() }, expected]);
  });

  // Some without sets, some in such as are not legal; some that are no record, or come from elsewhere, or carry formats that few do.
  const records = Array.from({ length: 250 }, (_, index): StoredRecord => {
    const types = index % 5 === 0 ? { resourceTypeGeneral: 'Dissertation' } : undefined;
    const metadata = { title: `水 ${index} ${'é'.repeat((index % 50) * 100)}`, types, language: 'en', publisher: 'P' };
    return {
      id: `r${index}`,
      metadata: Buffer.from(index % 11 === 0 ? '{}' : JSON.stringify(metadata)),
      sets: index % 13 === 0 ? [null] : ['a:b', 'a', `s${index}`].slice(index % 4),
      visibility: 'public',
      readyXml: index % 3 === 0 ? '{"ddi": "<codeBook/>"}' : null,
      provenance: index % 7 === 0 ? '{}' : null,
    };
  });
  const eager = { ...testFormats, eager: ['oai_dc', 'mods'], about: { metadataRights: null, provenance: true } };
  const publish = async (renderer: Pick<typeof threaded, 'render'>, some: readonly StoredRecord[]) =>
    (await renderer.render(some, { datestamp: '2026-01-01T00:00:00Z', fullForm: true })).map(toPlain);
  const toPlain = (rendering: Rendering) =>
    rendering.ok ? { ...rendering.change, recordXml: Buffer.from(rendering.change.recordXml).toString() } : rendering.problem;

  test('make the same of what is to be published, and find the same problems, record for record [G4]', async () => {
    const inline = makeRenderer({ ...eager, threads: 0, identifierDomain: testDomain });
    const threads = makeRenderer({ ...eager, threads: 2, identifierDomain: testDomain });
    const expected = await publish(inline, records);
    expect(new Set(expected.map((one) => ('code' in one ? one.code : 'published')))).toEqual(
      new Set(['published', 'metadata_invalid', 'set_spec_illegal', 'provenance_invalid']),
    );
    const all = await Promise.all([publish(threads, records), publish(threads, records.toReversed())]);
    expect(all).toEqual([expected, expected.toReversed()]);
    expect(
      await publish(
        threads,
        records.filter(({ metadata }) => metadata.length === 2).flatMap((one) => [one, one]),
      ),
    ).toHaveLength(46);
    await threads.close();
  });

  test('give nothing for records that are all beyond rendering', async () => {
    const lost = demands.map((demand) => ({ ...demand, metadata: null }));
    expect((await render(threaded, lost)).outputs).toEqual(lost.map(() => null));
  });
});

import { describe, expect, test } from 'vitest';
import { chooseMeasures } from '../bench/choose-measures.ts';
import { makeFormatRenderings } from '../bench/measures/format-renderings.ts';
import { generateRecord } from '../support/generate-records.mjs';

describe('the measures of the bench', () => {
  const measures = [{ name: 'harvest' }, { name: 'demand', onlyNamed: true }, { name: 'idle' }] as const;
  const choose = (only: readonly string[] | null) => chooseMeasures(measures, only).map(({ name }) => name);

  test('are all taken but those that have to be named, or those that are named, in their own order', () => {
    expect(choose(null)).toEqual(['harvest', 'idle']);
    expect(choose(['demand'])).toEqual(['demand']);
    expect(choose(['idle', 'demand'])).toEqual(['demand', 'idle']);
    expect(choose(['against'])).toEqual([]);
  });
});

describe('rendering alone in a format', () => {
  const lines = [0, 1].map((index) => JSON.stringify(generateRecord(index, 1, 'short')));

  test('makes the XML of each record, the same every time', () => {
    const renderings = makeFormatRenderings(lines, 'mods');
    const outputs = renderings.map((render) => render());
    expect(outputs).toHaveLength(2);
    for (const [index, xml] of outputs.entries()) {
      expect(xml).toMatch(/^<mods:mods\b.*<\/mods:mods>$/s);
      expect(xml).toContain(`oai:repository.example.org:article-${index}<`);
    }
    expect(renderings.map((render) => render())).toEqual(outputs);
  });

  test('leaves out records that the format does not carry, and wants a format of the program', () => {
    expect(makeFormatRenderings(lines, 'oai_openaire')).toHaveLength(2);
    expect(makeFormatRenderings(lines, 'uketd_dc')).toEqual([]);
    expect(() => makeFormatRenderings(lines, 'nothing')).toThrow('nothing');
  });

  test('takes no record that cannot be parsed', () => {
    const [render] = makeFormatRenderings([JSON.stringify({ id: 'a', metadata: { titles: 7 } })], 'mods');
    expect(render).toThrow('a could not be parsed');
  });
});

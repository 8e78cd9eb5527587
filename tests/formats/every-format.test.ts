import { expect, test } from 'vitest';
import { formats } from '../../src/formats/index.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { getFormatCheck } from './check-renderings.ts';
import { describeFormat, manyNames } from './describe-format.ts';
import { parseSample, renderInFormat } from './render-sample.ts';

test('the formats have different names, oai_dc among them [F-03, F-07]', () => {
  const prefixes = formats.map(({ prefix }) => prefix);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  expect(prefixes).toContain('oai_dc');
});

test('a record with more names than a call can have arguments is rendered', () => {
  const xml = renderInFormat(oaiDc, parseSample({ title: 'A collaboration', creators: manyNames }));
  expect(xml.split('<dc:creator>')).toHaveLength(manyNames.length + 1);
});

for (const format of formats) describeFormat(format, getFormatCheck(format.prefix));

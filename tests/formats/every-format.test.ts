import { expect, test } from 'vitest';
import { formats } from '../../src/formats/index.ts';
import { getFormatCheck } from './check-renderings.ts';
import { describeFormat } from './describe-format.ts';

test('the formats have different names, oai_dc among them [F-03, F-07]', () => {
  const prefixes = formats.map(({ prefix }) => prefix);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  expect(prefixes).toContain('oai_dc');
});

for (const format of formats) describeFormat(format, getFormatCheck(format.prefix));

import { describe, expect, test } from 'vitest';
import { renderFormat } from '../../src/formats/format.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { parseRecord } from '../../src/record/parse-record.ts';

const length = 100_000;
// What patterns with two ways to read the same characters take quadratic time over: at this length seconds and minutes, where one way takes milliseconds.
const runs = [
  ' ',
  'a',
  '1',
  '.',
  '-',
  '/',
  ':',
  '%',
  '<',
  '&',
  ',',
  '10.',
  '10.1234/',
  'doi ',
  'http://',
  'a ',
  'a, ',
  '1-',
  '2020-',
  '\u0301',
  '𝒳',
];
const prefixes = [
  '',
  'doi',
  'doi:',
  'http://',
  'https://doi.org/',
  '10.1234/',
  'issn ',
  'urn:isbn:',
  'arxiv:',
  '2020-',
  'en-',
  'CC BY',
];
const fields = [
  ['title'],
  ['creators'],
  ['creators', 'name'],
  ['creators', 'nameIdentifiers'],
  ['doi'],
  ['url'],
  ['identifiers'],
  ['relatedIdentifiers'],
  ['date'],
  ['year'],
  ['language'],
  ['subjects'],
  ['abstract'],
  ['license'],
  ['rights'],
  ['type'],
  ['publisher'],
  ['journal'],
  ['issn'],
  ['files', 'url'],
  ['funding'],
  ['accessRights'],
  ['version'],
];

describe('A very long text', () => {
  for (const path of fields) {
    test(`in ${path.join('.')} is read in no time, whatever it is made of [X-16]`, () => {
      let slowest = { ms: 0, text: '' };
      for (const prefix of prefixes) {
        for (const run of runs) {
          const text = `${prefix}${run.repeat(length / run.length)}\n x`;
          const value = path.slice(1).reduceRight<unknown>((inner, name) => ({ [name]: inner }), text);
          const metadata = { title: 't', [path[0]!]: [value] };
          const start = performance.now();
          const parsed = parseRecord(metadata);
          if (parsed.ok) renderFormat(oaiDc, parsed.record, { identifier: 'oai:an.example.org:1' });
          const dc = parseRecord({
            dc: { title: 't', identifier: text, date: text, language: text, rights: text, creator: text },
          });
          if (dc.ok && path[0] === 'title') renderFormat(oaiDc, dc.record, { identifier: 'oai:an.example.org:1' });
          const ms = performance.now() - start;
          if (ms > slowest.ms) slowest = { ms, text: text.slice(0, 30) };
        }
      }
      expect(slowest.ms, JSON.stringify(slowest)).toBeLessThan(5000);
    });
  }
});

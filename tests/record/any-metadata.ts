import fc from 'fast-check';
import { fieldNames } from '../../src/record/shorthands.ts';
import { anyText } from '../xml/any-text.ts';

const innerNames = fc.constantFrom(
  'name',
  'given',
  'family',
  'orcid',
  'nameIdentifiers',
  'affiliation',
  'title',
  'lang',
  'xml:lang',
  'value',
  'type',
  'date',
  'dateType',
  'creator',
  'identifier',
  'rights',
  'url',
  'size',
  'issn',
  'pages',
  'funder',
  'award',
  '@x',
  '#y',
  '$',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
);

/** Texts that some field of a record understands, and texts that none does. */
const telling = fc.constantFrom(
  'en_US',
  'Pithouse, A.',
  '2012-05-17',
  '2012/2013',
  '-0044-03-15',
  'May 2012',
  'doi:10.1000/a<b>&c#d%ZZ',
  'https://doi.org/10.1000/%E0%A4%A',
  '10.1000/\uD83D',
  'https://example.org/?a=1&b=<2>',
  'ISSN 1234-567x',
  'arXiv:0704.0046',
  'open access',
  'CC BY 4.0',
  'phdthesis',
  '158–178',
  '\u0000',
  '   ',
);

const scalar = fc.oneof(anyText, telling, fc.double(), fc.integer(), fc.boolean(), fc.constant(null));

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.oneof(innerNames, fc.string()), tie('value')), { maxLength: 5 }).map(toJsonObject),
  ),
}));

/** Own fields even for `__proto__`, as JSON.parse makes them. */
function toJsonObject(fields: readonly (readonly [string, unknown])[]): unknown {
  return Object.fromEntries(fields);
}

const anyField = fc.tuple(fc.oneof(fc.constantFrom(...fieldNames.keys()), innerNames, fc.string()), value);

/** Metadata that uses the names of the record with values of any kind, so that hostile values get past the door. */
export const anyMetadata: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.array(anyField, { maxLength: 8 }).map(toJsonObject) },
  // With a title and texts only, most of it parses, and so reaches the formats.
  {
    weight: 6,
    arbitrary: fc
      .array(fc.tuple(fc.constantFrom(...fieldNames.keys()), fc.oneof(anyText, telling, fc.array(anyText, { maxLength: 3 }))), {
        maxLength: 6,
      })
      .map((fields) => toJsonObject([['title', 'A title'], ...fields])),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: value },
);

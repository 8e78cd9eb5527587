import fc from 'fast-check';

/** Pieces that have broken somebody's feed, or that a writer of XML could take for something else than text. */
const pieces = fc.constantFrom(
  '&',
  '&nbsp;',
  '&amp;',
  '&lt;b&gt;',
  '&#1;',
  '&#x41;',
  '&#65;',
  '&;',
  ']]>',
  '<![CDATA[',
  '<!-- -->',
  '<?xml version="1.0"?>',
  '<b>',
  '"',
  "'",
  '\t',
  '\n',
  '\r',
  '\r\n',
  ' ',
  '\u0000',
  '\u0003',
  '\u001A',
  '\u007F',
  '\u0085',
  '\u2028',
  '\uFFFE',
  '\uFFFF',
  '\uD83D',
  '\uDE00',
  '😀',
  '𝒜',
  'العربية',
  '@x',
  '#y',
  '$z',
  '!w',
  '{"a":1}',
  '---',
  '__proto__',
);

/** Any text whatever: every code unit, lone surrogates and control characters included, mixed with the pieces above. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      pieces,
      fc.string({ unit: 'binary' }),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    ),
  )
  .map((parts) => parts.join(''));

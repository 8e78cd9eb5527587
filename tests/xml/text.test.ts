import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, escapeAttribute, escapeText } from '../../src/xml/text.ts';
import { parseXml } from '../support/xml-tree.ts';
import { anyText } from './any-text.ts';

/** What XML 1.0 §2.2 allows, by code point, written down once more and independently. */
function isLegal(codePoint: number): boolean {
  if (codePoint === 0x9 || codePoint === 0xa) return true;
  return (codePoint >= 0x20 && codePoint <= 0xd7ff) || (codePoint >= 0xe000 && codePoint <= 0xfffd) || codePoint >= 0x10000;
}

describe('cleaning text for XML', () => {
  test('replaces exactly the characters that XML forbids, code unit by code unit [X-16]', () => {
    for (let unit = 0; unit <= 0xffff; unit++) {
      const expected = unit === 0xd ? '\n' : isLegal(unit) ? String.fromCharCode(unit) : '\uFFFD';
      expect(cleanText(`a${String.fromCharCode(unit)}b`) === `a${expected}b`, `U+${unit.toString(16)}`).toBe(true);
    }
  });

  test('keeps astral characters and replaces the halves of broken ones [X-17]', () => {
    expect(cleanText('😀𝒜')).toBe('😀𝒜');
    expect(cleanText('a\uD83Db\uDE00')).toBe('a\uFFFDb\uFFFD');
    expect(cleanText('\uDE00\uD83D')).toBe('\uFFFD\uFFFD');
  });

  test('makes every line end a newline [X-19]', () => {
    expect(cleanText('a\r\nb\rc\nd\r\r\n')).toBe('a\nb\nc\nd\n\n');
  });

  test('is the same the second time', () => {
    fc.assert(fc.property(anyText, (text) => cleanText(cleanText(text)) === cleanText(text)));
  });
});

describe('escaping for an answer written by hand', () => {
  test('gives back the cleaned text when it is parsed between tags [X-18]', () => {
    fc.assert(fc.property(anyText, (text) => parseXml(`<a>${escapeText(text)}</a>`).root.text === cleanText(text)));
  });

  test('gives back the cleaned text when it is parsed in an attribute [X-13, X-18]', () => {
    const read = (text: string) => parseXml(`<a b="${escapeAttribute(text)}"/>`).root.attributes.get('b');
    fc.assert(fc.property(anyText, (text) => read(text) === cleanText(text)));
  });

  test('escapes what is already a reference once more, since it is text [T-02]', () => {
    expect(escapeText('p < 0.05 &amp; &nbsp; ]]>')).toBe('p &lt; 0.05 &amp;amp; &amp;nbsp; ]]&gt;');
    expect(escapeAttribute('"a"\t&\n')).toBe('&quot;a&quot;&#9;&amp;&#10;');
  });
});

import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { element, renderElement } from '../../src/xml/element.ts';
import { isQualifiedName } from '../../src/xml/qualified-name.ts';
import { parseXml } from '../support/xml-tree.ts';

/** Whether a parser that is not ours takes it for the name of an element. It lets a part after the colon start as only the first must not. */
function isReadAsName(text: string): boolean {
  return isReadAsElement(text) && text.split(':').every(isReadAsElement);
}

function isReadAsElement(text: string): boolean {
  const parser = new SaxesParser({ xmlns: true, resolvePrefix: () => 'http://example.org/' });
  let read: string | undefined;
  parser.on('opentag', ({ name }) => {
    read = name;
  });
  parser.on('error', (error) => {
    throw error;
  });
  try {
    parser.write(`<${text}/>`).close();
  } catch {
    return false;
  }
  return read === text;
}

const anyCharacter = fc.oneof(
  fc.integer({ min: 0, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0xffff }),
  fc.integer({ min: 0x10000, max: 0x10ffff }),
);
const anyWord = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'abcXYZ_-.019:é語').map(String),
      anyCharacter.map((code) => String.fromCodePoint(code)),
    ),
    {
      maxLength: 6,
    },
  )
  .map((characters) => characters.join(''));

describe('a qualified name', () => {
  test('is what a parser takes for one, character by character', () => {
    for (let code = 0; code <= 0x10ffff; code += code < 0x10000 ? 1 : 251) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCodePoint(code);
      const shown = `U+${code.toString(16)}`;
      expect(isQualifiedName(character), shown).toBe(isReadAsName(character));
      expect(isQualifiedName(`a${character}`), `a, ${shown}`).toBe(isReadAsName(`a${character}`));
    }
  });

  test('is what a parser takes for one, word by word', () => {
    fc.assert(
      fc.property(anyWord, (word) => {
        expect(isQualifiedName(word)).toBe(isReadAsName(word));
      }),
      { numRuns: 5000 },
    );
  });

  test.each(['a\n', '\na', 'a b', 'a:', ':a', 'a:b:c', 'a:1', 'a:-', '\uD835', 'a\uDC9C', ''])('is not %j', (text) => {
    expect(isQualifiedName(text)).toBe(false);
  });

  test('is rendered and read back in any script', () => {
    for (const name of ['Größe', '題名', 'العنوان', 'é:à', '𠀀', 'a·b', '__proto__', 'x:constructor']) {
      const prefix = name.includes(':') ? name.split(':')[0]! : undefined;
      const declared = prefix === undefined ? {} : { [`xmlns:${prefix}`]: 'http://example.org/' };
      const attributes: Record<string, string> = { ...declared, ...Object.fromEntries([[`${name}1`, 'v']]) };
      const { root } = parseXml(renderElement(element(name, attributes, 'text')));
      expect([root.name, root.attributes.get(`${name}1`), root.text]).toEqual([name, 'v', 'text']);
    }
  });
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { element, renderElement } from '../../src/xml/element.ts';
import { cleanText } from '../../src/xml/text.ts';
import { parseXml } from '../support/xml-tree.ts';
import { anyText } from './any-text.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('rendering an element', () => {
  test('gives back any text, cleaned, when the output is parsed [X-16, X-17, X-18, X-19]', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parseXml(renderElement(element('a', undefined, text))).root.text).toBe(cleanText(text));
      }),
      { numRuns: 1000 },
    );
  });

  test('gives back any attribute value, cleaned, when the output is parsed [X-16, X-18]', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parseXml(renderElement(element('a', { b: text }))).root.attributes.get('b')).toBe(cleanText(text));
      }),
      { numRuns: 1000 },
    );
  });

  test('starts from nothing each time, also after an element that could not be rendered', () => {
    expect(() => renderElement(element('a', undefined, element('b', undefined, 'left'), element('no name')))).toThrow(TypeError);
    expect(renderElement(element('a', undefined, 'one'))).toBe('<a>one</a>');
    expect(renderElement(element('a', undefined, 'two'))).toBe('<a>two</a>');
  });

  test('keeps texts and elements in their order, each text apart', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (first, inner, last) => {
        const { root } = parseXml(renderElement(element('a', undefined, first, element('b', undefined, inner), last)));
        expect(root.text).toBe(cleanText(first) + cleanText(last));
        expect(root.children.map(({ name, text }) => [name, text])).toEqual([['b', cleanText(inner)]]);
      }),
    );
  });

  test('uses no named entity beyond the five of XML [X-15]', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const xml = renderElement(element('a', { b: text }, text));
        expect(xml.match(/&(?!(?:lt|gt|amp|quot|apos);|#\d+;)/g)).toBe(null);
      }),
    );
  });

  test('writes names, prefixes and declarations just as they are given [X-21]', () => {
    const tree = element(
      'resource',
      { xmlns: 'http://example.org/a', 'xmlns:b': 'http://example.org/b', 'b:c': 'd' },
      element('b:child', { 'xml:lang': 'en' }, 'x'),
      element('plain', { xmlns: 'http://example.org/c' }, element('deeper')),
      element('b:again', { 'xmlns:b': 'http://example.org/d' }),
    );
    expect(renderElement(tree)).toBe(
      '<resource xmlns="http://example.org/a" xmlns:b="http://example.org/b" b:c="d">' +
        '<b:child xml:lang="en">x</b:child>' +
        '<plain xmlns="http://example.org/c"><deeper/></plain>' +
        '<b:again xmlns:b="http://example.org/d"/></resource>',
    );
  });

  test('refuses a name that is none, since that is a bug and not data', () => {
    for (const name of ['', 'a b', '<a', '1a', 'a:b:c', '@a', '{"a":1}']) {
      expect(() => renderElement(element(name))).toThrow(TypeError);
      expect(() => renderElement(element('a', { [name]: 'x' }))).toThrow(TypeError);
    }
  });

  test('keeps elements apart that differ in their attributes only', () => {
    const attributes = [
      {},
      { b: '' },
      { b: 'c' },
      { c: 'b' },
      { b: '1:c', c: '' },
      { b: '', c: '1:c' },
      { b: '1', c: '2' },
      { c: '2', b: '1' },
    ];
    // Twice: as they are met for the first time, and as they are known.
    for (let round = 0; round < 2; round += 1) {
      for (const given of attributes) {
        expect([...parseXml(renderElement(element('a', given, 'x'))).root.attributes]).toEqual(Object.entries(given));
        expect([...parseXml(renderElement(element('a', given))).root.attributes]).toEqual(Object.entries(given));
      }
    }
  });

  test('writes the attributes that an object was given by another, too', () => {
    const given = Object.assign(Object.create({ c: '2' }), { b: '1' }) as Record<string, string>;
    for (let round = 0; round < 2; round += 1)
      expect(renderElement(element('inheriting', given, 'x'))).toBe('<inheriting b="1" c="2">x</inheriting>');
  });

  test('tells any number of sets of attributes of one name apart', () => {
    const sets = Array.from({ length: 200 }, (_, index) => ({ [`a${index}`]: '1', [`b${index % 7}`]: '2' }));
    for (let round = 0; round < 2; round += 1) {
      for (const given of sets)
        expect([...parseXml(renderElement(element('many', given))).root.attributes]).toEqual(Object.entries(given));
    }
  });

  test('refuses what is no name or no value also where something like it is known', () => {
    renderElement(element('a', { b: 'c' }));
    renderElement(element('a', {}));
    for (const name of ['1:a1:b', '1:a']) expect(() => renderElement(element(name))).toThrow(TypeError);
    for (const value of [undefined, null, 5, {}]) {
      expect(() => renderElement(element('a', { b: value as unknown as string }))).toThrow(TypeError);
    }
  });

  test('takes any number of names and attributes that come once, and long ones', () => {
    for (let index = 0; index < 12_000; index += 1) {
      expect(renderElement(element(`a${index}`, undefined, 'x'))).toBe(`<a${index}>x</a${index}>`);
      expect(renderElement(element('a', { [`b${index}`]: String(index) }, 'x'))).toBe(`<a b${index}="${index}">x</a>`);
    }
    const name = 'n'.repeat(100_000);
    expect(renderElement(element(name, { [name]: name }))).toBe(`<${name} ${name}="${name}"/>`);
    expect(renderElement(element('a1', { b1: '' }, 'x'))).toBe('<a1 b1="">x</a1>');
  });

  test('keeps no document that a name was cut out of', () => {
    const used = () => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = used();
    for (let index = 0; index < 100; index += 1) {
      const text = `long-element-name-${index} attribute-of-it-${index} ${String(index).repeat(1_000_000)}`;
      const [name, attribute] = text.split(' ');
      renderElement(element(name!, { [attribute!]: '' }, element(name!)));
    }
    expect(used() - before).toBeLessThan(20_000_000);
  });

  test('takes a hundred thousand children', () => {
    const children = Array.from({ length: 100_000 }, (_, index) => element('b', undefined, String(index)));
    expect(renderElement({ name: 'a', children }).length).toBeGreaterThan(1_000_000);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { element, renderElement } from '../../src/xml/element.ts';
import { cleanText } from '../../src/xml/text.ts';
import { parseXml } from '../support/xml-tree.ts';
import { anyText } from './any-text.ts';

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

  test('takes any number of attribute values that come once, and long ones', () => {
    for (let index = 0; index < 5_000; index += 1) {
      expect(renderElement(element('a', { id: `n${index}` }, 'x'))).toBe(`<a id="n${index}">x</a>`);
    }
    const long = 'y'.repeat(1_000_000);
    expect(renderElement(element('a', { id: long }))).toBe(`<a id="${long}"/>`);
    expect(renderElement(element('a', { id: 'n1' }, 'x'))).toBe('<a id="n1">x</a>');
  });

  test('takes a hundred thousand children', () => {
    const children = Array.from({ length: 100_000 }, (_, index) => element('b', undefined, String(index)));
    expect(renderElement({ name: 'a', children }).length).toBeGreaterThan(1_000_000);
  });
});

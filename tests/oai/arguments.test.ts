import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/oai/arguments.ts';

const pairs = (text: string) => parseArguments(text).map(({ name, value }) => [name, value]);

describe('parsing arguments', () => {
  test.each([
    ['verb=Identify', [['verb', 'Identify']]],
    [
      'a=1&b=2&a=3',
      [
        ['a', '1'],
        ['b', '2'],
        ['a', '3'],
      ],
    ],
    ['', []],
    ['&&', []],
    ['&a=1&', [['a', '1']]],
    ['a', [['a', '']]],
    ['a=', [['a', '']]],
    ['=1', [['', '1']]],
    ['a=b=c', [['a', 'b=c']]],
    ['a=b%26c', [['a', 'b&c']]],
    ['a%3Db=c', [['a=b', 'c']]],
    ['a=1;b=2', [['a', '1;b=2']]],
  ])('reads %j as pairs, in their order, repeats kept [A-03]', (text, expected) => {
    expect(pairs(text)).toEqual(expected);
  });

  test.each([
    ['%20', ' '],
    ['+', ' '],
    ['%2B', '+'],
    ['%2b', '+'],
    ['%253C', '%3C'],
    ['%3a%3A', '::'],
    ['100%', '100%'],
    ['%zz', '%zz'],
    ['%4', '%4'],
    ['%%41', '%A'],
    ['oai:a/b?c', 'oai:a/b?c'],
    ['%C3%BC', 'ü'],
    ['%F0%9F%98%80', '😀'],
    ['%00', '\0'],
    ['%EF%BB%BFa', '\uFEFFa'],
  ])('decodes %s exactly once [H-05]', (text, expected) => {
    expect(pairs(`v=${text}`)).toEqual([['v', expected]]);
  });

  test.each(['%FF', '%C3', '%C0%AF', '%ED%A0%80', '%F5%80%80%80', 'a%80b'])(
    'has no text for %s, which is not UTF-8 [X-14]',
    (text) => {
      expect(pairs(`v=${text}`)).toEqual([['v', null]]);
      expect(pairs(`${text}=v`)).toEqual([[null, 'v']]);
    },
  );

  test('reads raw bytes, one to a character, as the UTF-8 they are [X-14] [H-06]', () => {
    expect(pairs(Buffer.from('v=ü😀').toString('latin1'))).toEqual([['v', 'ü😀']]);
    expect(pairs('v=\xff')).toEqual([['v', null]]);
  });

  test('gives back whatever a browser or a library has encoded [H-05]', () => {
    const text = fc.string({ unit: 'grapheme' }).map((value) => value.toWellFormed());
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (list) => {
        expect(pairs(new URLSearchParams(list).toString())).toEqual(list);
        expect(pairs(list.map((pair) => pair.map(encodeURIComponent).join('=')).join('&'))).toEqual(list);
      }),
    );
  });

  test('takes any bytes whatever without failing [X-14]', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        for (const { name, value } of parseArguments(Buffer.from(bytes).toString('latin1'))) {
          expect([typeof name, typeof value].every((type) => ['string', 'object'].includes(type))).toBe(true);
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adviseOnToken, listRuleFields, listRuleTokens, listRuleVariables } from '../../src/sets/rule-text.ts';

const texts = (rule: string) => listRuleTokens(rule).map(({ text }) => text);

describe('The tokens of a rule', () => {
  test.each<[string, string[]]>([
    ['$.a == "b c"', ['$', '.', 'a', '==', '"b c"']],
    [
      '$.a[*].b<=1.5e3&&!exists($.c)',
      ['$', '.', 'a', '[', '*', ']', '.', 'b', '<=', '1.5e3', '&&', '!', 'exists', '(', '$', '.', 'c', ')'],
    ],
    [String.raw`"a \" b" == $."c"`, [String.raw`"a \" b"`, '==', '$', '.', '"c"']],
    ['$.a /* && "x */ > 1', ['$', '.', 'a', '>', '1']],
    ['$.a == "open', ['$', '.', 'a', '==', '"open']],
    ['$.année', ['$', '.', 'année']],
    ['', []],
  ])('of %s', (rule, expected) => {
    expect(texts(rule)).toEqual(expected);
  });

  test('are parts of it in their places, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'$.@"\\ab1 =&|!/*()[]?\né😀\ud800') }), (rule) => {
        for (const { text, start } of listRuleTokens(rule)) expect(rule.slice(start, start + text.length)).toBe(text);
      }),
    );
  });
});

describe('The fields that a rule names from the top', () => {
  test.each<[string, string[]]>([
    ['$.accessRights == "open" || exists($.files[*])', ['accessRights', 'files']],
    ['($."accessRights" == "open")', ['accessRights']],
    ['$.a.b == $.a.c', ['a']],
    ['$ . a == 1', ['a']],
    ['exists($.subjects[*] ? (@.subject == "$.b"))', ['subjects']],
    ['$.size() > 1 && $.* == 1 && $[0] == 1 && strict $.**{2} == 1', []],
    [String.raw`$."a\u0062" == 1`, ['ab']],
  ])('in %s', (rule, expected) => {
    expect(listRuleFields(rule)).toEqual(expected);
  });
});

describe('The variables of a rule', () => {
  test.each<[string, string[]]>([
    ['$accessRights == "open"', ['accessRights']],
    ['$"a b" == 1 && $."c" == $x && $x == 1', ['a b', 'x']],
    ['$.a == "$b" && $ == $', []],
  ])('in %s', (rule, expected) => {
    expect(listRuleVariables(rule)).toEqual(expected);
  });
});

test('What is often written wrong is answered with what is right', () => {
  expect(adviseOnToken('=')).toContain('==');
  expect(adviseOnToken('AND')).toContain('&&');
  expect(adviseOnToken("'")).toContain('double quotes');
  expect(adviseOnToken('contains')).toContain('like_regex');
  expect(adviseOnToken('accessRights')).toContain('$.field');
  expect(adviseOnToken(';')).toBe(null);
});

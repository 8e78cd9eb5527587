import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSetSpec, setSpecMaxLength, toLineage, toMinimalSets, toSetSpec } from '../../src/sets/set-spec.ts';

const part = fc.string({ unit: fc.constantFrom(...'abAZ09-_.!~*()', "'"), minLength: 1, maxLength: 6 });
const spec = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(':'));

describe('a setSpec', () => {
  test('is parts of unreserved characters joined by colons [S-01]', () => {
    fc.assert(fc.property(spec, (each) => isSetSpec(each)));
  });

  test.each(['', ':', 'a:', ':a', 'a::b', 'a b', 'a/b', 'a%20', 'é', 'a\n', '\na', 'a&b', 'a,b', '<a>', 'a+b', 'a@b', '😀'])(
    'is not %j [S-01] [A-06] [T-24]',
    (text) => {
      expect(isSetSpec(text)).toBe(false);
    },
  );

  test('has an end, so that the database can keep it [S-01]', () => {
    expect([isSetSpec('s'.repeat(setSpecMaxLength)), isSetSpec('s'.repeat(setSpecMaxLength + 1))]).toEqual([true, false]);
  });

  test.each([
    ['Économie & gestion', 'Economie_gestion'],
    ['a/b', 'a_b'],
    ['Collection: Theses', 'Collection:Theses'],
    [' x ', 'x'],
    ['a::b:', 'a:b'],
    ['50%', '50_'],
    ['Straßen', 'Strassen'],
    ['Łódź: Øst', 'Lodz:Ost'],
    ['theses/doctoral', 'theses_doctoral'],
  ])('is made from %j as %s [S-01]', (text, expected) => {
    expect(toSetSpec(text)).toBe(expected);
  });

  test('is made from any text, or nothing is [S-01]', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const made = toSetSpec(text);
        expect(made === null || isSetSpec(made), JSON.stringify(made)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('that is cut to the longest there may be does not end in a colon [S-01]', () => {
    expect(isSetSpec(toSetSpec(`${'s'.repeat(setSpecMaxLength - 1)}:t`)!)).toBe(true);
  });
});

describe('the lineage of a set', () => {
  test('is itself and all its ancestors [L-03] [R-07]', () => {
    expect(toLineage('a:b:c')).toEqual(['a:b:c', 'a:b', 'a']);
    expect(toLineage('a')).toEqual(['a']);
  });
});

describe('the minimal list', () => {
  test('leaves out what another set implies, and repeats [S-03]', () => {
    expect(toMinimalSets(['s', 's:t', 'u', 's:t', 'st'])).toEqual(['s:t', 'st', 'u']);
  });

  test('implies exactly the sets it was made from [S-03]', () => {
    fc.assert(
      fc.property(fc.array(spec), (specs) => {
        const minimal = toMinimalSets(specs);
        expect(new Set(minimal.flatMap(toLineage))).toEqual(new Set(specs.flatMap(toLineage)));
        for (const each of minimal) expect(minimal.some((other) => other.startsWith(`${each}:`))).toBe(false);
      }),
    );
  });
});

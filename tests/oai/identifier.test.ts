import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromIdentifier, toIdentifier } from '../../src/oai/identifier.ts';

const domain = 'an.example.org';
/** Ids as PostgreSQL can hold them: no lone surrogates, no U+0000. */
const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map((text) => text.toWellFormed().replaceAll('\0', 'x'));

describe('an identifier', () => {
  test('of any id leads back to that id [U-01] [U-05]', () => {
    fc.assert(
      fc.property(id, (each) => fromIdentifier(domain, toIdentifier(domain, each)) === each),
      { numRuns: 1000 },
    );
  });

  test('of any id is a URI: reserved and unreserved characters and upper-case escapes, nothing else [U-01] [U-04]', () => {
    fc.assert(
      fc.property(id, (each) => {
        expect(toIdentifier(domain, each)).toMatch(/^oai:an\.example\.org:(?:[A-Za-z0-9\-_.!~*'();/?:@&=+$,]|%[0-9A-F]{2})+$/);
      }),
      { numRuns: 1000 },
    );
  });

  test('differs for different ids [U-02] [U-06]', () => {
    fc.assert(fc.property(id, id, (a, b) => (a === b) === (toIdentifier(domain, a) === toIdentifier(domain, b))));
  });

  test('of any text is either null, or written exactly as we write it [U-05]', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('%', '3', 'C', 'c', 'a', ' ', '/') }).map((local) => `oai:${domain}:${local}`),
    );
    fc.assert(
      fc.property(text, (each) => {
        const found = fromIdentifier(domain, each);
        expect(found === null || toIdentifier(domain, found) === each).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['has another domain', 'oai:other.example.org:1'],
    ['has another case', 'OAI:an.example.org:1'],
    ['has no local part', 'oai:an.example.org:'],
    ['escapes what need not be', 'oai:an.example.org:%61'],
    ['is escaped in small hex', 'oai:an.example.org:%3c'],
    ['leaves unescaped what must be', 'oai:an.example.org:<'],
    ['has a broken escape', 'oai:an.example.org:%4'],
    ['has bytes that are no text', 'oai:an.example.org:%FF'],
    ['has U+0000 in it', 'oai:an.example.org:%00'],
    ['is a longer domain', 'oai:an.example.org.evil:1'],
    ['is nothing', ''],
  ])('that %s is none of ours [U-05] [G-02]', (_, text) => {
    expect(fromIdentifier(domain, text)).toBe(null);
  });

  test('with a half of a surrogate pair has the replacement character there [U-01]', () => {
    expect(toIdentifier(domain, 'a\ud800')).toBe('oai:an.example.org:a%EF%BF%BD');
  });
});

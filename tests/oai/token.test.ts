import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ListToken, makeTokenCodec, type SetsToken, type Token } from '../../src/oai/token.ts';
import { damageToken } from './damage-token.ts';

const codec = makeTokenCodec('a secret of the tests');
const token: ListToken = {
  verb: 'ListRecords',
  metadataPrefix: 'oai_dc',
  until: '2024-05-06T07:08:09Z',
  set: 's:t',
  after: { datestamp: '2020-01-01T00:00:00Z', id: 'ü😀"<&%' },
  cursor: 100,
  completeListSize: 255,
  publication: 12,
};
const setsToken: SetsToken = { verb: 'ListSets', after: 's:t', cursor: 100, completeListSize: 255 };
const all = ['ListRecords', 'ListIdentifiers', 'ListSets'] as const;

const anyToken: fc.Arbitrary<Token> = fc.oneof(
  fc.record({
    verb: fc.constantFrom('ListRecords' as const, 'ListIdentifiers' as const),
    metadataPrefix: fc.constantFrom('oai_dc', 'mods'),
    until: fc.constant('2024-05-06T07:08:09Z'),
    set: fc.option(fc.constantFrom('s', 's:t')),
    after: fc.record({
      datestamp: fc.constant('2020-01-01T00:00:00Z'),
      id: fc.string({ unit: 'binary', minLength: 1, maxLength: 512 }).map((id) => id.toWellFormed()),
    }),
    cursor: fc.nat(),
    completeListSize: fc.nat(),
    publication: fc.nat(),
  }),
  fc.record({
    verb: fc.constant('ListSets' as const),
    after: fc.constantFrom('s', 's:t'),
    cursor: fc.nat(),
    completeListSize: fc.nat(),
  }),
);

describe('a token', () => {
  test('says what it was made of, whatever that was [T-f] [T-m]', () => {
    fc.assert(
      fc.property(anyToken, (each) => {
        expect(codec.parse(codec.render(each), each.verb)).toEqual(each);
      }),
    );
  });

  test('has only characters that are safe in a URL [T-r]', () => {
    fc.assert(fc.property(anyToken, (each) => /^[A-Za-z0-9_-]+$/.test(codec.render(each))));
  });

  test('of the longest id is still read [T-f] [H-23]', () => {
    const long = { ...token, after: { ...token.after, id: '\u{1F600}'.repeat(512) } };
    expect(codec.parse(codec.render(long), 'ListRecords')).toEqual(long);
    const control = { ...token, set: 's'.repeat(256), after: { ...token.after, id: '\u0001'.repeat(512) } };
    expect(codec.parse(codec.render(control), 'ListRecords')).toEqual(control);
  });

  test('is the same each time, and another for another place [T-h] [T-t]', () => {
    expect(codec.render(token)).toBe(codec.render({ ...token }));
    expect(codec.render(token)).not.toBe(codec.render({ ...token, after: { ...token.after, id: '2' } }));
  });

  test.each([token, setsToken])('of $verb is null for every other verb [T-g]', (each) => {
    for (const verb of all) expect(codec.parse(codec.render(each), verb)).toEqual(verb === each.verb ? each : null);
  });

  test('made with another secret is null [T-g] [T-s]', () => {
    for (const secret of ['', 'a secret of the test', 'a secret of the tests ']) {
      expect(makeTokenCodec(secret).parse(codec.render(token), 'ListRecords')).toBe(null);
    }
  });

  test('works on every node that has the secret [T-m]', () => {
    expect(makeTokenCodec('a secret of the tests').parse(codec.render(token), 'ListRecords')).toEqual(token);
  });

  test('damaged in any of a thousand ways is null, and never throws [T-s] [T-12]', () => {
    const good = codec.render(token);
    for (const { how, text } of damageToken(good, 1000)) expect(codec.parse(text, 'ListRecords'), `${how}: ${text}`).toBe(null);
  });

  test('of any text whatever is null [T-s]', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...all), (text, verb) => codec.parse(text, verb) === null),
    );
  });
});

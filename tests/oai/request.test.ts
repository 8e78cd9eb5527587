import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/oai/arguments.ts';
import { oaiErrors } from '../../src/oai/errors.ts';
import { parseRequest } from '../../src/oai/request.ts';
import { makeTokenCodec } from '../../src/oai/token.ts';

const tokens = makeTokenCodec('a secret of the tests');
const parse = (query: string, granularity: 'YYYY-MM-DD' | 'YYYY-MM-DDThh:mm:ssZ' = 'YYYY-MM-DDThh:mm:ssZ') =>
  parseRequest(parseArguments(query), granularity, tokens);
const errorsOf = (query: string) => {
  const parsed = parse(query);
  return parsed.ok ? [] : parsed.errors.map(({ message }) => message);
};

describe('a request', () => {
  test('for a list has its bounds in seconds and its echo as it was sent [X-10] [D-07]', () => {
    expect(parse('verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-01&until=2020-01-02&set=s:t')).toEqual({
      ok: true,
      request: {
        verb: 'ListRecords',
        metadataPrefix: 'oai_dc',
        from: '2020-01-01T00:00:00Z',
        until: '2020-01-02T23:59:59Z',
        set: 's:t',
        token: null,
      },
      echo: { verb: 'ListRecords', metadataPrefix: 'oai_dc', from: '2020-01-01', until: '2020-01-02', set: 's:t' },
    });
  });

  test('with a token is for the list that the token says [T-f]', () => {
    const token = {
      verb: 'ListIdentifiers' as const,
      metadataPrefix: 'oai_dc',
      until: '2024-05-06T07:08:09Z',
      set: 's',
      after: { datestamp: '2020-01-01T00:00:00Z', id: '1' },
      cursor: 10,
      completeListSize: 20,
      publication: 3,
    };
    const parsed = parse(`verb=ListIdentifiers&resumptionToken=${tokens.render(token)}`);
    expect(parsed).toMatchObject({ ok: true, request: { verb: 'ListIdentifiers', until: token.until, set: 's', token } });
  });
});

describe('what an error says', () => {
  test.each([
    ['verb=ListRecords&metadataprefix=oai_dc', 'Argument names are case-sensitive: metadataPrefix.'],
    ['verb=ListRecords', 'ListRecords needs the argument metadataPrefix.'],
    ['verb=Identify&foo=1', 'Identify has no argument "foo".'],
    ['verb=ListRecords&metadataPrefix=a&metadataPrefix=a', 'The argument metadataPrefix is given more than once.'],
    ['verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x', 'Send only verb and resumptionToken.'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2020', 'YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-02&until=2020-01-01', 'is later than until'],
    ['verb=ListRecords&metadataPrefix=oai_dc&set=', 'The argument set is empty.'],
  ])('of %s helps: … %s [A-10] [V-07]', (query, expected) => {
    expect(errorsOf(query).join('\n')).toContain(expected);
  });

  test('is short, however long the argument that is at fault [E-05]', () => {
    for (const query of [
      `verb=Identify&${'x'.repeat(5000)}=1`,
      `verb=ListRecords&metadataPrefix=oai_dc&from=${'2'.repeat(5000)}`,
    ]) {
      expect(errorsOf(query).join('').length).toBeLessThan(300);
    }
  });

  test('is there for each of the eight codes, and no ninth [A-10] [A-11]', () => {
    expect(Object.keys(oaiErrors)).toHaveLength(8);
    for (const message of Object.values(oaiErrors)) expect(message).toMatch(/\S\.$/);
  });
});

describe('any request whatever', () => {
  const names = ['verb', 'metadataPrefix', 'identifier', 'from', 'until', 'set', 'resumptionToken', 'junk', '__proto__'];
  const values = [
    'Identify',
    'ListRecords',
    'ListSets',
    'GetRecord',
    'oai_dc',
    '2020-01-01',
    '2020-01-01T00:00:00Z',
    's:t',
    '',
    '%FF',
    '%00',
    'a%20b',
  ];
  const query = fc
    .array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...values)), { maxLength: 5 })
    .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));

  test('is understood or has errors, and echoes nothing beside badVerb or badArgument [X-11] [E-03] [A-12]', () => {
    fc.assert(
      fc.property(query, fc.constantFrom('YYYY-MM-DD' as const, 'YYYY-MM-DDThh:mm:ssZ' as const), (each, granularity) => {
        const parsed = parse(each, granularity);
        if (parsed.ok) return;
        expect(parsed.errors.length).toBeGreaterThan(0);
        const bad = parsed.errors.some(({ code }) => code === 'badVerb' || code === 'badArgument');
        expect(bad ? Object.keys(parsed.echo) : []).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});

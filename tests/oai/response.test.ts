import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toIdentifier } from '../../src/oai/identifier.ts';
import { renderHeader } from '../../src/oai/record-xml.ts';
import { renderErrors, renderResponseStart, renderResumptionToken, responseEnd, toErrorEcho } from '../../src/oai/response.ts';
import { parseOai } from '../support/parse-oai.ts';
import { needsSchemas, validateXml } from '../support/xsd.ts';

const baseUrl = 'https://an.example.org/oai';
const responseDate = '2024-05-06T07:08:09Z';

/** The answer to a GetRecord of an identifier that does not exist. */
function renderUnknown(identifier: string): string {
  const echo = toErrorEcho({ verb: 'GetRecord', identifier, metadataPrefix: 'oai_dc' });
  return (
    renderResponseStart(responseDate, baseUrl, echo) +
    renderErrors([{ code: 'idDoesNotExist', message: 'No such.' }]) +
    responseEnd
  );
}

const oddUris = [
  ...[
    'invalid"id',
    '100%',
    'a#b#c',
    'a b',
    '%zz',
    'é',
    '',
    ':',
    'a:',
    'a://',
    'a:///',
    'x://@:/',
    'a://:x',
    'http://a:b/',
    'http://a:99999999999/',
  ],
  ...[
    'http://a@b@c/',
    'http://a:80:90/',
    'http://a:-1/',
    'http://[::1',
    'http://[::1]/',
    '//a:b',
    '1a:b',
    'a:%41',
    'a:[',
    'a:\\',
    'a:|',
    'a:^`{}',
    'a:?#',
  ],
];

describe('what is echoed beside an error', () => {
  test('is everything of an identifier of ours [X-12]', () => {
    const echo = { verb: 'GetRecord', identifier: 'oai:an.example.org:a%20b', metadataPrefix: 'oai_dc' };
    expect(toErrorEcho(echo)).toEqual(echo);
  });

  test.each(['invalid"id', '100%', 'a#b#c', 'a b', 'http://a:b/'])(
    'is nothing of %s, which the schema takes for no URI [X-12] [X-13]',
    (identifier) => {
      expect(toErrorEcho({ verb: 'GetRecord', identifier, metadataPrefix: 'oai_dc' })).toEqual({});
    },
  );

  needsSchemas('by the schema', () => {
    test('is valid for any identifier whatever [X-12] [X-01]', () => {
      const text = fc.string({ unit: fc.constantFrom(...'ab1:/?@&=+$,;-_.!~*\'()%#[] "é'), maxLength: 12 });
      const local = fc
        .string({ unit: 'binary', minLength: 1, maxLength: 20 })
        .map((id) => toIdentifier('an.example.org', id.toWellFormed()));
      const anything = fc.oneof(
        text,
        text.map((each) => `x:${each}`),
        text.map((each) => `http://${each}`),
        local,
      );
      const identifiers = [...oddUris, ...fc.sample(anything, 800)];
      expect(validateXml(identifiers.map((name) => ({ name, xml: renderUnknown(name) })))).toEqual([]);
    });
  });
});

describe('the start of an answer', () => {
  test('says what was asked as it was asked, whatever characters that had [X-10] [X-13]', () => {
    const value = fc.string({ unit: fc.constantFrom(...'a<>&"\'\t\n ;]é😀') });
    fc.assert(
      fc.property(value, (resumptionToken) => {
        const xml = `${renderResponseStart(responseDate, baseUrl, { verb: 'ListSets', resumptionToken })}<error code="x">y</error>${responseEnd}`;
        expect(parseOai(xml).request).toEqual({ attributes: { verb: 'ListSets', resumptionToken }, text: baseUrl });
      }),
    );
  });

  test('escapes the base URL [X-09]', () => {
    const url = "https://an.example.org/a&b'c/oai";
    expect(parseOai(`${renderResponseStart(responseDate, url, {})}<error code="x">y</error>${responseEnd}`).request.text).toBe(
      url,
    );
  });
});

describe('a header', () => {
  const header = { identifier: 'oai:an.example.org:a&b', datestamp: '2020-01-01T23:59:59Z', sets: [] };

  test('says that its record is deleted only when it is [R-09] [D-02]', () => {
    expect(renderHeader({ ...header, deleted: true })).toBe(
      '<header status="deleted"><identifier>oai:an.example.org:a&amp;b</identifier><datestamp>2020-01-01T23:59:59Z</datestamp></header>',
    );
    expect(renderHeader({ ...header, sets: ['a', 'b:c'], deleted: false })).toBe(
      '<header><identifier>oai:an.example.org:a&amp;b</identifier><datestamp>2020-01-01T23:59:59Z</datestamp><setSpec>a</setSpec><setSpec>b:c</setSpec></header>',
    );
  });
});

describe('the element of a token', () => {
  test('has its value without a blank round it, or none at the end [T-b] [T-r]', () => {
    expect(renderResumptionToken('abc', 0, 3)).toContain('>abc</resumptionToken>');
    expect(renderResumptionToken('', 2, 3)).toMatch(
      /^<resumptionToken completeListSize="3" cursor="2"(\/>|><\/resumptionToken>)\n$/,
    );
  });
});

import { describe, expect, test } from 'vitest';
import {
  errorSample,
  formatsSample,
  identifySample,
  listIdentifiersSample,
  listRecordsSample,
  listSetsSample,
  payloadSample,
} from './oai-samples.ts';
import { parseOai } from './parse-oai.ts';

describe('parsing an answer', () => {
  test('reads the records of a page, with their metadata as written', () => {
    const answer = parseOai(listRecordsSample);
    expect(answer.responseDate).toBe('2024-05-06T07:08:09Z');
    expect(answer.request).toEqual({
      attributes: { verb: 'ListRecords', metadataPrefix: 'oai_dc' },
      text: 'https://an.example.org/oai',
    });
    expect(answer.verb).toBe('ListRecords');
    expect(answer.records).toEqual([
      {
        identifier: 'oai:an.example.org:1',
        datestamp: '2020-01-01T00:00:00Z',
        deleted: false,
        sets: ['s:t'],
        metadataXml: payloadSample,
      },
      { identifier: 'oai:an.example.org:4', datestamp: '2020-01-03T10:00:00Z', deleted: true, sets: ['s'], metadataXml: null },
    ]);
    expect(answer.resumptionToken).toEqual({ value: 'abc-1', cursor: 0, completeListSize: 3 });
    expect(answer.errors).toEqual([]);
  });

  test('cuts metadata out at the right place after astral characters and CR LF', () => {
    const shifted = listRecordsSample.replace('<responseDate>', '<!-- 😀😀\r\n\r\n -->\r\n<responseDate>');
    expect(parseOai(shifted).records[0]?.metadataXml).toBe(payloadSample);
  });

  test('reads headers alone, and an empty token', () => {
    const answer = parseOai(listIdentifiersSample);
    expect(answer.records.map(({ identifier, metadataXml }) => [identifier, metadataXml])).toEqual([
      ['oai:an.example.org:1', null],
    ]);
    expect(answer.resumptionToken).toEqual({ value: '', cursor: 2, completeListSize: 3 });
  });

  test('reads errors', () => {
    const answer = parseOai(errorSample);
    expect(answer.errors).toEqual([
      { code: 'badVerb', text: 'There is no verb "x".' },
      { code: 'badArgument', text: 'Unknown argument "y".' },
    ]);
    expect([answer.verb, answer.records, answer.resumptionToken, answer.identify]).toEqual([null, [], null, null]);
  });

  test('reads Identify', () => {
    expect(parseOai(identifySample).identify).toMatchObject({
      repositoryName: 'An example',
      baseURL: 'https://an.example.org/oai',
      adminEmails: ['oai@an.example.org'],
      deletedRecord: 'persistent',
      granularity: 'YYYY-MM-DDThh:mm:ssZ',
      compressions: ['gzip'],
      descriptions: [expect.stringMatching(/^<oai-identifier .*<\/oai-identifier>$/)],
    });
  });

  test('reads sets and formats', () => {
    expect(parseOai(listSetsSample).sets).toEqual([
      { setSpec: 's', setName: 'S' },
      { setSpec: 's:t', setName: 'T' },
    ]);
    expect(parseOai(formatsSample).formats.map(({ metadataPrefix }) => metadataPrefix)).toEqual(['oai_dc']);
  });

  test.each([
    ['an unbound prefix', listRecordsSample.replace('xmlns:dc=', 'xmlns:dcx=')],
    ['an entity that nobody declared', listRecordsSample.replace('&amp;', '&nbsp;')],
    ['an answer that was cut off', listRecordsSample.slice(0, -30)],
    ['something after the end', `${listRecordsSample}<br/>`],
    ['a page for people', '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['nothing', ''],
  ])('refuses %s', (_, xml) => {
    expect(() => parseOai(xml)).toThrow();
  });
});

import { describe, expect, test } from 'vitest';
import { checkRules, type RuleExpectation } from './oai-rules.ts';
import {
  deletedHeaderSample,
  errorSample,
  formatsSample,
  identifySample,
  listIdentifiersSample,
  listRecordsSample,
  listSetsSample,
  liveHeaderSample,
  payloadSample,
} from './oai-samples.ts';
import { needsSchemas, validateXml } from './xsd.ts';

const samples = { errorSample, formatsSample, identifySample, listIdentifiersSample, listRecordsSample, listSetsSample };
const known: RuleExpectation = { baseUrl: 'https://an.example.org/oai', granularity: 'YYYY-MM-DDThh:mm:ssZ' };

/** The rows broken when `part` of the sample becomes `broken`. */
function rowsOf(sample: string, part: string | RegExp, broken: string, expectation: RuleExpectation = known): string[] {
  const changed = sample.replace(part, broken);
  expect(changed, 'the sample holds what is to be broken').not.toBe(sample);
  return [...new Set(checkRules(changed, expectation).map((fault) => fault.slice(0, fault.indexOf(':'))))];
}

describe('the rules', () => {
  test.each(Object.entries(samples))('find nothing wrong with %s', (_, sample) => {
    expect(checkRules(sample, known)).toEqual([]);
  });

  test('know the arguments that an answer must echo', () => {
    const args = { verb: 'ListRecords', metadataPrefix: 'oai_dc' };
    expect(checkRules(listRecordsSample, { ...known, arguments: args })).toEqual([]);
    expect(checkRules(listRecordsSample, { ...known, arguments: { ...args, set: 's' } })).toEqual([
      'X-10: set was "s" and is echoed as undefined',
    ]);
  });

  test('give one line when an answer is not well-formed', () => {
    expect(checkRules(listRecordsSample.slice(0, 700))).toEqual([expect.stringMatching(/^X-01: not well-formed: /)]);
    expect(checkRules('')).toEqual(['X-02: starts with ""', expect.stringMatching(/^X-01: /)]);
  });
});

describe('a broken envelope', () => {
  test.each([
    ['X-02', 'a blank line before the declaration', /^/, '\n'],
    ['X-02', 'another declaration', '"UTF-8"', '"utf-8"'],
    ['X-02', 'a byte order mark', /^/, '\uFEFF'],
    ['X-03', 'a root without xsi:schemaLocation', 'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ ', 'xsi:other="'],
    ['X-03', 'another root', /OAI-PMH (.*)<\/OAI-PMH>/s, 'OAI $1</OAI>'],
    [
      'X-04',
      'https in the schema location',
      'http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd',
      'https://www.openarchives.org/OAI/2.0/OAI-PMH.xsd',
    ],
    ['X-04', 'another schema first', 'schemaLocation="', 'schemaLocation="urn:x urn:x.xsd '],
    ['X-07', 'a fraction in responseDate', '07:08:09Z', '07:08:09.123Z'],
    ['X-07', 'an offset in responseDate', '07:08:09Z', '07:08:09+01:00'],
    ['X-07', 'a responseDate of no calendar', '2024-05-06T', '2024-02-30T'],
    ['X-09', 'another base URL in request', '>https://an.example.org/oai</request>', '>https://an.example.org/oai/</request>'],
    ['X-23', 'a document type', '<OAI-PMH', '<!DOCTYPE x><OAI-PMH'],
    ['A-11', 'an error beside an answer', '<ListRecords>', '<error code="badArgument">Bad.</error><ListRecords>'],
  ] as const)('[%s] %s', (row, _, part, broken) => {
    expect(rowsOf(listRecordsSample, part, broken)).toContain(row);
  });

  test.each(['&nbsp;', '&eacute;', '&bogus'])('[X-15] the named entity %s', (entity) => {
    expect(checkRules(listRecordsSample.replace('&amp;', entity))).toHaveLength(1);
  });

  test.each(['&#3;', '&#xFFFE;', '&#55349;', '\u0003', '\uFFFE', '&#x110000;'])('[X-16] the forbidden character %j', (text) => {
    expect(checkRules(listRecordsSample.replace('&amp;', text))).toEqual([expect.stringMatching(/^X-01: /)]);
  });

  test('[X-05] a prefixed root', () => {
    const prefixed = errorSample
      .replace('xmlns=', 'xmlns:o=')
      .replaceAll(/<(\/?)(OAI-PMH|request|responseDate|error)/g, '<$1o:$2');
    expect(checkRules(prefixed)).toEqual(['X-05: root is prefixed: o:OAI-PMH']);
  });

  test.each([
    ['X-11', 'attributes beside badVerb', '<request>', '<request verb="Identify">'],
    ['A-10', 'an error without text', 'There is no verb "x".', ' '],
    ['A-11', 'a code of no specification', 'badArgument', 'badGranularity'],
    ['X-06', 'neither an error nor an answer', /<error.*error>/, ''],
    ['H-04', 'a query in the base URL', 'org/oai<', 'org/oai?x<'],
  ] as const)('[%s] %s', (row, _, part, broken) => {
    expect(rowsOf(errorSample, part, broken)).toContain(row);
  });
});

describe('a broken Identify', () => {
  test.each([
    ['I-01', 'no name', 'An example', ' '],
    ['I-04', 'mailto: in the address', '>oai@', '>mailto:oai@'],
    ['I-04', 'no address', 'oai@an.example.org', 'oai@localhost'],
    ['X-09', 'a baseURL unlike request', '<baseURL>https:', '<baseURL>http:'],
    ['I-09', 'a day where seconds are declared', '2020-01-01T00:00:00Z', '2020-01-01'],
    ['I-09', 'another granularity than expected', '<granularity>YYYY-MM-DDThh:mm:ssZ', '<granularity>YYYY-MM-DD'],
    ['D-17', 'an earliest datestamp in the future', '2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z'],
    ['I-11', 'identity as a compression', 'gzip', 'identity'],
    ['I-13', 'two oai-identifiers', /(<description>.*<\/description>)/, '$1$1'],
    [
      'X-21',
      'a description that leans on the root',
      ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai-i',
      ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai-i',
    ],
  ] as const)('[%s] %s', (row, _, part, broken) => {
    expect(rowsOf(identifySample, part, broken)).toContain(row);
  });
});

describe('a broken record', () => {
  test.each([
    ['D-02', 'a fraction in a datestamp', 'T00:00:00Z', 'T00:00:00.5Z'],
    ['D-02', 'an offset in a datestamp', 'T00:00:00Z', 'T00:00:00+02:00'],
    ['D-02', 'a day with a zone', '2020-01-01T00:00:00Z', '2020-01-01Z'],
    ['D-02', 'a day among seconds', '2020-01-01T00:00:00Z', '2020-01-01'],
    ['D-17', 'a datestamp in the future', '2020-01-01', '2025-01-01'],
    ['S-03', 'a set beside its descendant', '<setSpec>s:t', '<setSpec>s</setSpec><setSpec>s:t'],
    ['S-03', 'a set twice', '<setSpec>s:t', '<setSpec>s:t</setSpec><setSpec>s:t'],
    ['U-01', 'a blank in an identifier', 'org:1<', 'org: 1<'],
    ['U-01', 'an empty identifier', 'oai:an.example.org:1', ''],
    ['R-14', 'the same record twice', 'org:4', 'org:1'],
    ['K-04', 'metadata on a deleted record', deletedHeaderSample, `${deletedHeaderSample}<metadata>${payloadSample}</metadata>`],
    ['K-04', 'about on a deleted record', deletedHeaderSample, `${deletedHeaderSample}<about><a xmlns="urn:a"/></about>`],
    ['G-08', 'a live record without metadata', /<metadata>.*<\/metadata>/, ''],
    ['X-22', 'nothing in metadata', payloadSample, ''],
    ['X-22', 'two elements in metadata', payloadSample, `${payloadSample}${payloadSample}`],
    ['X-22', 'an empty oai_dc:dc', /<dc:title>.*<\/dc:date>/, ''],
    [
      'X-20',
      'another namespace',
      'oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"',
      'oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc"',
    ],
    ['X-20', 'another root element', /oai_dc:dc\b/g, 'oai_dc:dublincore'],
    ['X-20', 'another schema', '2.0/oai_dc.xsd', '2.0/other.xsd'],
    ['X-20', 'no schema', /xsi:schemaLocation="[^"]*oai_dc.xsd"/, ''],
    ['X-21', 'xsi declared on the root only', / xmlns:xsi="[^"]*"( xsi:schemaLocation="[^"]*oai_dc.xsd")/, '$1'],
  ] as const)('[%s] %s', (row, _, part, broken) => {
    expect(rowsOf(listRecordsSample, part, broken)).toContain(row);
  });

  test('[D-02] datestamps of another granularity than expected', () => {
    expect(checkRules(listIdentifiersSample, { granularity: 'YYYY-MM-DD' })).toHaveLength(1);
  });

  test('[X-20] a format that is not the expected one', () => {
    const format = { schema: 'http://x.example.org/x.xsd', metadataNamespace: 'http://x.example.org/' };
    expect(checkRules(listRecordsSample, { format })).toHaveLength(2);
  });

  test('[X-21] a payload in the default namespace of the root', () => {
    const bare = '<dc xmlns:x="urn:x"><x:y/></dc>';
    expect(rowsOf(listRecordsSample, payloadSample, bare)).toContain('X-21');
  });
});

describe('a broken list', () => {
  test.each([
    ['T-r', 'a blank round the token', 'abc-1<', ' abc-1<'],
    ['T-r', 'a token with reserved characters', 'abc-1<', 'abc/+1=<'],
    ['T-p', 'a completeListSize of 0', 'completeListSize="3"', 'completeListSize="0"'],
    ['T-p', 'an empty completeListSize', 'completeListSize="3"', 'completeListSize=""'],
    ['T-p', 'more promised when all are delivered', 'completeListSize="3"', 'completeListSize="2"'],
    ['T-p', 'more delivered than there are', 'completeListSize="3"', 'completeListSize="1"'],
    ['T-q', 'a cursor that is no number', 'cursor="0"', 'cursor="x"'],
    ['T-t', 'the token that was sent', 'metadataPrefix="oai_dc"', 'resumptionToken="abc-1"'],
    ['T-u', 'a token alone', /<record>.*<\/record>/, ''],
    ['T-c', 'an empty token on a complete list', 'abc-1', ''],
  ] as const)('[%s] %s', (row, _, part, broken) => {
    expect(rowsOf(listRecordsSample, part, broken)).toContain(row);
  });

  test.each([
    ['L-01', 'a set without a name', '>S<', '> <'],
    ['S-02', 'a set twice', 's:t', 's'],
    ['L-03', 'a set without its parent', 's:t', 'u:t'],
  ] as const)('[%s] %s', (row, _, part, broken) => {
    expect(rowsOf(listSetsSample, part, broken)).toContain(row);
  });

  test.each([
    ['F-03', 'oai_dc with https', '<schema>http:', '<schema>https:'],
    ['F-03', 'no oai_dc', '>oai_dc<', '>mods<'],
    ['F-07', 'the reserved prefix', '>oai_dc<', '>all<'],
    ['F-08', 'a blank in the schema', 'oai_dc.xsd<', 'oai_dc.xsd x<'],
  ] as const)('[%s] %s', (row, _, part, broken) => {
    expect(rowsOf(formatsSample, part, broken)).toContain(row);
  });
});

needsSchemas('the XML schemas', () => {
  test('accept every sample', () => {
    expect(validateXml(Object.entries(samples).map(([name, xml]) => ({ name, xml })))).toEqual([]);
  });

  test('are blind to what the rules see', () => {
    const blind = listRecordsSample.replace('T00:00:00Z', 'T00:00:00.5Z').replace(/<metadata>.*<\/metadata>/, '');
    expect(validateXml([{ name: 'blind', xml: blind }])).toEqual([]);
    expect(checkRules(blind)).not.toEqual([]);
  });

  test('name the document and the fault, among many', () => {
    const documents = Array.from({ length: 1100 }, (_, index) => ({ name: `page ${index}`, xml: errorSample }));
    documents[7] = { name: 'page 7', xml: errorSample.replace('badVerb', 'badGranularity') };
    documents[1099] = { name: 'page 1099', xml: '<not-closed>' };
    const faults = validateXml(documents);
    expect(faults.filter((fault) => fault.startsWith('page 7: ')).join()).toContain('badGranularity');
    expect(faults.filter((fault) => !fault.startsWith('page 7: ')).every((fault) => fault.startsWith('page 1099: '))).toBe(true);
    expect(faults).toHaveLength(2);
  });

  test('refuse a driver that does not exist', () => {
    expect(() => validateXml([{ name: 'x', xml: errorSample }], 'nosuch')).toThrow('xmllint failed');
  });
});

test('a header alone is no answer', () => {
  expect(checkRules(liveHeaderSample)).toContain('X-03: root is {}header');
});

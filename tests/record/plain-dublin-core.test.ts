import { describe, expect, test } from 'vitest';
import { parseRecord } from '../../src/record/parse-record.ts';
import type { ArticleRecord } from '../../src/record/record.ts';

function recordOf(metadata: unknown): ArticleRecord {
  const parsed = parseRecord(metadata);
  if (!parsed.ok) throw new Error(parsed.problems.join('; '));
  return parsed.record;
}

describe('plain Dublin Core', () => {
  test('fills the fields that the other formats read', () => {
    const dc = {
      title: [{ value: 'Tides', lang: 'en' }],
      creator: 'Pithouse, A.',
      date: ['c. 1850', '2012-05'],
      identifier: ['J. Tides 7', 'doi:10.5555/a', 'http://example.org/1', 'ISSN 2434-561x'],
      source: 'Journal of Tides',
      type: ['text', 'article'],
      rights: ['info:eu-repo/semantics/openAccess', 'CC BY 4.0'],
      relation: ['see also', 'https://example.org/2'],
      language: 'eng',
    };
    expect(recordOf({ dc })).toMatchObject({
      titles: [{ title: 'Tides', lang: 'en' }],
      creators: [{ name: 'Pithouse, A.', familyName: 'Pithouse', givenName: 'A.', nameIdentifiers: [], affiliation: [] }],
      dates: [{ date: '2012-05', dateType: 'Issued' }],
      publicationYear: 2012,
      doi: '10.5555/a',
      url: 'http://example.org/1',
      identifiers: [{ identifier: 'J. Tides 7' }],
      container: { title: 'Journal of Tides', identifier: '2434-561X', identifierType: 'ISSN' },
      accessRights: 'open',
      rightsList: [{ rightsIdentifier: 'CC-BY-4.0' }],
      relatedIdentifiers: [{ relatedIdentifier: 'https://example.org/2', relatedIdentifierType: 'URL' }],
      language: 'eng',
    });
  });

  test('gives way to the fields that are given beside it', () => {
    expect(recordOf({ title: 'A', dc: { title: 'B', creator: 'C' } })).toMatchObject({
      titles: [{ title: 'A' }],
      creators: [{ name: 'C' }],
    });
  });

  test('without a title only adds to the fields, since oai_dc would have none', () => {
    const record = recordOf({ title: 'A', dc: { creator: 'C' } });
    expect(record).toMatchObject({ titles: [{ title: 'A' }], creators: [{ name: 'C' }] });
    expect(record.dc).toBe(undefined);
  });

  test('may have its elements under the prefix that XML gives them', () => {
    expect(recordOf({ dc: { 'dc:title': 'A' } }).dc).toEqual({ title: [{ value: 'A' }] });
  });
});

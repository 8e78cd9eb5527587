import { describe, expect, test } from 'vitest';
import { parseRecord } from '../../src/record/parse-record.ts';

const parse = (metadata: object) => {
  const parsed = parseRecord({ title: 'T', ...metadata });
  return parsed.ok ? { record: parsed.record, told: parsed.unknownFields } : { problems: parsed.problems };
};

describe('A part of a list that says nothing', () => {
  test.each([
    ['titles', { titles: [{ title: 'A' }, { title: ' ', lang: 'de' }] }, 'titles[2]', [{ title: 'T' }, { title: 'A' }]],
    ['dates', { dates: [{ dateType: 'Accepted' }] }, 'dates[0]', []],
    ['subjects', { subjects: [{ subject: '', subjectScheme: 'DDC' }, 'Seas'] }, 'subjects[0]', [{ subject: 'Seas' }]],
    ['descriptions', { descriptions: { description: null, descriptionType: 'Abstract' } }, 'descriptions[0]', []],
    ['identifiers', { identifiers: [{ identifierType: 'Handle' }] }, 'identifiers[0]', []],
    [
      'relatedIdentifiers',
      { relatedIdentifiers: [{ relationType: 'Cites', relatedIdentifierType: 'DOI' }] },
      'relatedIdentifiers[0]',
      [],
    ],
    ['coverage', { geoLocations: [{ geoLocationPoint: { pointLatitude: 1 } }] }, 'coverage[0]', []],
  ])('of %s is left out and told of, and the record is one', (field, metadata, path, kept) => {
    const { record, told } = parse(metadata);
    expect(told).toEqual([path]);
    expect((record as unknown as Record<string, unknown>)[field]).toEqual(kept);
  });

  test('of plain Dublin Core is left out, too', () => {
    const { record, told } = parse({
      dc: { title: 'T', contributor: [{ value: '', lang: 'de' }], subject: [{ lang: 'en' }, 'Seas'] },
    });
    expect(told).toEqual(['dc.contributor[0]', 'dc.subject[0]']);
    expect(record?.dc).toEqual({ title: [{ value: 'T' }], subject: [{ value: 'Seas' }] });
  });

  test('leaves a record without a title none', () => {
    expect(parseRecord({ titles: [{ title: '', lang: 'de' }] })).toMatchObject({
      ok: false,
      problems: ['a record needs a title'],
    });
  });

  test.each([
    [{ identifiers: [{ identifer: '1' }] }, 'identifiers[0].identifier: expected text, found nothing'],
    [{ subjects: [{ classificationCode: '551' }] }, 'subjects[0].subject: expected text, found nothing'],
    [{ fundingReferences: [{ awardNumber: '1' }] }, 'fundingReferences[0].funderName: expected text, found nothing'],
  ])('is not one that says something under another name: %j', (metadata, problem) => {
    expect(parse(metadata).problems).toEqual([problem]);
  });
});

import { describe, expect, test } from 'vitest';
import { parseRecord } from '../../src/record/parse-record.ts';
import type { ArticleRecord } from '../../src/record/record.ts';

function recordOf(metadata: unknown): ArticleRecord {
  const parsed = parseRecord(metadata);
  if (!parsed.ok) throw new Error(parsed.problems.join('; '));
  return parsed.record;
}

/** The record of some metadata beside a title. */
function withTitle(metadata: Readonly<Record<string, unknown>>): ArticleRecord {
  return recordOf({ title: 'Tides', ...metadata });
}

function problemsOf(metadata: unknown): readonly string[] {
  const parsed = parseRecord(metadata);
  return parsed.ok ? [] : parsed.problems;
}

const pithouse = {
  name: 'Pithouse, A.',
  familyName: 'Pithouse',
  givenName: 'A.',
  nameIdentifiers: [],
  affiliation: [],
};

describe('titles', () => {
  test.each([['Tides'], [['Tides']], [{ title: 'Tides' }], [{ value: ' Tides ' }], [[null, '', { title: 'Tides' }, ' ']]])(
    'are understood as %j',
    (title) => {
      expect(recordOf({ title }).titles).toEqual([{ title: 'Tides' }]);
      expect(recordOf({ titles: title }).titles).toEqual([{ title: 'Tides' }]);
    },
  );

  test.each([
    [{}],
    [null],
    [{ title: null }],
    [{ title: '' }],
    [{ title: [' ', '\u00A0\u200B'] }],
    [{ titles: [{ title: '\u0000\uFFFE' }] }],
    [{ title: '\uD83D' }],
  ])('are needed: %j', (metadata) => {
    expect(problemsOf(metadata)).toEqual(['a record needs a title']);
  });

  test('come in the order of their kind, whatever the order of the keys, which jsonb does not keep', () => {
    const titles = [{ title: 'A' }, { title: 'B', titleType: 'Subtitle' }];
    expect(recordOf({ title: 'A', subtitle: 'B' }).titles).toEqual(titles);
    expect(recordOf({ subtitle: 'B', title: 'A' }).titles).toEqual(titles);
  });
});

describe('people', () => {
  test.each([
    [{ creators: 'Pithouse, A.' }],
    [{ creator: ['Pithouse, A.'] }],
    [{ authors: [{ name: 'Pithouse, A.' }] }],
    [{ author: { literal: 'Pithouse, A.' } }],
    [{ Authors: { given: 'A.', family: 'Pithouse' } }],
    [{ authors: [{ first_name: 'A.', last_name: 'Pithouse' }] }],
  ])('are understood as %j', (metadata) => {
    expect(withTitle(metadata).creators).toEqual([pithouse]);
  });

  test('in one text are separated by semicolons', () => {
    expect(withTitle({ authors: 'Pithouse, A.; Hall, C.;' }).creators.map(({ name }) => name)).toEqual([
      'Pithouse, A.',
      'Hall, C.',
    ]);
    expect(withTitle({ authors: 'M&uuml;ller, A.' }).creators.map(({ name }) => name)).toEqual(['M&uuml;ller, A.']);
  });

  test('are not taken apart by guess', () => {
    const names = ['Zhang Wei', 'King, Martin Luther, Jr.', 'Acme, Inc.', ', A.'];
    for (const person of withTitle({ authors: names }).creators) expect(person.familyName).toBe(undefined);
  });

  test('have their ORCID iD as an address, and their affiliation as an object', () => {
    const [person] = withTitle({ authors: [{ name: 'A', orcid: '0000-0002-1825-009x', affiliation: 'Shore' }] }).creators;
    expect(person?.nameIdentifiers).toEqual([
      { nameIdentifier: 'https://orcid.org/0000-0002-1825-009X', nameIdentifierScheme: 'ORCID' },
    ]);
    expect(person?.affiliation).toEqual([{ name: 'Shore' }]);
  });
});

describe('dates', () => {
  test.each([
    ['2012', '2012'],
    [2012, '2012'],
    ['2012/05/7', '2012-05-07'],
    ['7.5.2012', '2012-05-07'],
    ['7 May 2012', '2012-05-07'],
    ['Sept. 2012', '2012-09'],
    ['May 7, 2012', '2012-05-07'],
    ['2012-05-07 10:11:12.5+00', '2012-05-07'],
    ['2012-05-07T10:11:12Z', '2012-05-07T10:11:12Z'],
    ['2010/2012', '2010/2012'],
    ['2000-02-29', '2000-02-29'],
  ])('%j are issued on %s', (date, expected) => {
    expect(withTitle({ date }).dates).toEqual([{ date: expected, dateType: 'Issued' }]);
  });

  test.each(['2012-02-30', '1900-02-29', '2012-13', 'May', '05/06/2012', 'Marcel 2012', '12', '2012-05-07T25:00:00Z'])(
    '%s is none',
    (date) => {
      expect(problemsOf({ title: 'A', date })).toEqual([
        `dates[0].date: expected a date such as 2012, 2012-05 or 2012-05-17, found "${date}"`,
      ]);
    },
  );

  test('give the year of publication, unless it is given', () => {
    expect(withTitle({ date: '2012-05' }).publicationYear).toBe(2012);
    expect(withTitle({ date: '2012-05', year: '2011' }).publicationYear).toBe(2011);
  });
});

describe('identifiers', () => {
  test.each([
    '10.5555/a',
    'doi:10.5555/a',
    'DOI: 10.5555/a',
    'https://doi.org/10.5555/a',
    'http://dx.doi.org/10.5555/a',
    'doi.org/10.5555/a',
    'info:doi/10.5555/a',
  ])('take %s for a DOI', (doi) => {
    expect(withTitle({ doi }).doi).toBe('10.5555/a');
    expect(withTitle({ identifier: doi })).toMatchObject({ doi: '10.5555/a', identifiers: [] });
  });

  test('show their kind', () => {
    const identifiers = ['https://example.org/1', 'arXiv:0704.0046', 'http://hdl.handle.net/1/2', 'x-1', 'https://example.org/2'];
    expect(withTitle({ identifier: identifiers, pmid: 12 })).toMatchObject({
      url: 'https://example.org/1',
      identifiers: [
        { identifier: '0704.0046', identifierType: 'arXiv' },
        { identifier: '1/2', identifierType: 'Handle' },
        { identifier: 'x-1' },
        { identifier: 'https://example.org/2', identifierType: 'URL' },
        { identifier: '12', identifierType: 'PMID' },
      ],
    });
  });
});

test('a journal is put together from the fields that people write', () => {
  const container = {
    title: 'Journal of social work',
    volume: '12',
    issue: '2',
    firstPage: '158',
    lastPage: '178',
    identifier: '1468-0173',
    identifierType: 'ISSN',
  };
  const flat = { journal: 'Journal of social work', volume: 12, issue: 2, pages: 'pp. 158–178', issn: '14680173' };
  expect(withTitle(flat).container).toEqual(container);
  expect(
    withTitle({ journal: { name: 'Journal of social work', vol: '12', number: '2', page: '158-178', issn: '1468-0173' } })
      .container,
  ).toEqual(container);
  expect(withTitle({ container }).container).toEqual(container);
  expect(withTitle({ ...flat, issn: ['1468-0173', '1741-296x'] }).relatedIdentifiers).toEqual([
    { relatedIdentifier: '1741-296X', relatedIdentifierType: 'ISSN', relationType: 'IsPublishedIn' },
  ]);
});

test('keywords in one text are several, subjects in one text are one', () => {
  expect(withTitle({ keywords: 'Child protection, ICS, Risk.' }).subjects.map(({ subject }) => subject)).toEqual([
    'Child protection',
    'ICS',
    'Risk',
  ]);
  expect(withTitle({ keywords: 'Risk, social; Trust' }).subjects.map(({ subject }) => subject)).toEqual([
    'Risk, social',
    'Trust',
  ]);
  expect(withTitle({ subject: 'Risk, social; Trust' }).subjects.map(({ subject }) => subject)).toEqual(['Risk, social; Trust']);
});

describe('rights', () => {
  test.each([
    ['CC BY 4.0', 'CC-BY-4.0', 'https://creativecommons.org/licenses/by/4.0/'],
    ['CC-BY-NC-SA-3.0', 'CC-BY-NC-SA-3.0', 'https://creativecommons.org/licenses/by-nc-sa/3.0/'],
    ['CC0', 'CC0-1.0', 'https://creativecommons.org/publicdomain/zero/1.0/'],
    ['http://creativecommons.org/licenses/by/2.5', 'CC-BY-2.5', 'http://creativecommons.org/licenses/by/2.5'],
  ])('know the licence %s', (license, rightsIdentifier, rightsUri) => {
    expect(withTitle({ license }).rightsList).toMatchObject([{ rightsIdentifier, rightsUri }]);
  });

  test('do not make up the version of a licence', () => {
    expect(withTitle({ license: 'CC BY' }).rightsList).toEqual([{ rights: 'CC BY' }]);
  });

  test.each([
    'open',
    'Open Access',
    'openAccess',
    'info:eu-repo/semantics/openAccess',
    'http://purl.org/coar/access_right/c_abf2',
  ])('take %s for open access', (text) => {
    expect(withTitle({ rights: text })).toMatchObject({ accessRights: 'open', rightsList: [] });
    expect(withTitle({ accessRights: text }).accessRights).toBe('open');
  });
});

describe('problems', () => {
  test.each([
    [{ title: 12 }, 'titles[0].title: expected text, found a number (12)'],
    [{ title: 'A', creators: [{ name: { a: 1 } }] }, 'creators[0].name: expected text, found an object'],
    [{ title: 'A', creators: [{ orcid: 'x' }] }, 'creators[0].name: expected text, found nothing'],
    [
      { title: 'A', accessRights: 'secret' },
      'accessRights: expected one of open, embargoed, restricted, metadata only, found "secret"',
    ],
    [
      { title: 'A', url: 'www.example.org' },
      'url: expected a web address that begins with http:// or https:// and has no spaces, found "www.example.org"',
    ],
    [{ title: 'A', doi: 'n/a' }, 'doi: expected a DOI such as 10.1000/182, found "n/a"'],
    [{ title: 'A', year: 'soon' }, 'publicationYear: expected a year such as 2012, found "soon"'],
    [
      { title: 'A', files: [{ url: 'https://a.org', size: -1 }] },
      'files[0].size: expected a whole number of bytes, found a number (-1)',
    ],
    [{ dc: ['x'] }, 'dc: expected an object with named fields, found a list'],
    ['text', 'the record: expected an object with named fields, found "text"'],
  ])('of %j name the field, what it may hold and what it does', (metadata, problem) => {
    expect(problemsOf(metadata)).toContain(problem);
  });

  test('shorten what they found', () => {
    const [problem] = problemsOf({ title: 'A', doi: `${'x'.repeat(1_000_000)}\n` });
    expect(problem?.length).toBeLessThan(150);
  });
});

test('fields that nobody reads are named by their path, at most twenty', () => {
  const parsed = parseRecord({
    title: { title: 'A', colour: 'red' },
    tittle: 'B',
    authors: [{ name: 'C', email: 'x' }],
    empty: '',
  });
  expect(parsed).toMatchObject({ unknownFields: ['tittle', 'titles[0].colour', 'creators[0].email'] });
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`x${index}`, 1]));
  expect(parseRecord({ title: 'A', ...many })).toMatchObject({ unknownFields: { length: 20 } });
});

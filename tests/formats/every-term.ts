import {
  accessLevels,
  contributorTypes,
  dateTypes,
  descriptionTypes,
  nameTypes,
  relationTypes,
  resourceTypes,
  titleTypes,
} from '../../src/record/vocabulary.ts';

const containers = [
  { title: 'Tides', type: 'Journal', volume: 1, issue: 2, pages: '3-4', issn: ['2049-3630', '2434-561X'] },
  { title: 'All tides', type: 'Book', isbn: '978-3-16-148410-0', edition: '2nd', page: 'e1' },
  { title: 'Tidal studies', type: 'Series', volume: 7, issn: '2434-561X' },
  { type: 'Journal' },
];

const schemes = ['LCSH', 'MeSH', 'GND', 'DDC', 'LCC', 'UDC', 'MSC', 'RVK', 'House list'];

const allTerms = {
  titles: [{ title: 'Tides' }, ...titleTypes.map((titleType) => ({ title: titleType, titleType }))],
  creators: [
    { name: 'Nobody', nameIdentifiers: [{ nameIdentifier: '0000 0001', nameIdentifierScheme: 'ISNI' }] },
    ...nameTypes.map((nameType) => ({ name: 'Somebody', nameType, affiliation: ['One', 'Two'] })),
    { family: 'Stone', orcid: '0000-0002-1825-0097' },
    { given: 'Ana' },
  ],
  contributors: contributorTypes.map((contributorType) => ({ name: 'Reed, C.', contributorType })),
  dates: dateTypes.map((dateType) => ({ date: '2012-05/2013', dateType, dateInformation: 'perhaps' })),
  descriptions: descriptionTypes.map((descriptionType) => ({ description: descriptionType, descriptionType, lang: 'fr' })),
  subjects: schemes.map((subjectScheme) => ({
    subject: 'Tides',
    subjectScheme,
    classificationCode: '5',
    valueUri: 'https://a.org/5',
  })),
  relatedIdentifiers: [...relationTypes, undefined].flatMap((relationType) =>
    ['DOI', 'ISSN', 'ISBN', 'URL', 'Own'].map((relatedIdentifierType) => ({
      relatedIdentifier: relatedIdentifierType === 'URL' ? 'https://a.org/1' : '10.5555/1',
      relatedIdentifierType,
      ...(relationType === undefined ? {} : { relationType }),
    })),
  ),
  identifiers: ['DOI', 'Handle', 'ISSN', 'ISBN', 'URN', 'ARK', 'PMID', 'Own'].map((identifierType) => ({
    identifier: '10.5555/1',
    identifierType,
  })),
  language: 'cmn',
  otherLanguages: ['en', 'pt-BR', 'Old Tidal', 'German'],
  formats: ['application/pdf', 'paper', 'text/csv; charset=utf-8'],
  sizes: ['19 pages', '2 MB'],
  coverage: ['North Sea', '1850'],
  license: ['CC BY 4.0', 'https://example.org/licence', { rightsIdentifier: 'CC0-1.0' }],
};

/** Metadata that between it has each term of each vocabulary, for formats that write each in its own way. */
export const everyTerm: readonly Readonly<Record<string, unknown>>[] = resourceTypes.map((resourceTypeGeneral, index) => ({
  ...allTerms,
  types: { resourceTypeGeneral },
  accessRights: accessLevels[index % accessLevels.length],
  embargoEndDate: index % 2 === 0 ? '2031' : '2031-01-01',
  ...(index % 5 === 4 ? {} : { container: containers[index % 5] }),
  ...(index % 3 === 0 ? {} : { files: ['https://a.org/1.pdf'] }),
}));

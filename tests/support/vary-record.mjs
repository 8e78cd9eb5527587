/*
 * What articles of one journal lack: theses, data sets, chapters, plain Dublin Core; files, grants, embargoes, dates of acceptance; and values as odd as people's
 * catalogues have them. The formats that only some records have are seen at work with these alone.
 */

const months = ['2019-03', '2020-11-30', '2021', '2022-06-15', '2023-01-09'];
const levels = ['Doctoral', 'Masters', 'Bachelors'];
const degrees = ['PhD', 'Dr. rer. nat.', 'MA', 'Lic.', 'BSc (Hons)'];
const oddLanguages = ['en_GB', 'Deutsch', 'xx-unheard-of', 'zh-Hant', 'ger', 'de-1996', ''];
const oddTexts = [
  'Bell \u0007 and \u0000 nul',
  'half a \ud83d character',
  ']]> & <b>bold</b> &amp; &#x1F600;',
  'עברית and العربية and 日本語',
  'line\r\nbreak\tand\u0085next\u2028line',
  '\ufffe\uffff and \u{1f3fd}',
];
const oddAddresses = [
  'https://example.org/a+path?q=[1]&r={2}',
  'https://example.org/müller/über',
  'https://example.org/100%',
  'http://[2001:db8::1]:8080/x#y#z',
  'https://example.org/a|b\\c^d`e',
];

const kinds = [
  {
    share: 0.05,
    change: (metadata, { pick }) => {
      const { container: _, ...rest } = metadata;
      return {
        ...rest,
        types: { resourceTypeGeneral: 'Dissertation', resourceType: pick(['PhD thesis', 'Master thesis', 'Dissertation']) },
        thesis: {
          degreeName: pick(degrees),
          degreeLevel: pick(levels),
          discipline: 'Geography & Planning',
          institution: 'University of Example',
          dateAccepted: pick(months),
        },
        contributors: [{ familyName: 'Sørensen', givenName: 'Ingrid', contributorType: 'Supervisor' }],
      };
    },
  },
  {
    share: 0.05,
    change: (metadata) => ({
      ...metadata,
      types: { resourceTypeGeneral: 'Dataset', resourceType: 'Survey data' },
      version: '1.2',
      sizes: ['15 files', '3.2 MB'],
      formats: ['text/csv', 'application/zip'],
      coverage: [{ coverage: 'Øresund' }, { coverage: '1850/1914' }],
    }),
  },
  {
    share: 0.05,
    change: (metadata) => ({
      ...metadata,
      types: { resourceTypeGeneral: 'BookChapter' },
      container: {
        title: 'A Handbook of < and >',
        type: 'Book',
        edition: '2nd',
        firstPage: 'xii',
        identifier: '978-3-16-148410-0',
        identifierType: 'ISBN',
      },
      contributors: [{ name: 'Müller & Söhne', nameType: 'Organizational', contributorType: 'Editor' }],
    }),
  },
  {
    share: 0.03,
    change: ({ titles, creators, dates, doi }) => ({
      dc: {
        title: titles.map(({ title, lang }) => ({ value: title, lang })),
        creator: creators.map(({ familyName, givenName }) => `${familyName}, ${givenName}`),
        date: dates.map(({ date }) => date),
        identifier: [`https://doi.org/${doi}`, 'Journal of Tests, vol. 3, pp. 1–9'],
        type: ['article', 'info:eu-repo/semantics/publishedVersion'],
        rights: 'info:eu-repo/semantics/openAccess',
      },
    }),
  },
  { share: 0.02, change: ({ titles }) => ({ title: titles[0].title }) },
];

const additions = [
  [0.33, (metadata, { pick }) => ({ dates: [...(metadata.dates ?? []), { date: pick(months), dateType: 'Accepted' }] })],
  [
    0.5,
    ({ url }, { maybe }) => ({
      files: [
        { url: `${url}/article.pdf`, name: 'article.pdf', mimeType: 'application/pdf', size: 482_113 },
        ...(maybe(0.2) ? [{ url: `${url}/data%20set.zip?a=1&b=2`, description: 'Supplement & data' }] : []),
      ],
    }),
  ],
  [
    0.2,
    (_, { maybe }) => ({
      fundingReferences: [
        maybe(0.5)
          ? {
              funderName: 'European Commission',
              fundingStream: 'H2020',
              awardNumber: '643410',
              awardTitle: 'Testing & Reporting',
              funderIdentifier: 'https://doi.org/10.13039/501100000780',
              funderIdentifierType: 'Crossref Funder ID',
            }
          : { funderName: 'Stiftung für Beispiele' },
      ],
    }),
  ],
  [0.05, (_, { pick }) => ({ accessRights: 'embargoed', embargoEndDate: pick(['2031-01-01', '2030', '2029-05']) })],
  [
    0.2,
    (_, { pick }) => ({
      relatedIdentifiers: [
        {
          relatedIdentifier: '10.5555/other.1',
          relatedIdentifierType: 'DOI',
          relationType: pick(['IsSupplementTo', 'References', 'IsVersionOf', 'HasPart']),
        },
        { relatedIdentifier: pick(['2049-3630', 'arXiv:2101.00001', 'https://example.org/related?a=1&b=2']) },
      ],
    }),
  ],
  [0.2, () => ({ identifiers: [{ identifier: 'hdl:1234/5678', identifierType: 'Handle' }, { identifier: 'rep-42' }] })],
  [
    0.1,
    () => ({
      subjects: [
        { subject: '551.46', subjectScheme: 'DDC', classificationCode: '551.46' },
        { subject: 'Meere', lang: 'de', subjectScheme: 'GND', valueUri: 'https://d-nb.info/gnd/4038308-6' },
        'seas',
      ],
    }),
  ],
  [0.1, (_, { pick }) => ({ version: pick(['published', 'accepted', 'submitted', '3']), peerReviewed: pick([true, false]) })],
  [0.03, (_, { pick }) => ({ language: pick(oddLanguages), otherLanguages: [pick(oddLanguages)] })],
  [
    0.03,
    (_, { pick }) => ({
      titles: [
        { title: `Odd: ${pick(oddTexts)}`, lang: pick(oddLanguages) },
        { title: pick(oddTexts), titleType: 'Subtitle' },
      ],
      descriptions: [{ description: pick(oddTexts), descriptionType: 'TableOfContents', lang: 'x y' }],
    }),
  ],
  [
    0.03,
    (_, { pick }) => ({
      url: pick(oddAddresses),
      rightsList: [{ rights: 'All rights < reserved >', rightsUri: pick(oddAddresses) }],
    }),
  ],
  [
    0.02,
    (_, { pick }) => ({
      dates: [{ date: pick(['2010/2012', '-0044-03-15', '2021-02-28T23:59:59+02:00', '0999']), dateType: 'Issued' }],
    }),
  ],
];

/**
 * Makes a record of that metadata another kind of thing, or one of which more is known.
 *
 * @param random gives numbers from 0 to 1, the same ones for the same record
 */
export function varyRecord(metadata, random) {
  const dice = { maybe: (chance) => random() < chance, pick: (list) => list[Math.floor(random() * list.length)] };
  let thrown = random();
  const kind = kinds.find(({ share }) => {
    thrown -= share;
    return thrown < 0;
  });
  let varied = kind === undefined ? metadata : kind.change(metadata, dice);
  // Plain Dublin Core, and a record of a title alone, stay what they are.
  if (varied.titles === undefined) return varied;
  for (const [share, add] of additions) if (dice.maybe(share)) varied = { ...varied, ...add(varied, dice) };
  return varied;
}

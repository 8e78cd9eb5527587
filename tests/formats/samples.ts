/** Records that between them use every field, made up where nothing says otherwise; each has a golden file per format. */

const full = {
  titles: [
    { title: 'Slow tides & <fast> ones', lang: 'en' },
    { title: 'Langsame Gezeiten', lang: 'de_AT', titleType: 'TranslatedTitle' },
  ],
  creators: [
    {
      givenName: 'Ana María',
      familyName: 'Ñandú',
      orcid: '0000-0002-1825-0097',
      affiliation: [{ name: 'University of the Shore', affiliationIdentifier: 'https://ror.org/000000000' }],
    },
    'Okafor, B.',
    { name: 'Tidal Working Group', nameType: 'Organizational' },
  ],
  contributors: [{ name: 'Reed, C.', contributorType: 'Editor' }],
  supervisors: 'Stone, D.',
  publisher: { name: 'Harbour Press', lang: 'en' },
  dates: [
    { date: '2021-02-03', dateType: 'Submitted' },
    { date: '2021-11', dateType: 'Issued' },
    { date: '1850/1900', dateType: 'Coverage' },
  ],
  subjects: ['Tides', { subject: 'Oceanography', subjectScheme: 'DDC', classificationCode: '551.46', lang: 'en' }],
  descriptions: [
    { description: 'Measured with a stick.', descriptionType: 'Methods' },
    { description: 'Why p < 0.05 & tides differ.\nSecond paragraph.', lang: 'en' },
  ],
  language: 'English',
  otherLanguages: ['de'],
  type: 'research article',
  doi: 'https://doi.org/10.5555/abc<1>#2',
  url: 'https://repository.example.org/articles/17?a=1&b=2',
  identifiers: ['hdl:10419/123', { identifier: 'PMC1234567', identifierType: 'PMCID' }, 'local-17'],
  container: { title: 'Journal of Tides', volume: 7, issue: '3/4', pages: '101–119', issn: ['2049-3630', '2434-561X'] },
  relatedIdentifiers: [
    { relatedIdentifier: '10.5555/data.1', relatedIdentifierType: 'DOI', relationType: 'IsSupplementedBy' },
    'https://example.org/preprint',
  ],
  funding: [
    { funderName: 'European Commission', programme: 'H2020', awardNumber: 123456 },
    { funder: 'Sea & Co', award: 'A/1' },
    { funderName: 'No number', awardUri: 'https://funder.example.org/2' },
    'Nobody knows',
  ],
  rights: ['open access', 'CC BY-NC 4.0', { rights: '© the authors', lang: 'en' }],
  version: 'accepted',
  peerReviewed: 'yes',
  formats: ['application/pdf'],
  sizes: ['19 pages'],
  coverage: [{ geoLocationPlace: 'North Sea' }, '19th century'],
  files: [{ url: 'https://repository.example.org/articles/17.pdf', mime: 'application/pdf', size: '1024', name: '17.pdf' }],
};

const odd = {
  title: ['  \u0003Tides\uFFFE \uD83D and \u{1D49C} ]]> &nbsp; &amp; a&b;c 😀\r\n', '', null, { title: ' ' }],
  creators: ['Madonna', 'Acme, Inc.', 'King, Martin Luther, Jr.', { family: 'Sukarno' }, '‫עברית'],
  year: 1066,
  language: ['tlh', 'Old Tidal', 'pt_BR'],
  subject: { '#text': 'مد', '@lang': 'not a language' },
  abstract: '"Quoted" <b>bold</b>\ttab',
  doi: null,
  urn: 'urn:nbn:de:101-2020',
  identifier: ['not://an address', 'ISSN: 2434561x'],
  embargo: '31.12.2030',
  access: 'http://purl.org/coar/access_right/c_f1cf',
  thesis: { level: 'Master', degree: 'MSc', university: 'University of the Shore' },
  files: 'https://repository.example.org/hidden.pdf',
  version: 2.1,
};

const plainDublinCore = {
  dc: {
    title: ['Ebb &amp; flow', { value: 'Ebbe und Flut', lang: 'de' }],
    creator: 'Ana María Ñandú',
    date: ['c. 1850', 2021],
    identifier: ['J. Tides 7 (2021), 101', 'doi:10.5555/abc', 'http://example.org/1', 'doi:10.5555/abc'],
    source: { value: 'Journal of Tides', lang: 'en_GB' },
    type: ['text'],
    description: '  Two\n  lines  ',
    rights: ['', null],
    language: 'English',
  },
};

const thesis = {
  title: { title: 'Salt marshes & their <guards>', lang: 'en' },
  alternativeTitle: 'Salzwiesen',
  creators: [{ given: 'Inês', family: 'Água', orcid: '0000-0002-1694-233X' }],
  supervisors: ['Stone, D.', { name: 'Reed, C.', affiliation: 'University of the Shore' }],
  abstract: ['Marshes guard the coast.', { description: 'Salzwiesen schützen die Küste.', lang: 'de' }],
  keywords: 'marsh, coast',
  date: '2019-05-04',
  dateAccepted: '2019-03-02',
  language: 'en',
  type: 'doctoral thesis',
  url: 'https://repository.example.org/theses/3',
  doi: '10.5555/thesis.3',
  files: [{ url: 'https://repository.example.org/theses/3.pdf', mime: 'application/pdf', size: 2048 }],
  funding: [{ funderName: 'Coast Council', awardNumber: 'CC/42' }],
  access: 'embargoed',
  embargo: '2031-01-01',
  license: 'CC BY 4.0',
  thesis: {
    level: 'Doctoral',
    degree: 'PhD',
    discipline: 'Geography',
    university: 'University of the Shore',
    department: 'School of Coasts',
  },
};

const shortThesis = { title: 'Dunes', type: 'thesis' };

export const samples: readonly { readonly name: string; readonly metadata: unknown }[] = [
  { name: 'full', metadata: full },
  { name: 'minimal', metadata: { title: 'Tides' } },
  { name: 'odd', metadata: odd },
  { name: 'thesis', metadata: thesis },
  { name: 'short-thesis', metadata: shortThesis },
  { name: 'plain-dublin-core', metadata: plainDublinCore },
];

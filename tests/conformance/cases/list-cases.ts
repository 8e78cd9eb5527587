import {
  badArgument,
  type Expected,
  protocolCase as make,
  noRecords,
  noSets,
  noSuchFormat,
  noSuchId,
  type ProtocolCase,
} from './protocol-case.ts';

const records = 'verb=ListRecords&metadataPrefix=oai_dc';
const headers = 'verb=ListIdentifiers&metadataPrefix=oai_dc';
const none = { empty: noRecords } as const;
/** With a set argument, repositories without sets have another answer. */
const setless = { noSets, empty: noSets } as const;

/** Lists and what restricts them. */
export const listCases: readonly ProtocolCase[] = [
  make('lists all records where no set is named, those in no set too [R-08] [T-a] [T-v]', records, { page: 100, of: 255 }, none),
  make('lists all headers in the same way [R-08] [R-10]', headers, { page: 100, of: 255 }, none),
  make(
    'takes the arguments in any order [H-03]',
    'metadataPrefix=oai_dc&until=2020-01-01&verb=ListRecords',
    { ids: [1, 2] },
    none,
  ),
  make('lists a set with its descendants [R-07]', `${records}&set=s`, { ids: [1, 4] }, setless),
  make('lists a nested set [R-07]', `${headers}&set=s:t`, { ids: [1] }, setless),
  make('accepts an escaped set [H-05]', `${headers}&set=s%3At`, { ids: [1] }, setless),
  make('does not take a set for the beginning of another name [R-07]', `${headers}&set=s:`, badArgument),
  make('lists a flat set in one answer without a token [T-c]', `${records}&set=u`, { ids: [2] }, setless),
  make('finds nothing in an empty set [R-04]', `${records}&set=empty`, noRecords, setless),
  make('finds nothing in a set that there is not, never everything [R-06] [R-05]', `${records}&set=nosuch`, noRecords, setless),
  make('finds nothing in a set whose name only begins alike [R-07]', `${headers}&set=st`, noRecords, setless),
  make('finds nothing in a child that a set does not have [R-06]', `${headers}&set=u:t`, noRecords, setless),
  make('restricts by set and dates at once [R-07] [D-06]', `${headers}&set=s&from=2020-01-02`, { ids: [4] }, setless),
  make('finds the deletion in a set by its date [K-05]', `${records}&set=s&from=2020-01-03`, { ids: [4] }, setless),
  make('lists the deletion of that day [R-11] [K-02]', `${records}&from=2020-01-03&until=2020-01-03`, { ids: [4] }, none),
  make('does not know a format that it does not have [R-02]', 'verb=ListRecords&metadataPrefix=xyz', noSuchFormat),
  make('does not know it for headers either [R-02]', 'verb=ListIdentifiers&metadataPrefix=xyz', noSuchFormat),
  make('has no format named all [F-07]', 'verb=ListRecords&metadataPrefix=all', noSuchFormat),
  make(
    'reports an unknown format beside a set where there are none [A-09] [R-05]',
    'verb=ListRecords&metadataPrefix=xyz&set=s',
    noSuchFormat,
    {
      noSets: { errors: ['cannotDisseminateFormat', 'noSetHierarchy'] },
      empty: { errors: ['cannotDisseminateFormat', 'noSetHierarchy'] },
    },
  ),
];

const allSets: Expected = { sets: ['empty', 's', 's:t', 'u'] };

/** The other verbs. */
export const verbAnswerCases: readonly ProtocolCase[] = [
  make('identifies itself [I-01]', 'verb=Identify', { verb: 'Identify' }),
  make(
    'lists every set, the empty one and each ancestor too [L-01] [L-02] [L-03] [L-06] [S-05]',
    'verb=ListSets',
    allSets,
    setless,
  ),
  make('lists its formats [F-01]', 'verb=ListMetadataFormats', { formats: ['oai_dc', 'oai_etdms'] }),
  make(
    'lists the formats of one record that has all of them [F-02]',
    'verb=ListMetadataFormats&identifier=oai:an.example.org:5',
    { formats: ['oai_dc', 'oai_etdms'] },
    {
      empty: noSuchId,
    },
  ),
  make(
    'lists the formats of one record that has not all of them [F-02]',
    'verb=ListMetadataFormats&identifier=oai:an.example.org:3',
    { formats: ['oai_dc'] },
    {
      empty: noSuchId,
    },
  ),
  make(
    'has no format left for a deleted record [F-06]',
    'verb=ListMetadataFormats&identifier=oai:an.example.org:4',
    {
      errors: ['noMetadataFormats'],
    },
    { empty: noSuchId },
  ),
  make(
    'has no formats of a record that does not exist [F-05]',
    'verb=ListMetadataFormats&identifier=oai:an.example.org:256',
    noSuchId,
  ),
];

const get = (identifier: string, prefix = 'oai_dc') => `verb=GetRecord&identifier=${identifier}&metadataPrefix=${prefix}`;

/** Single records, existing and not. */
export const getRecordCases: readonly ProtocolCase[] = [
  make(
    'gives one record, its identifier as most harvesters send it [H-06] [F-04]',
    get('oai:an.example.org:1'),
    { ids: [1] },
    {
      empty: noSuchId,
    },
  ),
  make('gives it by its escaped identifier [H-05]', get('oai%3Aan.example.org%3A1'), { ids: [1] }, { empty: noSuchId }),
  make('gives a deleted record [G-05] [K-02]', get('oai:an.example.org:4'), { ids: [4] }, { empty: noSuchId }),
  make('does not know an identifier it never gave [G-02]', get('oai:an.example.org:999999'), noSuchId),
  make('does not know an identifier of another repository [G-02]', get('oai:other.example.org:1'), noSuchId),
  make('does not know a bare id [G-02]', get('1'), noSuchId),
  make('compares identifiers by their letters: the scheme [U-05]', get('OAI:an.example.org:1'), noSuchId),
  make('compares identifiers by their letters: the domain [U-05]', get('oai:AN.example.org:1'), noSuchId),
  make('does not unescape an identifier further [U-05] [H-05]', get('oai:an.example.org:%2531'), noSuchId),
  make('does not trim an identifier [U-05]', get('oai:an.example.org:1%20'), noSuchId),
  make('does not read an identifier as a number [U-05]', get('oai:an.example.org:01'), noSuchId),
  make('takes a quote in an identifier [X-13] [T-23]', get('invalid%22id'), noSuchId),
  make('takes what is no URI in an identifier, and echoes none of it [X-12] [E-05]', get('100%25'), noSuchId),
  make('takes a fragment twice in an identifier [X-12]', get('a%23b%23c'), noSuchId),
  make('takes markup in an identifier [X-13]', get('%3Cscript%3E%26amp%3B%5D%5D%3E'), noSuchId),
  make('takes SQL in an identifier [E-05]', get("oai:an.example.org:1'%20or%201=1--"), noSuchId),
  make('takes an identifier of 4,000 characters [H-23]', get(`oai:an.example.org:${'x'.repeat(4000)}`), noSuchId),
  make('does not have a format it does not know [G-03]', get('oai:an.example.org:3', 'xyz'), noSuchFormat, {
    empty: { errors: ['idDoesNotExist', 'cannotDisseminateFormat'] },
  }),
  make(
    'gives a record in the further format that it has [G-03]',
    get('oai:an.example.org:5', 'oai_etdms'),
    { ids: [5] },
    {
      empty: { errors: ['idDoesNotExist'] },
    },
  ),
  make('does not give a record in a format that others have [G-03]', get('oai:an.example.org:3', 'oai_etdms'), noSuchFormat, {
    empty: { errors: ['idDoesNotExist'] },
  }),
  make(
    'has nothing of a deleted record in a format it never had [G-06]',
    get('oai:an.example.org:4', 'oai_etdms'),
    noSuchFormat,
    {
      empty: { errors: ['idDoesNotExist'] },
    },
  ),
  make('does not have a deleted record in a format it does not know [G-03]', get('oai:an.example.org:4', 'xyz'), noSuchFormat, {
    empty: { errors: ['idDoesNotExist', 'cannotDisseminateFormat'] },
  }),
  make('reports both where identifier and format are wrong [G-04] [A-09]', get('oai:an.example.org:999999', 'xyz'), {
    errors: ['idDoesNotExist', 'cannotDisseminateFormat'],
  }),
];

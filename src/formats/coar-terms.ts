import { foldName } from '../record/json-value.ts';
import type { ArticleRecord } from '../record/record.ts';
import type { AccessLevel, ResourceType } from '../record/vocabulary.ts';

/*
 * The controlled vocabularies of COAR, which OpenAIRE (literature, version 4) and Rioxx 3 prescribe. The resource types are those
 * that OpenAIRE's schema knows; each of them is still in the current edition of the vocabulary.
 */

/** A concept: its URI, the label that goes with it, and what OpenAIRE counts its kind of resource among. */
export interface CoarTerm {
  readonly uri: string;
  readonly label: string;
}

export interface CoarResourceType extends CoarTerm {
  readonly general: 'literature' | 'dataset' | 'software' | 'other research product';
}

const resourceTypeNamespace = 'http://purl.org/coar/resource_type/';

const resourceTypes: readonly (readonly [id: string, label: string, general?: CoarResourceType['general']])[] = [
  ['c_1162', 'annotation'],
  ['c_0640', 'journal'],
  ['c_6501', 'journal article'],
  ['c_b239', 'editorial'],
  ['c_7a1f', 'bachelor thesis'],
  ['c_86bc', 'bibliography'],
  ['c_2f33', 'book'],
  ['c_3248', 'book part'],
  ['c_ba08', 'book review'],
  ['c_7ad9', 'website', 'other research product'],
  ['c_e9a0', 'interactive resource', 'other research product'],
  ['c_f744', 'conference proceedings'],
  ['c_c94f', 'conference object'],
  ['c_5794', 'conference paper'],
  ['c_6670', 'conference poster'],
  ['c_3e5a', 'contribution to journal'],
  ['c_beb9', 'data paper'],
  ['c_ddb1', 'dataset', 'dataset'],
  ['c_db06', 'doctoral thesis'],
  ['c_c513', 'image', 'other research product'],
  ['c_8544', 'lecture'],
  ['c_0857', 'letter'],
  ['c_bdcc', 'master thesis'],
  ['c_8a7e', 'moving image', 'other research product'],
  ['c_2659', 'periodical'],
  ['c_545b', 'letter to the editor'],
  ['c_1843', 'other', 'other research product'],
  ['c_15cd', 'patent'],
  ['c_816b', 'preprint'],
  ['c_93fc', 'report'],
  ['c_ba1f', 'report part'],
  ['c_baaf', 'research proposal'],
  ['c_efa0', 'review'],
  ['c_5ce6', 'software', 'software'],
  ['c_ecc8', 'still image', 'other research product'],
  ['c_71bd', 'technical documentation'],
  ['c_393c', 'workflow', 'other research product'],
  ['c_8042', 'working paper'],
  ['c_46ec', 'thesis'],
  ['c_12cc', 'cartographic material', 'other research product'],
  ['c_12cd', 'map', 'other research product'],
  ['c_12ce', 'video', 'other research product'],
  ['c_18cc', 'sound', 'other research product'],
  ['c_18cd', 'musical composition', 'other research product'],
  ['c_18cf', 'text'],
  ['c_18cp', 'conference paper not in proceedings'],
  ['c_18co', 'conference poster not in proceedings'],
  ['c_18cw', 'musical notation', 'other research product'],
  ['c_18ww', 'internal report'],
  ['c_18wz', 'memorandum'],
  ['c_18wq', 'other type of report'],
  ['c_186u', 'policy report'],
  ['c_18op', 'project deliverable'],
  ['c_18hj', 'report to funding agency'],
  ['c_18ws', 'research report'],
  ['c_18gh', 'technical report'],
  ['c_dcae04bc', 'review article'],
  ['c_2df8fbb1', 'research article'],
];

const typesById: ReadonlyMap<string, CoarResourceType> = new Map(
  resourceTypes.map(([id, label, general = 'literature']) => [id, { uri: resourceTypeNamespace + id, label, general }]),
);

/** Words of BibTeX, CSL and the info:eu-repo vocabulary beside the labels. */
const typeSpellings: Readonly<Record<string, string>> = {
  article: 'c_6501',
  bachelorsthesis: 'c_7a1f',
  contributiontoperiodical: 'c_3e5a',
  documentation: 'c_71bd',
  dphilthesis: 'c_db06',
  mastersthesis: 'c_bdcc',
  monograph: 'c_2f33',
  phdthesis: 'c_db06',
  poster: 'c_6670',
  techreport: 'c_18gh',
  bookchapter: 'c_3248',
};

const typesByWord: ReadonlyMap<string, CoarResourceType> = new Map([
  ...Object.entries(typeSpellings).map(([word, id]) => [word, getType(id)] as const),
  ...[...typesById.values()].map((type) => [foldTypeWord(type.label), type] as const),
]);

const generalTypes: Readonly<Record<ResourceType, string>> = {
  Audiovisual: 'c_8a7e',
  Award: 'c_1843',
  Book: 'c_2f33',
  BookChapter: 'c_3248',
  Collection: 'c_1843',
  ComputationalNotebook: 'c_5ce6',
  ConferencePaper: 'c_5794',
  ConferenceProceeding: 'c_f744',
  DataPaper: 'c_beb9',
  Dataset: 'c_ddb1',
  Dissertation: 'c_46ec',
  Event: 'c_1843',
  Image: 'c_c513',
  Instrument: 'c_1843',
  InteractiveResource: 'c_e9a0',
  Journal: 'c_0640',
  JournalArticle: 'c_6501',
  Model: 'c_1843',
  OutputManagementPlan: 'c_18cf',
  PeerReview: 'c_efa0',
  PhysicalObject: 'c_1843',
  Poster: 'c_6670',
  Preprint: 'c_816b',
  Presentation: 'c_8544',
  Project: 'c_1843',
  Report: 'c_93fc',
  Service: 'c_1843',
  Software: 'c_5ce6',
  Sound: 'c_18cc',
  Standard: 'c_18cf',
  StudyRegistration: 'c_18cf',
  Text: 'c_18cf',
  Workflow: 'c_393c',
  Other: 'c_1843',
};

/** What a degree is called, for theses that say no more than that they are one. */
const degrees: readonly (readonly [RegExp, string])[] = [
  [/doctor|\bph\.? ?d\b|d\.? ?phil\b/i, 'c_db06'],
  [/master|\bm\.? ?(?:sc|a|phil|res)\b/i, 'c_bdcc'],
  [/bachelor|\bb\.? ?(?:sc|a)\b/i, 'c_7a1f'],
];

function getType(id: string): CoarResourceType {
  const type = typesById.get(id);
  if (type === undefined) throw new RangeError(`COAR's vocabulary of resource types has no ${id} here.`);
  return type;
}

function foldTypeWord(word: string): string {
  return foldName(word).replaceAll("'", '').replaceAll('’', '');
}

const thesisType = getType('c_46ec');
/** Something of a kind that COAR has no word for, in a repository of articles. */
const unknownType: CoarResourceType = { ...getType('c_1843'), general: 'literature' };

/** The type of the article: its own word where COAR has it, or else what its general type, its degree or its journal shows. */
export function toCoarResourceType({ types, thesis, container }: ArticleRecord): CoarResourceType {
  const { resourceType, resourceTypeGeneral } = types ?? {};
  const named = resourceType === undefined ? null : findNamedType(resourceType);
  if (named !== null && named !== thesisType) return named;
  if (named !== null || resourceTypeGeneral === 'Dissertation' || (types === undefined && thesis !== undefined)) {
    return findDegreeType(resourceType, thesis) ?? thesisType;
  }
  if (resourceTypeGeneral !== undefined) return toCoarGeneralType(resourceTypeGeneral);
  if (types !== undefined) return unknownType;
  const inJournal = container?.identifierType === 'ISSN' || container?.type?.toLowerCase() === 'journal';
  return getType(inJournal ? 'c_6501' : 'c_18cf');
}

/** The nearest concept to one of DataCite's general types. */
export function toCoarGeneralType(type: ResourceType): CoarResourceType {
  return getType(generalTypes[type]);
}

function findNamedType(word: string): CoarResourceType | null {
  if (word.length > 100) return null;
  const id = /^https?:\/\/purl\.org\/coar\/resource_type\/(\w+)\/?$/i.exec(word)?.[1];
  if (id !== undefined) return typesById.get(id.toLowerCase()) ?? null;
  return typesByWord.get(foldTypeWord(word.replace(/^info:eu-repo\/semantics\//, ''))) ?? null;
}

function findDegreeType(resourceType = '', thesis: ArticleRecord['thesis']): CoarResourceType | null {
  const words = `${resourceType} ${thesis?.degreeLevel ?? ''} ${thesis?.degreeName ?? ''}`;
  const id = degrees.find(([pattern]) => pattern.test(words))?.[1];
  return id === undefined ? null : getType(id);
}

const accessRights: Readonly<Record<AccessLevel, CoarTerm>> = {
  open: { uri: 'http://purl.org/coar/access_right/c_abf2', label: 'open access' },
  embargoed: { uri: 'http://purl.org/coar/access_right/c_f1cf', label: 'embargoed access' },
  restricted: { uri: 'http://purl.org/coar/access_right/c_16ec', label: 'restricted access' },
  'metadata only': { uri: 'http://purl.org/coar/access_right/c_14cb', label: 'metadata only access' },
};

/** Who may read, as a concept. */
export function toCoarAccessRight(level: AccessLevel): CoarTerm {
  return accessRights[level];
}

const openLicence = /^https?:\/\/(?:www\.)?creativecommons\.org\/(?:licenses|publicdomain)\//i;

/** Who may read an article, told or shown: by a Creative Commons licence or files whose addresses are given without restriction, or nothing but metadata. */
export function toAccessLevel({ accessRights, rightsList, files }: ArticleRecord): AccessLevel {
  if (accessRights !== undefined) return accessRights;
  const isOpen = files.length > 0 || rightsList.some(({ rightsUri }) => rightsUri !== undefined && openLicence.test(rightsUri));
  return isOpen ? 'open' : 'metadata only';
}

const versionNamespace = 'http://purl.org/coar/version/';

const versions: readonly (readonly [id: string, label: string, ...words: string[]])[] = [
  ['c_b1a7d7d4d402bcce', 'AO', 'draft', 'authorsoriginal'],
  ['c_71e4c1898caa6e32', 'SMUR', 'submitted', 'submittedversion', 'submittedmanuscript', 'submittedmanuscriptunderreview'],
  [
    'c_ab4af688f83e57aa',
    'AM',
    'aam',
    'accepted',
    'acceptedversion',
    'acceptedmanuscript',
    'authoracceptedmanuscript',
    'postprint',
  ],
  ['c_fa2ee174bc00049f', 'P', 'proof'],
  ['c_970fb48d4fbd8a85', 'VoR', 'published', 'publishedversion', 'versionofrecord'],
  ['c_e19f295774971610', 'CVoR', 'correctedversionofrecord'],
  ['c_dc82b40f9837b551', 'EVoR', 'enhancedversionofrecord'],
  ['c_be7fb7dd8ff6fe43', 'NA', 'notapplicable'],
];

const versionsByWord: ReadonlyMap<string, CoarTerm> = new Map(
  versions.flatMap(([id, label, ...words]) => {
    const term: CoarTerm = { uri: versionNamespace + id, label };
    return [id, label.toLowerCase(), ...words].map((word) => [word, term] as const);
  }),
);

const versionPrefix = /^(?:info:eu-repo\/semantics\/|https?:\/\/purl\.org\/coar\/version\/)/i;

/** The version as a concept, or null where it is a number or a word of its own. */
export function findCoarVersion(version: string): CoarTerm | null {
  if (version.length > 100) return null;
  const word = version.replace(versionPrefix, '');
  return versionsByWord.get(word.toLowerCase()) ?? versionsByWord.get(foldTypeWord(word)) ?? null;
}

import { toTermTable } from './json-value.ts';

/** The controlled lists of the record: DataCite's (4.6 with what 4.7 adds) under DataCite's names, and the repository's own. */

export const titleTypes = ['AlternativeTitle', 'Subtitle', 'TranslatedTitle', 'Other'] as const;

export const nameTypes = ['Personal', 'Organizational'] as const;

export const contributorTypes = [
  'ContactPerson',
  'DataCollector',
  'DataCurator',
  'DataManager',
  'Distributor',
  'Editor',
  'HostingInstitution',
  'Producer',
  'ProjectLeader',
  'ProjectManager',
  'ProjectMember',
  'RegistrationAgency',
  'RegistrationAuthority',
  'RelatedPerson',
  'Researcher',
  'ResearchGroup',
  'RightsHolder',
  'Sponsor',
  'Supervisor',
  'Translator',
  'WorkPackageLeader',
  'Other',
] as const;

export const dateTypes = [
  'Issued',
  'Accepted',
  'Available',
  'Collected',
  'Copyrighted',
  'Coverage',
  'Created',
  'Submitted',
  'Updated',
  'Valid',
  'Withdrawn',
  'Other',
] as const;

export const descriptionTypes = [
  'Abstract',
  'Methods',
  'SeriesInformation',
  'TableOfContents',
  'TechnicalInfo',
  'Other',
] as const;

export const resourceTypes = [
  'Audiovisual',
  'Award',
  'Book',
  'BookChapter',
  'Collection',
  'ComputationalNotebook',
  'ConferencePaper',
  'ConferenceProceeding',
  'DataPaper',
  'Dataset',
  'Dissertation',
  'Event',
  'Image',
  'Instrument',
  'InteractiveResource',
  'Journal',
  'JournalArticle',
  'Model',
  'OutputManagementPlan',
  'PeerReview',
  'PhysicalObject',
  'Poster',
  'Preprint',
  'Presentation',
  'Project',
  'Report',
  'Service',
  'Software',
  'Sound',
  'Standard',
  'StudyRegistration',
  'Text',
  'Workflow',
  'Other',
] as const;

export const relationTypes = [
  'IsCitedBy',
  'Cites',
  'IsCollectedBy',
  'Collects',
  'IsSupplementTo',
  'IsSupplementedBy',
  'IsContinuedBy',
  'Continues',
  'IsDescribedBy',
  'Describes',
  'HasMetadata',
  'IsMetadataFor',
  'HasVersion',
  'IsVersionOf',
  'IsNewVersionOf',
  'IsPreviousVersionOf',
  'IsPartOf',
  'HasPart',
  'IsPublishedIn',
  'IsReferencedBy',
  'References',
  'IsDocumentedBy',
  'Documents',
  'IsCompiledBy',
  'Compiles',
  'IsVariantFormOf',
  'IsOriginalFormOf',
  'IsIdenticalTo',
  'IsReviewedBy',
  'Reviews',
  'IsDerivedFrom',
  'IsSourceOf',
  'IsRequiredBy',
  'Requires',
  'IsObsoletedBy',
  'Obsoletes',
  'IsTranslationOf',
  'HasTranslation',
  'Other',
] as const;

/** Who may read the article itself; the four levels of COAR's access rights vocabulary. */
export const accessLevels = ['open', 'embargoed', 'restricted', 'metadata only'] as const;

export type ResourceType = (typeof resourceTypes)[number];
export type AccessLevel = (typeof accessLevels)[number];

export const titleTypeTable = toTermTable(titleTypes, { alternative: 'AlternativeTitle', translated: 'TranslatedTitle' });
export const nameTypeTable = toTermTable(nameTypes, {
  person: 'Personal',
  organisational: 'Organizational',
  organisation: 'Organizational',
  organization: 'Organizational',
  corporate: 'Organizational',
});
export const contributorTypeTable = toTermTable(contributorTypes, { advisor: 'Supervisor', adviser: 'Supervisor' });
export const dateTypeTable = toTermTable(dateTypes, { published: 'Issued', publication: 'Issued', modified: 'Updated' });
export const descriptionTypeTable = toTermTable(descriptionTypes, { toc: 'TableOfContents' });
export const relationTypeTable = toTermTable(relationTypes);

/** DataCite's general type for the words that people, BibTeX, RIS, CSL, COAR and OpenAIRE use. */
export const resourceTypeTable = toTermTable(resourceTypes, {
  article: 'JournalArticle',
  'article-journal': 'JournalArticle',
  'research article': 'JournalArticle',
  'review article': 'JournalArticle',
  contributionToPeriodical: 'JournalArticle',
  chapter: 'BookChapter',
  bookPart: 'BookChapter',
  inbook: 'BookChapter',
  incollection: 'BookChapter',
  monograph: 'Book',
  'conference object': 'ConferencePaper',
  'paper-conference': 'ConferencePaper',
  inproceedings: 'ConferencePaper',
  proceedings: 'ConferenceProceeding',
  'conference proceedings': 'ConferenceProceeding',
  thesis: 'Dissertation',
  phdthesis: 'Dissertation',
  'doctoral thesis': 'Dissertation',
  mastersthesis: 'Dissertation',
  'master thesis': 'Dissertation',
  "master's thesis": 'Dissertation',
  'bachelor thesis': 'Dissertation',
  "bachelor's thesis": 'Dissertation',
  workingPaper: 'Report',
  techreport: 'Report',
  'technical report': 'Report',
  'research report': 'Report',
  'peer review': 'PeerReview',
  lecture: 'Presentation',
  video: 'Audiovisual',
});

const openAccess = { open: 'open', 'open access': 'open', c_abf2: 'open' } as const;
const embargoedAccess = { embargo: 'embargoed', 'embargoed access': 'embargoed', c_f1cf: 'embargoed' } as const;
const restrictedAccess = { 'restricted access': 'restricted', c_16ec: 'restricted' } as const;
const closedAccess = {
  closed: 'metadata only',
  'closed access': 'metadata only',
  'metadata only access': 'metadata only',
  c_14cb: 'metadata only',
} as const;

/** The access level for each spelling: plain words, the `info:eu-repo/semantics/` terms and COAR's URIs by their last part. */
export const accessLevelTable = toTermTable(accessLevels, {
  ...openAccess,
  ...embargoedAccess,
  ...restrictedAccess,
  ...closedAccess,
});

import { z } from 'zod';
import { isDate } from './date.ts';
import { isDoi, isWebAddress } from './identifier.ts';
import {
  accessLevels,
  contributorTypes,
  dateTypes,
  descriptionTypes,
  nameTypes,
  relationTypes,
  resourceTypes,
  titleTypes,
} from './vocabulary.ts';

/*
 * The one model that every reader makes and every format renders. The names are those of DataCite 4.6's JSON where it has them.
 * An `error` text completes the sentence "expected …"; a `description` ends up in docs/record.schema.json.
 */

const text = z.string();
const lang = text.describe('Language of the text, as a BCP 47 tag such as "en" or "pt-BR".').exactOptional();
const maybeText = text.exactOptional();

const webAddress = z
  .string()
  .refine(isWebAddress, { error: 'a web address that begins with http:// or https:// and has no spaces' });
const isoDate = z
  .string()
  .refine(isDate, { error: 'a date such as 2012, 2012-05 or 2012-05-17' })
  .describe('ISO 8601: a year, month, day or time, or two of them with a slash between.');

const nameIdentifierSchema = z.object({
  nameIdentifier: text.describe('An ORCID iD, ISNI, ROR …, best as a URL.'),
  nameIdentifierScheme: maybeText,
  schemeUri: maybeText,
});

const affiliationSchema = z.object({
  name: text,
  affiliationIdentifier: maybeText,
  affiliationIdentifierScheme: maybeText,
  schemeUri: maybeText,
});

const personFields = {
  name: text.describe('"Family, Given" for a person, the full name for an organisation.'),
  nameType: z.enum(nameTypes).exactOptional(),
  givenName: maybeText,
  familyName: maybeText,
  nameIdentifiers: z.array(nameIdentifierSchema).default([]),
  affiliation: z.array(affiliationSchema).default([]),
  lang,
};

const titleSchema = z.object({ title: text, lang, titleType: z.enum(titleTypes).exactOptional() });
const creatorSchema = z.object(personFields);
const contributorSchema = z.object({ ...personFields, contributorType: z.enum(contributorTypes).default('Other') });

const publisherSchema = z.object({
  name: text,
  publisherIdentifier: maybeText,
  publisherIdentifierScheme: maybeText,
  schemeUri: maybeText,
  lang,
});

const dateSchema = z.object({ date: isoDate, dateType: z.enum(dateTypes).default('Other'), dateInformation: maybeText });

const subjectSchema = z.object({
  subject: text,
  subjectScheme: maybeText,
  schemeUri: maybeText,
  valueUri: maybeText,
  classificationCode: maybeText,
  lang,
});

const descriptionSchema = z.object({ description: text, descriptionType: z.enum(descriptionTypes).default('Abstract'), lang });

const rightsSchema = z.object({
  rights: maybeText.describe('The statement or the name of the licence.'),
  rightsUri: maybeText,
  rightsIdentifier: maybeText.describe('SPDX identifier, such as "CC-BY-4.0".'),
  rightsIdentifierScheme: maybeText,
  schemeUri: maybeText,
  lang,
});

const fundingSchema = z.object({
  funderName: text,
  funderIdentifier: maybeText,
  funderIdentifierType: maybeText,
  fundingStream: maybeText.describe('Programme, such as "FP7" or "H2020".'),
  awardNumber: maybeText,
  awardUri: maybeText,
  awardTitle: maybeText,
});

const relatedIdentifierSchema = z.object({
  relatedIdentifier: text,
  relatedIdentifierType: maybeText.describe('DOI, URL, ISSN, Handle, arXiv …'),
  relationType: z.enum(relationTypes).exactOptional(),
  resourceTypeGeneral: z.enum(resourceTypes).exactOptional(),
});

const identifierSchema = z.object({ identifier: text, identifierType: maybeText });

const containerSchema = z.object({
  title: maybeText,
  type: maybeText.describe('Journal, Book, Proceedings, Series …'),
  volume: maybeText,
  issue: maybeText,
  edition: maybeText,
  firstPage: maybeText,
  lastPage: maybeText,
  articleNumber: maybeText,
  identifier: maybeText,
  identifierType: maybeText.describe('ISSN, ISBN …'),
});

const fileSchema = z.object({
  url: webAddress,
  name: maybeText,
  mimeType: maybeText,
  size: z.int({ error: 'a whole number of bytes' }).nonnegative({ error: 'a whole number of bytes' }).exactOptional(),
  description: maybeText,
});

const thesisSchema = z.object({
  degreeName: maybeText,
  degreeLevel: maybeText.describe('Doctoral, Masters, Bachelors …'),
  discipline: maybeText,
  institution: maybeText,
  department: maybeText,
  dateAccepted: isoDate.exactOptional(),
});

const statementsSchema = z.array(z.object({ value: text, lang })).exactOptional();

/** The fifteen elements of Dublin Core, in the order in which its definition lists them. */
export const dublinCoreElements = [
  'title',
  'creator',
  'subject',
  'description',
  'publisher',
  'contributor',
  'date',
  'type',
  'format',
  'identifier',
  'source',
  'language',
  'relation',
  'coverage',
  'rights',
] as const;

export type DublinCoreElement = (typeof dublinCoreElements)[number];

const dublinCoreSchema = z.object(
  Object.fromEntries(dublinCoreElements.map((name) => [name, statementsSchema])) as Record<
    DublinCoreElement,
    typeof statementsSchema
  >,
);

/** The normalised record: lists everywhere, no blanks. Parse untrusted metadata with `parseRecord`, which also takes shorthands. */
export const recordSchema = z.object({
  titles: z.array(titleSchema).default([]),
  creators: z.array(creatorSchema).default([]),
  contributors: z.array(contributorSchema).default([]),
  publisher: publisherSchema.exactOptional(),
  publicationYear: z
    .int({ error: 'a year such as 2012' })
    .min(-9999, { error: 'a year such as 2012' })
    .max(9999, { error: 'a year such as 2012' })
    .exactOptional(),
  dates: z.array(dateSchema).default([]),
  subjects: z.array(subjectSchema).default([]),
  descriptions: z.array(descriptionSchema).default([]),
  language: maybeText.describe('Language of the article: ISO 639 code, BCP 47 tag or English name.'),
  otherLanguages: z.array(text).default([]).describe('Further languages of an article in several.'),
  types: z
    .object({ resourceTypeGeneral: z.enum(resourceTypes).exactOptional(), resourceType: maybeText })
    .exactOptional()
    .describe('resourceTypeGeneral is one of DataCite’s words, resourceType is free.'),
  doi: z.string().refine(isDoi, { error: 'a DOI such as 10.1000/182' }).exactOptional(),
  url: webAddress.describe('The article’s landing page.').exactOptional(),
  identifiers: z.array(identifierSchema).default([]).describe('Further identifiers of the article itself.'),
  container: containerSchema.exactOptional().describe('The journal, book or series that the article appeared in.'),
  relatedIdentifiers: z.array(relatedIdentifierSchema).default([]),
  fundingReferences: z.array(fundingSchema).default([]),
  rightsList: z.array(rightsSchema).default([]),
  metadataRights: maybeText.describe(
    'What these metadata, not the article, may be used for: the URL, name or text of a licence.',
  ),
  accessRights: z.enum(accessLevels).exactOptional(),
  embargoEndDate: isoDate.exactOptional(),
  version: maybeText.describe('"published", "accepted", "submitted" …, or a number.'),
  peerReviewed: z.boolean().exactOptional(),
  formats: z.array(text).default([]),
  sizes: z.array(text).default([]),
  coverage: z
    .array(z.object({ coverage: text, lang }))
    .default([])
    .describe('Places and periods that the article is about.'),
  files: z.array(fileSchema).default([]),
  thesis: thesisSchema.exactOptional(),
  /*
   * A record given as plain Dublin Core keeps its statements word for word and in their order. The richer fields above cannot
   * hold them without loss (an arXiv record has a citation and a DOI both as dc:identifier), so oai_dc repeats these, while
   * every other format and the pages read the fields that were filled from them.
   */
  dc: dublinCoreSchema.exactOptional().describe('The record as plain Dublin Core, repeated as it is in oai_dc.'),
});

/** An article as every format and page sees it. */
export type ArticleRecord = z.output<typeof recordSchema>;
export type Person = ArticleRecord['creators'][number];
export type Container = NonNullable<ArticleRecord['container']>;
export type DublinCore = NonNullable<ArticleRecord['dc']>;

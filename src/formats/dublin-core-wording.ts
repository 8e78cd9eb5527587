import type { ArticleRecord } from '../record/record.ts';

/**
 * What oai_dc says in words that are a choice: in the terms of OpenAIRE, which programs read, or in plain ones, which people do.
 * Every list may hold the same value twice; blanks for what is not there are left out by the format.
 */
export interface DublinCoreWording {
  /** A classification, as a subject beside the word for it. */
  readonly toClassification: (scheme: string, code: string) => string;
  /** Descriptions beside the record's own. */
  readonly listDescriptions: (record: ArticleRecord) => readonly string[];
  /** Dates beside the record's own. */
  readonly listDates: (record: ArticleRecord) => readonly string[];
  /** What kind of thing it is, and which version of it; the first one counts. */
  readonly listTypes: (record: ArticleRecord) => readonly (string | undefined)[];
  /** Relations beside the addresses of what is related; `primary` is the first of the record's own identifiers, as oai_dc gives it. */
  readonly listRelations: (record: ArticleRecord, primary: string | undefined) => readonly (string | undefined)[];
  /** Who may read it, which comes before the licences, since some look at the first statement only [T-33]. */
  readonly listRights: (record: ArticleRecord) => readonly string[];
}

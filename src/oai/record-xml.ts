import { escapeText } from '../xml/text.ts';

/** What a header says (OAI-PMH 2.0 §2.5). */
export interface RecordHeader {
  readonly identifier: string;
  /** `YYYY-MM-DDThh:mm:ssZ` */
  readonly datestamp: string;
  /** The minimal list. */
  readonly sets: readonly string[];
  readonly deleted: boolean;
}

/** The `header` element of a record; all of it is ASCII, for identifiers and setSpecs are. */
export function renderHeader({ identifier, datestamp, sets, deleted }: RecordHeader): string {
  // Legal setSpecs have no character that XML minds.
  const setSpecs = sets.map((setSpec) => `<setSpec>${setSpec}</setSpec>`).join('');
  return (
    `<header${deleted ? ' status="deleted"' : ''}><identifier>${escapeText(identifier)}</identifier>` +
    `<datestamp>${datestamp}</datestamp>${setSpecs}</header>`
  );
}

/**
 * The `record` element and its line end: header, metadata and what is said about these, or the header alone for a deleted record (§2.5.1).
 *
 * @param aboutXml ready `about` elements
 */
export function renderRecordXml(headerXml: string, metadataXml: string | null, aboutXml = ''): string {
  return `<record>${headerXml}${metadataXml === null ? '' : `<metadata>${metadataXml}</metadata>${aboutXml}`}</record>\n`;
}

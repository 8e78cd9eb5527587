import type { ArticleRecord } from '../record/record.ts';

/** What a format may know of a record beside its metadata. */
export interface FormatContext {
  /** The record's full OAI identifier. */
  readonly identifier: string;
}

/** One metadata format: what ListMetadataFormats says of it (§4.4), and how a record is written in it. */
export interface Format {
  /** The metadataPrefix, as requests name it. */
  readonly prefix: string;
  /** The URL of the XML schema that the output is valid against; also named in the output's `xsi:schemaLocation`. */
  readonly schema: string;
  /** The XML namespace of the output's root element. */
  readonly namespace: string;
  /** Raised whenever the output for some record changes, so that records are published again [D-14]. */
  readonly version: number;
  /** Renders one record as the one element that goes inside `<metadata>`. Pure and deterministic. */
  render(record: ArticleRecord, context: FormatContext): string;
}

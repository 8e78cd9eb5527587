import type { ArticleRecord } from '../record/record.ts';
import { renderElement, type XmlElement } from '../xml/element.ts';

/** What a format may know of a record beside its metadata. */
export interface FormatContext {
  /** The record's full OAI identifier. */
  readonly identifier: string;
  /** XML given with the record as it came, by metadataPrefix. */
  readonly readyXml?: Readonly<Record<string, string>>;
}

/** One metadata format: what ListMetadataFormats says of it (OAI-PMH 2.0 §4.4), which records it can carry, and how one is written in it. */
export interface Format {
  /** The metadataPrefix, as requests name it. */
  readonly prefix: string;
  /** The URL of the XML schema that the output is valid against; also named in the output's `xsi:schemaLocation`. */
  readonly schema: string;
  /** The XML namespace of the output's root element. */
  readonly namespace: string;
  /** Raised whenever the output for some record changes, so that records are harvested again in this format [D-14]. */
  readonly version: number;
  /** Whether a record can be given in this format; left out where each can. Pure and deterministic. */
  readonly carries?: (record: ArticleRecord, context: FormatContext) => boolean;
  /** That it carries nearly all articles there are: less is kept of what it carries then, and lists of sets look at each record of the set. */
  readonly carriesMost?: true;
  /** One record as the one element that goes inside `<metadata>`, its namespaces declared on itself. Pure and deterministic. */
  readonly toElement: (record: ArticleRecord, context: FormatContext) => XmlElement;
}

/** Renders one record as one line of XML, whatever text it holds. Throws for a name that XML does not allow, which is a bug of the format. */
export function renderFormat(format: Format, record: ArticleRecord, context: FormatContext): string {
  return renderElement(format.toElement(record, context));
}

import type { AboutOptions } from '../formats/about/about-elements.ts';
import type { Format } from '../formats/format.ts';

/** How the records of a repository are written, as its settings choose. */
export interface FormatChoice {
  /** Those that are switched on, oai_dc among them. */
  readonly formats: readonly Format[];
  /** The prefixes of those that are rendered when a record is published; the others are when somebody asks. */
  readonly eager: readonly string[];
  /** Whether oai_dc has the terms of OpenAIRE. */
  readonly openaireTerms: boolean;
  /** What is said about records beside their metadata. */
  readonly about: AboutOptions;
}

/** oai_dc, which every record is published in: its output is what `published` holds. */
export function getOaiDc({ formats }: Pick<FormatChoice, 'formats'>): Format {
  return formats.find(({ prefix }) => prefix === 'oai_dc')!;
}

/** The prefixes of the formats that cannot carry each record. */
export function listSparse({ formats }: Pick<FormatChoice, 'formats'>): readonly string[] {
  return formats.filter(({ carries }) => carries !== undefined).map(({ prefix }) => prefix);
}

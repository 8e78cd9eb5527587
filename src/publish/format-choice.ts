import type { AboutOptions } from '../formats/about/about-elements.ts';
import type { Format } from '../formats/format.ts';
import type { PlaceChoice } from './prefix-places.ts';

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

/** What is done with each record that is published. */
export interface RenderPlan {
  /** Which every record is published in: its output is what `published` holds. */
  readonly oaiDc: Format;
  /** Those that cannot carry each record. */
  readonly sparse: readonly (Format & Required<Pick<Format, 'carries'>>)[];
  /** Those beside oai_dc that are rendered now. */
  readonly eager: readonly Format[];
  readonly about: AboutOptions;
}

/** Sorts out, once for all records, what formats are asked for. */
export function toRenderPlan({ formats, eager, about }: Omit<FormatChoice, 'openaireTerms'>): RenderPlan {
  return {
    oaiDc: formats.find(({ prefix }) => prefix === 'oai_dc')!,
    sparse: formats.filter((format) => format.carries !== undefined) as RenderPlan['sparse'],
    eager: formats.filter(({ prefix }) => prefix !== 'oai_dc' && eager.includes(prefix)),
    about,
  };
}

/** Which records are kept note of in lists of their own; null where every format carries each record. */
export function toPlaceChoice({ formats }: Pick<FormatChoice, 'formats'>): PlaceChoice | null {
  if (formats.every(({ carries }) => carries === undefined)) return null;
  return { carryingMost: new Set(formats.filter(({ carriesMost }) => carriesMost).map(({ prefix }) => prefix)) };
}

/** What two makings of the same formats have in common, as text. */
export function describeMade(formats: readonly Format[]): string {
  return JSON.stringify(formats.map(({ prefix, version, namespace, schema }) => [prefix, version, namespace, schema]));
}

/** A made-up article, as a user would store it in one row of `records`. */
export interface GeneratedRecord {
  readonly id: string;
  readonly metadata: {
    readonly titles: readonly { readonly title: string; readonly lang: string }[];
    readonly creators: readonly { readonly familyName: string; readonly givenName: string }[];
    readonly descriptions: readonly { readonly description: string; readonly descriptionType: string }[];
    readonly [field: string]: unknown;
  };
  readonly sets: readonly string[];
}

/**
 * Makes the record of that index; the same for the same index, seed and abstract, on every machine. The seed is 1 and the abstract long when left out; with a short one a
 * record makes about 1.5 kB of oai_dc rather than 2.2 kB. Varied ones are of all kinds, and some are odd; the metadata of those have no more than a title for certain.
 */
export function generateRecord(index: number, seed?: number, abstract?: 'long' | 'short', varied?: boolean): GeneratedRecord;

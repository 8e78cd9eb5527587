/** A record of somebody's repository, as an importer of it would hand it to `parseRecord`: a line of `import` as it stands. */
export interface RealRecord {
  /** Different for every record: the file it is from, a slash, and what it is called there. */
  readonly id: string;
  /** Undefined where the source has a record without any. */
  readonly metadata: unknown;
  readonly sets: readonly string[];
}

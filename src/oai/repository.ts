import type { Granularity } from './datestamp.ts';
import type { Expectation } from './expectations.ts';

/** Where publishing stands, read in the same statement as the data it comes with. Datestamps are whole seconds UTC, `YYYY-MM-DDThh:mm:ssZ`. */
export interface PublishState {
  /** Everything published up to here is visible; whatever is not visible yet will be stamped at or after it. It is the responseDate. */
  readonly publishedThrough: string;
  /** The number of the last publication that changed anything: of two databases of which one may lag, the one with the greater number has all that the other has. */
  readonly publication: number;
}

/** The state of the whole repository, for Identify. */
export interface RepositoryState extends PublishState {
  /** No datestamp was, is or will be earlier. */
  readonly earliestDatestamp: string;
}

/** One record as the world sees it. */
export interface PublishedRecord {
  readonly identifier: string;
  /** The ready `record` element (OAI-PMH 2.0 §2.5); null where it was never there in the format that was asked for. */
  readonly recordXml: string | null;
}

/** The formats on offer at one time. */
export interface OfferedFormats extends PublishState {
  /** Their prefixes. */
  readonly prefixes: readonly string[];
}

/** The formats that one record is there in. */
export interface RecordFormats extends OfferedFormats {
  /** Null where there is no such record. */
  readonly record: { readonly identifier: string; readonly deleted: boolean } | null;
}

/** A position in a list: lists are in the order of datestamp, then id. */
export interface ListPosition {
  readonly datestamp: string;
  readonly id: string;
}

/** What a list is restricted to; the bounds are inclusive. */
export interface ListSelection {
  readonly metadataPrefix: string;
  readonly from: string | null;
  readonly until: string | null;
  readonly set: string | null;
}

/** Bytes of which some are sent as they are stored. */
export interface StoredBytes {
  /** Not to be used after `release`. */
  listParts(): readonly Uint8Array[];
  /** Gives the memory back to be used again; only once all is sent. */
  release(): void;
}

/** A stretch of a list. */
export interface ListQuery extends ListSelection {
  readonly after: ListPosition | null;
  /** The most records to read. */
  readonly limit: number;
  /** Stop after the record that reaches this many bytes of metadata and sets. */
  readonly maxBytes: number;
  /** Headers only, for ListIdentifiers. */
  readonly headersOnly: boolean;
  /** How datestamps are written. */
  readonly granularity: Granularity;
  /** The publication that the list's first stretch was read at; null for that one. A database that has not got so far must not go on with the list. */
  readonly notBefore: number | null;
}

export interface ListStretch extends PublishState {
  /** Whether there is such a format at this time; where not, the list is empty. */
  readonly offered: boolean;
  /** Ready `record` or `header` elements, UTF-8, in the order of the list. They may take a while: the rest of the stretch tells meanwhile how to go on. Nobody has to await them: a failure is handled by whoever made them, too. */
  readonly xml: Promise<StoredBytes>;
  /** Whether nothing had to be made for `xml`. */
  readonly ready: boolean;
  /** How many records they are. */
  readonly count: number;
  /** The last of them, where the list goes on after it. */
  readonly last: ListPosition | null;
  /** Whether the list goes on after it. */
  readonly more: boolean;
}

/** Gives back what was read of a list and is not sent. */
export function leaveStretch({ xml }: ListStretch): Promise<void> {
  return xml.then(({ release }) => release()).catch(() => undefined);
}

export interface SetRow {
  readonly setSpec: string;
  readonly name: string;
  readonly description: string | null;
}

export interface SetStretch extends PublishState {
  readonly sets: readonly SetRow[];
  readonly more: boolean;
  /** How many sets there are altogether. */
  readonly total: number;
}

/** What the protocol needs of the storage; every answer takes its data and its responseDate from one call. */
export interface Repository {
  getState(): Promise<RepositoryState>;
  /** The state that no answer of this server is ahead of. */
  getLatestState(): Promise<PublishState>;
  /** @returns also whether the format is on offer */
  findRecord(
    id: string,
    metadataPrefix: string,
    granularity: Granularity,
  ): Promise<PublishState & { readonly record: PublishedRecord | null; readonly offered: boolean }>;
  listFormats(): Promise<OfferedFormats>;
  listFormatsOf(id: string): Promise<RecordFormats>;
  listRecords(query: ListQuery): Promise<ListStretch>;
  /** The first of a page: what was expected there, of whatever size that was, or else what the query says. */
  listFirstRecords(query: ListQuery): Promise<ListStretch>;
  /** Tells that a page is likely to begin with this soon. */
  expectRecords(query: ListQuery): Expectation;
  /** How many records of a list come after a position, or an estimate where counting is dear. */
  countRest(selection: ListSelection & Pick<ListQuery, 'notBefore'>, after: ListPosition): Promise<number>;
  /** @param total how many sets there are, where that is known already */
  listSets(after: string | null, limit: number, total: number | null): Promise<SetStretch>;
  /** Whether any set is declared, or has a record, be it a deleted one. */
  hasSets(): Promise<boolean>;
}

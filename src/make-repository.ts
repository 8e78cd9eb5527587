import type { ListPosition, ListQuery, ListStretch, PublishState, Repository } from './oai/repository.ts';
import type { RenditionReader } from './rendition-reader.ts';
import type { ByteStoreMaker } from './storage/byte-store.ts';
import type { Database } from './storage/database.ts';
import { countRest, type ListBounds } from './storage/list-length.ts';
import { getPublication, getPublishState } from './storage/publish-clock.ts';
import { findPublished, listPublished } from './storage/published.ts';
import { getOfferedFormats } from './storage/published-formats.ts';
import type { FormatQuery } from './storage/published-in-format.ts';
import { hasSets, listSets } from './storage/published-sets.ts';
import type { ReadSide } from './storage/read-side.ts';

export interface RepositoryOptions {
  /** Up to how many records the length of a list is counted. */
  readonly exactCountLimit: number;
  readonly makeStore: ByteStoreMaker;
  /** For the formats beside oai_dc. */
  readonly renditions: RenditionReader;
  /** Those beside oai_dc, at least. */
  readonly formats: readonly Pick<FormatQuery, 'prefix' | 'carries'>[];
}

/**
 * What the protocol asks of the storage, put to databases some of which may lag.
 *
 * The first answer of a list may come from any: its responseDate is of the same snapshot as its data. What continues a list must come from a database that is at
 * least as far, or the list would lack what it has begun to promise (G1, G2).
 */
export function makeRepository(
  reads: ReadSide,
  options: RepositoryOptions,
): Omit<Repository, 'expectRecords' | 'listFirstRecords'> {
  const { exactCountLimit, makeStore, renditions } = options;
  const findFormat = (wanted: string) => options.formats.find(({ prefix }) => prefix === wanted) ?? null;
  // The last publication that an answer of this process was read at.
  let newest = 0;
  const note = <T extends PublishState>(answer: T): T => {
    newest = Math.max(newest, answer.publication);
    return answer;
  };
  const latest = {
    primaryFirst: true,
    isEnough: ({ publication }: PublishState, ofPrimary: boolean) => ofPrimary || publication >= newest,
  };
  return {
    getState: () => reads.read((db) => getPublishState(db)),
    getLatestState: async () => note(await reads.read((db) => getPublication(db), latest)),
    // From the primary as long as it is there: somebody who was told of a change by a list, and then asks for the record, would keep what a lagging replica gives
    // him, for no later list has the change again.
    findRecord: async (id, prefix, granularity) => {
      const find = async (db: Database) =>
        prefix === 'oai_dc'
          ? { ...(await findPublished(db, id, granularity)), offered: true }
          : renditions.find(db, id, prefix, granularity);
      return note(await reads.read(find, latest));
    },
    listFormats: async () => {
      const { offered, ...state } = await reads.read((db) => getOfferedFormats(db, null));
      return { ...state, prefixes: ['oai_dc', ...offered] };
    },
    listFormatsOf: async (id) => {
      const answer = await reads.read((db) => getOfferedFormats(db, id), latest);
      const { offered, carriedBy, failedBy, identifier, deleted, ...state } = note(answer);
      const isIn = (prefix: string) =>
        !failedBy.includes(prefix) && (findFormat(prefix)?.carries === 'each' || carriedBy.includes(prefix));
      const prefixes = ['oai_dc', ...offered.filter(isIn)];
      return { ...state, prefixes, record: identifier === null ? null : { identifier, deleted: deleted === true } };
    },
    listRecords: async (query) => {
      const isEnough = (stretch: ListStretch, ofPrimary: boolean) => hasReached(stretch, query) && (ofPrimary || goesOn(stretch));
      const list = async (db: Database): Promise<ListStretch> => {
        if (query.metadataPrefix !== 'oai_dc') return renditions.list(db, query);
        const { xml, ...stretch } = await listPublished(db, query, makeStore);
        return { ...stretch, xml: Promise.resolve(xml), ready: true, offered: true };
      };
      return note(await reads.read(list, query.notBefore === null ? {} : { isEnough }));
    },
    countRest: async (query, after) => {
      const list = { ...query, format: findFormat(query.metadataPrefix) };
      const count = async (db: Database, isPrimary: boolean) =>
        isPrimary
          ? { total: await countRest(db, list, after, exactCountLimit) }
          : countReached(db, { ...list, notBefore: query.notBefore }, after, exactCountLimit);
      return (await reads.read(count, { isEnough: ({ total }) => total !== null })).total!;
    },
    listSets: (after, limit, total) =>
      askTwice(
        reads,
        (db) => listSets(db, after, limit, total),
        ({ sets }) => sets.length > 0,
      ),
    hasSets: () => askTwice(reads, hasSets, (found) => found),
  };
}

/** Whether what was read has all that the list's first answer had: it is of that publication or a later one, or of a time when the whole list was published. */
function hasReached(
  { publication, publishedThrough }: PublishState,
  { notBefore, until }: Pick<ListQuery, 'notBefore' | 'until'>,
): boolean {
  return notBefore === null || publication >= notBefore || (until !== null && publishedThrough > until);
}

/**
 * Records that were published in the very second of the list's first answer enter it later, and a replica may not have those that another had when it said that the
 * list goes on. Only the primary says that nothing is left.
 */
const goesOn = ({ count }: ListStretch): boolean => count > 0;

const countSilenceMs = 60_000;

/** Counts on a replica, unless it is behind: fewer than there are would end the harvest of a client that stops at the number. */
function countReached(
  db: Database,
  query: ListBounds & Pick<ListQuery, 'notBefore'>,
  after: ListPosition,
  exactCountLimit: number,
): Promise<{ readonly total: number | null }> {
  // In one transaction, so that one server does both, whatever the URL leads to.
  return db.transaction(
    async (transaction) =>
      hasReached(await getPublication(transaction), query)
        ? { total: await countRest(transaction, query, after, exactCountLimit) }
        : { total: null },
    { silenceMs: countSilenceMs },
  );
}

/** What a replica does not know of, the primary may. Where that is away, the replica's word stands: it is true of the time the answer bears. */
async function askTwice<T>(reads: ReadSide, work: (db: Database) => Promise<T>, isFound: (answer: T) => boolean): Promise<T> {
  let asked = false;
  const answer = await reads.read((db, isPrimary) => {
    asked = isPrimary;
    return work(db);
  });
  return asked || isFound(answer) ? answer : reads.read(work, { primaryFirst: true });
}

import type { ByteStore, ByteStoreMaker } from './byte-store.ts';
import type { Queryable } from './database.ts';
import { expectRow } from './database-fault.ts';
import { fromMilliseconds } from './datestamp.ts';
import { clockSql } from './publish-clock.ts';
import type { RawRow } from './raw-rows.ts';

/** Where publishing stood when something was read, from the same snapshot. */
export interface PublishedState {
  /** `YYYY-MM-DDThh:mm:ssZ` */
  readonly publishedThrough: string;
  /** The number of the last publication that changed anything. */
  readonly publication: number;
}

/** A record as the read side takes it. */
export interface PublishedRow {
  readonly identifier: string;
  /** The ready `record` element. */
  readonly recordXml: string;
}

/** A stretch of a list to read: what comes after a position, no further than `until` and than what is published. */
export interface PublishedStretchQuery {
  readonly from: string | null;
  readonly until: string | null;
  readonly set: string | null;
  readonly after: ListPlace | null;
  readonly limit: number;
  readonly maxBytes: number;
  readonly headersOnly: boolean;
  /** How datestamps are written (OAI-PMH 2.0 §3.3.2). */
  readonly granularity: Granularity;
}

/** The place of a record in every list. */
export interface ListPlace {
  /** `YYYY-MM-DDThh:mm:ssZ` */
  readonly datestamp: string;
  readonly id: string;
}

/** A stretch of a list as it goes onto the wire. */
export interface PublishedStretch extends PublishedState {
  /** Ready elements, UTF-8. */
  readonly xml: Pick<ByteStore, 'listParts' | 'release'>;
  readonly count: number;
  /** The last record of the stretch, where the list goes on after it. */
  readonly last: ListPlace | null;
  readonly more: boolean;
}

type Granularity = 'YYYY-MM-DD' | 'YYYY-MM-DDThh:mm:ssZ';

// Datestamps are stored in full; a header has the only one that stands right after an identifier.
const toDays = (xml: string) => `regexp_replace(${xml}, '(</identifier><datestamp>.{10})T.{9}', '\\1')`;

const toOutput = (xml: string, granularity: Granularity) => (granularity === 'YYYY-MM-DD' ? toDays(xml) : xml);
const toSuffix = (granularity: Granularity) => (granularity === 'YYYY-MM-DD' ? '_days' : '');

/** One record and the publish time, from one snapshot. */
export async function findPublished(
  db: Queryable,
  id: string,
  granularity: Granularity,
): Promise<PublishedState & { record: PublishedRow | null }> {
  const text = `
    select ${toOutput('p.record_xml', granularity)}, p.identifier, c.published_through, c.publication
    from publish_clock c
    left join published p on p.id = $1::text`;
  let found: (PublishedState & { record: PublishedRow | null }) | null = null;
  await db.readRaw({ name: `find_published${toSuffix(granularity)}`, text }, [id], (row) => {
    const identifier = row.getText(1);
    const record = identifier === null ? null : { identifier, recordXml: row.getText(0)! };
    found = { ...toState(row, 2), record };
  });
  return expectRow<PublishedState & { record: PublishedRow | null }>(found);
}

function toState(row: RawRow, column: number): PublishedState {
  return { publishedThrough: fromMilliseconds(row.getTime(column)!), publication: Number(row.getBigint(column + 1)) };
}

/**
 * A stretch of the whole list or of a set's, and the publish time, from one snapshot. Reads `limit` records and one more, to know whether the list
 * goes on, and cuts after the record that reaches `maxBytes` without having read the text of those behind it.
 */
export async function listPublished(
  db: Queryable,
  query: PublishedStretchQuery,
  makeStore: ByteStoreMaker,
): Promise<PublishedStretch> {
  const { from, until, set, after, limit, maxBytes, headersOnly, granularity } = query;
  const start = after ?? { datestamp: from ?? '-infinity', id: '' };
  const values = [start.datestamp, start.id, until ?? 'infinity', limit, maxBytes];
  const name = `list_published${set === null ? '' : '_of_set'}${headersOnly ? '_headers' : ''}${toSuffix(granularity)}`;
  const xml = makeStore();
  let state: PublishedState | null = null;
  let last: ListPlace | null = null;
  let count = 0;
  let more = false;
  await db.readRaw({ name, text: toListSql(query) }, set === null ? values : [...values, set], (row) => {
    state ??= toState(row, 3);
    const bytes = row.getBytes(0);
    // The first without text is the one behind the stretch, or stands for a list of nothing.
    if (bytes === null) more = count > 0;
    else {
      xml.append(bytes);
      count += 1;
      const id = row.getText(1);
      if (id !== null) last = { datestamp: fromMilliseconds(row.getTime(2)!), id };
    }
  });
  return { ...expectRow<PublishedState>(state), xml, count, last, more };
}

// The join with the clock's one row keeps the order of the list: it has nothing to reorder by.
function toListSql({ set, headersOnly, granularity }: PublishedStretchQuery): string {
  const source =
    set === null
      ? 'from published p where (p.datestamp, p.id) > ($1::timestamptz, $2::text) and p.datestamp <= $3::timestamptz order by p.datestamp, p.id'
      : `from published_sets m join published p on p.id = m.id
         where m.set_spec = $6::text and (m.datestamp, m.id) > ($1::timestamptz, $2::text) and m.datestamp <= $3::timestamptz
         order by m.datestamp, m.id`;
  const [place, bytes, xml] = [
    set === null ? 'p.datestamp, p.id' : 'm.datestamp, m.id',
    headersOnly ? 'p.header_length' : 'p.record_bytes',
    headersOnly ? `substr(s.record_xml, 9, s.header_length) || E'\\n'` : 's.record_xml',
  ];
  const inOrder = 'over (order by s.datestamp, s.id rows unbounded preceding)';
  // Each thing once, for every field costs something in every row: where publishing stands in the first row, the place of the record in the last of a stretch that the list goes on after.
  return `
    select
      case when s.place <= $4::integer and s.bytes_through - s.bytes < $5::bigint then ${toOutput(xml, granularity)} end,
      case when s.place = $4::integer or s.bytes_through >= $5::bigint then s.id end,
      case when s.place = $4::integer or s.bytes_through >= $5::bigint then s.datestamp end,
      case when s.place is null or s.place = 1 then c.published_through end,
      case when s.place is null or s.place = 1 then c.publication end
    from ${clockSql} c
    left join (
      select s.*, sum(s.bytes) ${inOrder} as bytes_through, row_number() ${inOrder} as place
      from (select ${place}, ${bytes} as bytes, p.header_length, p.record_xml ${source} limit $4::integer + 1) s
    ) s on true`;
}

import type { ByteStore, ByteStoreMaker } from './byte-store.ts';
import type { Queryable } from './database.ts';
import { fromMilliseconds } from './datestamp.ts';
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
  readonly deleted: boolean;
  /** The ready `record` element. */
  readonly recordXml: string;
}

/** A stretch of a list to read: what comes after a position, no further than `until` and than what is published. */
export interface PublishedStretchQuery {
  readonly from: string | null;
  readonly until: string | null;
  readonly set: string | null;
  readonly after: { readonly datestamp: string; readonly id: string } | null;
  readonly limit: number;
  readonly maxBytes: number;
  readonly headersOnly: boolean;
  /** How datestamps are written (OAI-PMH 2.0 §3.3.2). */
  readonly granularity: Granularity;
}

/** A stretch of a list as it goes onto the wire. */
export interface PublishedStretch extends PublishedState {
  /** Ready elements, UTF-8. */
  readonly xml: Pick<ByteStore, 'listParts' | 'release'>;
  readonly count: number;
  /** The last record of the stretch. */
  readonly last: { readonly datestamp: string; readonly id: string } | null;
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
    select c.published_through, c.publication, p.identifier, p.deleted, ${toOutput('p.record_xml', granularity)}
    from publish_clock c
    left join published p on p.id = $1::text`;
  let found: (PublishedState & { record: PublishedRow | null }) | null = null;
  await db.readRaw({ name: `find_published${toSuffix(granularity)}`, text }, [id], (row) => {
    const identifier = row.getText(2);
    const record = identifier === null ? null : { identifier, deleted: row.getBytes(3)![0] === 1, recordXml: row.getText(4)! };
    found = { ...toState(row), record };
  });
  return found!;
}

function toState(row: RawRow): PublishedState {
  return { publishedThrough: fromMilliseconds(row.getTime(0)!), publication: Number(row.getBigint(1)) };
}

// An id has at most 512 characters of at most four bytes.
const idMaxBytes = 2_048;

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
  let count = 0;
  let more = false;
  // Of the last record; made texts only at the end.
  let time = 0;
  const id = Buffer.allocUnsafe(idMaxBytes);
  let idBytes = 0;
  await db.readRaw({ name, text: toListSql(query) }, set === null ? values : [...values, set], (row) => {
    state ??= toState(row);
    const bytes = row.getBytes(4);
    // The first without text is the one behind the stretch, or stands for a list of nothing.
    if (bytes === null) more = row.getBytes(2) !== null;
    else {
      xml.append(bytes);
      count += 1;
      time = row.getTime(3)!;
      idBytes = row.getBytes(2)!.copy(id);
    }
  });
  const last = count === 0 ? null : { datestamp: fromMilliseconds(time), id: id.toString('utf8', 0, idBytes) };
  return { ...state!, xml, count, last, more };
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
  return `
    select c.published_through, c.publication, s.id, s.datestamp,
      case when s.bytes_before < $5::bigint and s.place <= $4::integer then ${toOutput(xml, granularity)} end
    from publish_clock c
    left join (
      select s.*, sum(s.bytes) ${inOrder} - s.bytes as bytes_before, row_number() ${inOrder} as place
      from (select ${place}, ${bytes} as bytes, p.header_length, p.record_xml ${source} limit $4::integer + 1) s
    ) s on true`;
}

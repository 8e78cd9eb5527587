import type { Queryable } from './database.ts';
import { fromMilliseconds } from './datestamp.ts';

/** Where publishing stood when something was read, from the same snapshot. */
export interface PublishedState {
  /** `YYYY-MM-DDThh:mm:ssZ` */
  readonly publishedThrough: string;
  /** The number of the last publication that changed anything. */
  readonly publication: string;
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
  /** Ready elements, UTF-8, one or more records in each piece. */
  readonly xml: readonly Uint8Array[];
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
  const rows = await db.queryRaw({ name: `find_published${toSuffix(granularity)}`, text }, [id]);
  const identifier = rows.getText(0, 2);
  const state = { publishedThrough: fromMilliseconds(rows.getTime(0, 0)!), publication: String(rows.getBigint(0, 1)) };
  if (identifier === null) return { ...state, record: null };
  return { ...state, record: { identifier, deleted: rows.getBytes(0, 3)![0] === 1, recordXml: rows.getText(0, 4)! } };
}

/**
 * A stretch of the whole list or of a set's, and the publish time, from one snapshot. Reads `limit` records and one more, to know whether the list
 * goes on, and cuts after the record that reaches `maxBytes` without having read the text of those behind it.
 */
export async function listPublished(db: Queryable, query: PublishedStretchQuery): Promise<PublishedStretch> {
  const { from, until, set, after, limit, maxBytes, headersOnly, granularity } = query;
  const start = after ?? { datestamp: from ?? '-infinity', id: '' };
  const values = [start.datestamp, start.id, until ?? 'infinity', limit, maxBytes];
  const name = `list_published${set === null ? '' : '_of_set'}${headersOnly ? '_headers' : ''}${toSuffix(granularity)}`;
  const rows = await db.queryRaw({ name, text: toListSql(query) }, set === null ? values : [...values, set]);
  const state = { publishedThrough: fromMilliseconds(rows.getTime(0, 0)!), publication: String(rows.getBigint(0, 1)) };
  const xml: Uint8Array[] = [];
  for (let row = 0; row < rows.length; row += 1) {
    const bytes = rows.getBytes(row, 4);
    if (bytes === null) break;
    xml.push(bytes);
  }
  const count = xml.length;
  if (count === 0) return { ...state, xml, count, last: null, more: false };
  const last = { datestamp: fromMilliseconds(rows.getTime(count - 1, 3)!), id: rows.getText(count - 1, 2)! };
  return { ...state, xml, count, last, more: rows.length > count };
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

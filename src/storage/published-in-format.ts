import type { ByteStore, ByteStoreMaker } from './byte-store.ts';
import type { Queryable } from './database.ts';
import { expectRow } from './database-fault.ts';
import { fromMilliseconds } from './datestamp.ts';
import { clockSql } from './publish-clock.ts';
import type { ListPlace, PublishedState, PublishedStretchQuery } from './published.ts';
import type { RawRow } from './raw-rows.ts';
import { isFailedSql } from './renditions.ts';

/** A format beside oai_dc, as records are looked for in it. */
export interface FormatQuery {
  readonly prefix: string;
  /** What its output is made by here. */
  readonly version: string;
  readonly carries: Carried;
}

/** Which records a format carries: each; most, where those it does have a place in the list of the format; or some, where they have one in those of their sets, too. */
export type Carried = 'each' | 'most' | 'some';

/** A record of which no rendition is kept, with all that one is made of. */
export interface UnrenderedRecord {
  readonly id: string;
  readonly identifier: string;
  /** In this format: `YYYY-MM-DDThh:mm:ssZ` */
  readonly datestamp: string;
  readonly sets: readonly string[];
  readonly revision: string;
  /** As JSON in UTF-8; null where what it was made from was not kept. */
  readonly metadata: Uint8Array | null;
  readonly readyXml: string | null;
  readonly aboutXml: string;
}

/** Where publishing stood, and whether the format is offered. */
export interface FormatState extends PublishedState {
  /** Null while it is not offered. */
  readonly offered: {
    /** Names the renditions of the format as it is now. */
    readonly key: number;
    readonly version: string;
  } | null;
}

/** A stretch of a list in a format beside oai_dc: what is ready, as far as it is, and then what may still have to be rendered. */
export interface FormatStretch extends FormatState {
  readonly ready: ByteStore;
  /** What comes after `ready`, in the order of the list: bytes, or a record without a rendition. */
  readonly rest: readonly (Buffer | UnrenderedRecord)[];
  readonly count: number;
  readonly last: ListPlace | null;
  readonly more: boolean;
}

// The format's row is read once for all that depends on it. `since` bounds every datestamp in it from below: what was published before counts as of then.
const formatCte = `f as materialized (select key, version, since from published_formats where prefix = $1::text and since is not null)`;

const sinceText = `to_char((select since from f) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const stampPattern = `'(</identifier><datestamp>)[^<]*'`;

/** Ready XML with the datestamp that it has in the format. */
const toFormatStamp = (xml: string, datestamp: string) =>
  `case when ${datestamp} >= (select since from f) then ${xml} else regexp_replace(${xml}, ${stampPattern}, '\\1' || ${sinceText}) end`;

const toDays = (xml: string) => `regexp_replace(${xml}, '(</identifier><datestamp>.{10})T.{9}', '\\1')`;

/** What is there to be sent, null where a rendition is lacking. */
function toXmlSql(row: string, { headersOnly, granularity }: Pick<PublishedStretchQuery, 'headersOnly' | 'granularity'>): string {
  const whole = `case
    when ${row}.tombstone_xml is not null then ${toFormatStamp(`${row}.tombstone_xml`, `${row}.datestamp`)}
    when ${row}.deleted then ${toFormatStamp(`${row}.record_xml`, `${row}.datestamp`)}
    else ${row}.rendition end`;
  // Of renditions, a list of headers has those that show a record as deleted.
  const tombstone = `coalesce(${row}.tombstone_xml, ${row}.rendition)`;
  const header = `case
    when ${tombstone} is not null then substr(${tombstone}, 9, length(${tombstone}) - 18)
    else substr(${row}.record_xml, 9, ${row}.header_length) end`;
  const xml = headersOnly ? `${toFormatStamp(`(${header})`, `${row}.datestamp`)} || E'\\n'` : whole;
  return granularity === 'YYYY-MM-DD' ? toDays(xml) : xml;
}

const isUnrendered = 'not s.deleted and s.rendition is null and s.tombstone_xml is null';

/*
 * One look into an index for each row, whatever the statistics say: a plan made while the tables were empty would otherwise read them whole, again and again, when they are not.
 * Measured just after 100,000 records were published: 2,400 records/s rendered without, 9,700 with.
 */
const toRenditionSql = (row: string) =>
  `select r.record_xml, r.record_bytes from renditions r where r.format = (select key from f) and r.id = ${row}.id and r.revision = ${row}.revision`;
const toFailedSql = (row: string) => `${toRenditionSql(row)} and ${isFailedSql}`;
const toSourceSql = (row: string) =>
  `select o.metadata, o.ready_xml, o.about_xml from published_sources o where o.id = ${row}.id`;

// Behind the id.
const unrendered = (row: string, source: string) => `
  ${row}.identifier, greatest(${row}.datestamp, (select since from f)), array_to_string(${row}.sets, ' '), ${row}.revision,
  ${source}.metadata, ${source}.ready_xml, ${source}.about_xml`;

function readUnrendered(row: RawRow, at: number): UnrenderedRecord {
  const sets = row.getText(at + 3)!;
  const metadata = row.getBytes(at + 5);
  return {
    id: row.getText(at)!,
    identifier: row.getText(at + 1)!,
    datestamp: fromMilliseconds(row.getTime(at + 2)!),
    sets: sets === '' ? [] : sets.split(' '),
    revision: String(row.getBigint(at + 4)),
    metadata: metadata === null ? null : Buffer.from(metadata),
    readyXml: row.getText(at + 6),
    aboutXml: row.getText(at + 7) ?? '',
  };
}

/**
 * A stretch of a list in a format beside oai_dc, with the publish time from the same snapshot. As `listPublished`, but that renditions may be lacking, and that what was published before the
 * format was offered, or written in another way, counts as of that moment.
 */
export async function listPublishedInFormat(
  db: Queryable,
  format: FormatQuery,
  query: PublishedStretchQuery,
  makeStore: ByteStoreMaker,
): Promise<FormatStretch> {
  const { from, until, set, after, limit, maxBytes, headersOnly } = query;
  const start = after ?? { datestamp: from ?? '-infinity', id: '' };
  const values = [format.prefix, start.datestamp, start.id, after === null, until ?? 'infinity', limit, maxBytes, set ?? ''];
  const ready = makeStore();
  const rest: (Buffer | UnrenderedRecord)[] = [];
  let state: FormatState | null = null;
  let last: ListPlace | null = null;
  let count = 0;
  let more = false;
  await db.readRaw(toListStatement(format, query), values, (row) => {
    state ??= toFormatState(row);
    if (row.getText(6) === null) {
      // The first without an id is the one behind the stretch, or stands for a list of nothing.
      more = count > 0;
      return;
    }
    count += 1;
    const bytes = row.getBytes(0);
    if (bytes !== null && rest.length === 0) ready.append(bytes);
    else rest.push(bytes === null ? readUnrendered(row, 6) : Buffer.from(bytes));
    const lastId = row.getText(1);
    if (lastId !== null) last = { datestamp: fromMilliseconds(row.getTime(2)!), id: lastId };
  });
  if (headersOnly && rest.length > 0) throw new Error('A header is lacking.');
  return { ...expectRow<FormatState>(state), ready, rest, count, last, more };
}

function toFormatState(row: RawRow): FormatState {
  const [key, version] = row.getText(5)?.split(' ', 2) ?? [];
  return {
    publishedThrough: fromMilliseconds(row.getTime(3)!),
    publication: Number(row.getBigint(4)),
    offered: key === undefined ? null : { key: Number(key), version: version! },
  };
}

const publishedColumns = 'p.id, p.identifier, p.deleted, p.sets, p.record_xml, p.record_bytes, p.header_length, p.revision';

const listKinds = {
  all: {
    rows: `select p.datestamp, null::text as tombstone_xml, ${publishedColumns} from published p where $8::text = '' and`,
    place: 'p.datestamp, p.id',
  },
  set: {
    rows: `select m.datestamp, null::text as tombstone_xml, ${publishedColumns}
      from published_sets m join published p on p.id = m.id where m.set_spec = $8::text and`,
    place: 'm.datestamp, m.id',
  },
  setOfMost: {
    // Each record of the set is looked for in the list of the format.
    rows: `select m.datestamp, x.tombstone_xml, ${publishedColumns}
      from published_sets m join published p on p.id = m.id
      join lateral (select tombstone_xml from published_prefixes where id = m.id and prefix = $1::text and set_spec = '' offset 0) x on true
      where m.set_spec = $8::text and`,
    place: 'm.datestamp, m.id',
  },
  sparse: {
    rows: `select m.datestamp, m.tombstone_xml, ${publishedColumns}
      from published_prefixes m join published p on p.id = m.id where m.prefix = $1::text and m.set_spec = $8::text and`,
    place: 'm.datestamp, m.id',
  },
} as const;

/** Which tables a list in a format is read from. */
export type ListKind = keyof typeof listKinds;

export function toListKind(carries: Carried, set: string | null): ListKind {
  if (carries === 'each') return set === null ? 'all' : 'set';
  return carries === 'most' && set !== null ? 'setOfMost' : 'sparse';
}

function toListStatement(format: FormatQuery, query: PublishedStretchQuery) {
  const kind = toListKind(format.carries, query.set);
  const { headersOnly, granularity } = query;
  const name = `list_in_format_${kind}${headersOnly ? '_headers' : ''}${granularity === 'YYYY-MM-DD' ? '_days' : ''}`;
  return { name, text: toListSql(kind, query) };
}

function toListSql(kind: ListKind, query: PublishedStretchQuery): string {
  const { rows, place } = listKinds[kind];
  const { headersOnly } = query;
  const inOrder = 'over (order by l.datestamp, l.id rows unbounded preceding)';
  const inStretch = 's.place <= $6::integer and s.bytes_through - s.bytes < $7::bigint';
  const atEnd = '(s.place = $6::integer or s.bytes_through >= $7::bigint)';
  // A rendition that is lacking takes about twice the room of oai_dc.
  const bytes = headersOnly
    ? 'q.header_length'
    : 'coalesce(r.record_bytes, case when q.deleted then 1 else 2 end * q.record_bytes)';
  return `
    with ${formatCte}
    select
      case when ${inStretch} then ${toXmlSql('s', query)} end,
      case when ${atEnd} then s.id end,
      case when ${atEnd} then s.datestamp end,
      c.published_through, c.publication, (select key || ' ' || version from f),
      case when ${inStretch} then s.id end, ${unrendered('s', 'o')}
    from ${clockSql} c
    left join (
      select l.*, sum(l.bytes) ${inOrder} as bytes_through, row_number() ${inOrder} as place
      from (
        select q.*, r.record_xml as rendition, ${bytes} as bytes
        from (
          ${rows} (${place}) > (case when $4::boolean and $2::timestamptz <= (select since from f) then '-infinity'::timestamptz else $2::timestamptz end, $3::text)
            and ${place.split(',')[0]} <= case when $5::timestamptz >= (select since from f) then $5::timestamptz else '-infinity'::timestamptz end
          order by ${place} limit $6::integer + 1
        ) q
        left join lateral (${headersOnly ? toFailedSql('q') : toRenditionSql('q')} offset 0) r on true
      ) l
    ) s on true
    left join lateral (${toSourceSql('s')} offset 0) o on ${headersOnly ? 'false' : `${isUnrendered} and ${inStretch}`}
    order by s.place`;
}

/** One record in a format beside oai_dc, and the publish time, from one snapshot. */
export interface FoundInFormat extends FormatState {
  readonly identifier: string | null;
  /** Ready to be sent, or what it is to be rendered from; null where the record was never in this format. */
  readonly found: Buffer | UnrenderedRecord | null;
}

/** Looks for one record in a format beside oai_dc. */
export async function findPublishedInFormat(
  db: Queryable,
  { prefix, carries }: FormatQuery,
  id: string,
  granularity: PublishedStretchQuery['granularity'],
): Promise<FoundInFormat> {
  const sparse = carries !== 'each';
  const text = `
    with ${formatCte}
    select ${toXmlSql('s', { headersOnly: false, granularity })}, s.identifier, ${sparse ? 's.place' : 's.id'} is not null and (select key from f) is not null,
      c.published_through, c.publication, (select key || ' ' || version from f), s.id, ${unrendered('s', 'o')}
    from publish_clock c
    left join (
      select p.id, p.identifier, ${sparse ? 'coalesce(m.datestamp, p.datestamp)' : 'p.datestamp'} as datestamp, p.deleted, p.sets, p.record_xml, p.revision,
        r.record_xml as rendition, ${sparse ? 'm.tombstone_xml, m.id as place' : 'null::text as tombstone_xml'}
      from published p
      ${sparse ? `left join published_prefixes m on m.id = p.id and m.prefix = $1::text and m.set_spec = ''` : ''}
      left join lateral (${toRenditionSql('p')} offset 0) r on true
      where p.id = $2::text
    ) s on true
    left join lateral (${toSourceSql('s')} offset 0) o on ${isUnrendered}`;
  const name = `find_in_format${sparse ? '_sparse' : ''}${granularity === 'YYYY-MM-DD' ? '_days' : ''}`;
  let answer: FoundInFormat | null = null;
  await db.readRaw({ name, text }, [prefix, id], (row) => {
    const bytes = row.getBytes(0);
    const isInFormat = row.getBytes(2)![0] === 1;
    const found = !isInFormat ? null : bytes === null ? readUnrendered(row, 6) : Buffer.from(bytes);
    answer = { ...toFormatState(row), identifier: row.getText(1), found };
  });
  return expectRow<FoundInFormat>(answer);
}

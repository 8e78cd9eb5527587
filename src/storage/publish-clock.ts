import type { Queryable } from './database.ts';
import { toDatestampSql } from './datestamp.ts';

/**
 * Locks the clock until the transaction ends: whoever holds it is the only publisher, whoever was elected. Returns the datestamp for what is published under
 * the lock: the database's time in whole seconds, but never before anything published earlier.
 *
 * @param offsetSeconds added to the database's time
 */
export async function lockClock(db: Queryable, offsetSeconds: number): Promise<string> {
  // However long a batch takes is right, but one whose process hangs must not keep the clock for ever. What a batch reads and writes it finds by keys: a plan that was made while a table was small
  // would read all of it each time when it no longer is (measured in the first minute of a new repository: 100,000 records in 62 s instead of 11).
  const limits = `select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '60000', true),
    set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`;
  await db.query({ name: 'set_batch_limits', text: limits });
  await db.query({ name: 'lock_clock', text: 'select 1 from publish_clock for update' });
  // Behind somebody who has locked the whole of `records`, better let go and come back than be unable to stop.
  const text = `
    select ${toDatestampSql("greatest(published_through, clock_timestamp() + $1::integer * interval '1 second')")} as datestamp,
      set_config('lock_timeout', '5000', true)
    from publish_clock`;
  return (await db.query<{ datestamp: string }>({ name: 'get_stamp', text }, [offsetSeconds]))[0]!.datestamp;
}

/**
 * Moves the clock at the end of a batch. Publications are numbered by the milliseconds of their time, so that after a restore from a backup no number comes again for other contents.
 *
 * @param datestamp the batch's stamp; not before `publishedThrough`
 * @param inserted how many records are new in `published`
 * @param changed whether the world sees any difference
 */
export async function advanceClock(db: Queryable, datestamp: string, inserted: number, changed: boolean): Promise<void> {
  const text = `
    update publish_clock set
      published_through = $1::timestamptz,
      record_count = record_count + $2::bigint,
      publication = case when $3::boolean then greatest(publication + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint) else publication end,
      earliest_datestamp = case when $3::boolean then coalesce(earliest_datestamp, $1::timestamptz) else earliest_datestamp end`;
  await db.query({ name: 'advance_clock', text }, [datestamp, inserted, changed]);
}

/**
 * Where publishing stands, to be joined with what is read in the same snapshot. By the `limit` the planner knows that it is one row: of a table that small and never analyzed it expects
 * hundreds, takes a page for a hundred thousand rows, and has it compiled (`jit`), which takes ten times as long as reading it.
 */
export const clockSql = '(select published_through, publication from publish_clock limit 1)';

/** Who publishes: a name, and a count that grows with every sign of life. */
export interface PublisherSign {
  readonly publisher: string | null;
  readonly beat: string;
}

/** What a tick tells the publisher. */
export interface Tick {
  /** Whether entries wait in the outbox. */
  readonly pending: boolean;
}

/**
 * The publisher's sign of life, which also moves the clock on to the database's time, whole seconds, while nothing waits: so a publisher that cannot publish
 * falls behind for all to see. The clock never goes back. Null when another has taken over.
 *
 * @param offsetSeconds added to the database's time
 */
export async function tickClock(db: Queryable, publisher: string, offsetSeconds: number): Promise<Tick | null> {
  const text = `
    with ticked as (
      update publish_clock set publisher_beat = publisher_beat + 1, publisher_seen_at = clock_timestamp(),
        published_through = case
          when exists (select 1 from outbox) then published_through
          else greatest(published_through, date_trunc('second', clock_timestamp() + $2::integer * interval '1 second'))
        end
      where publisher = $1::text
      returning 1
    )
    select exists (select 1 from ticked) as mine, exists (select 1 from outbox) as pending`;
  const [row] = await db.query<{ mine: boolean; pending: boolean }>({ name: 'tick_clock', text }, [publisher, offsetSeconds]);
  return row!.mine ? { pending: row!.pending } : null;
}

/** Reads who publishes. */
export async function getPublisherSign(db: Queryable): Promise<PublisherSign> {
  const text = 'select publisher, publisher_beat::text as beat from publish_clock';
  return (await db.query<PublisherSign>({ name: 'get_publisher_sign', text }))[0]!;
}

/** The name of the publisher, if it gave a sign of life within so many seconds of the database's time; else null. */
export async function findLivingPublisher(db: Queryable, seconds: number): Promise<string | null> {
  const text = `
    select publisher from publish_clock
    where publisher is not null and publisher_seen_at > clock_timestamp() - $1::integer * interval '1 second'`;
  return (await db.query<{ publisher: string }>({ name: 'find_living_publisher', text }, [seconds]))[0]?.publisher ?? null;
}

/** Becomes the publisher, if the sign is still the one that was seen and nobody has the clock locked: a batch in hand is a sign of life, too. */
export async function claimPublishing(db: Queryable, publisher: string, seen: PublisherSign): Promise<boolean> {
  const text = `
    with free as (
      select only_row from publish_clock where publisher is not distinct from $2::text and publisher_beat = $3::bigint for update skip locked
    )
    update publish_clock c set publisher = $1::text, publisher_beat = publisher_beat + 1, publisher_seen_at = clock_timestamp()
    from free where c.only_row = free.only_row
    returning 1 as claimed`;
  return (await db.query({ name: 'claim_publishing', text }, [publisher, seen.publisher, seen.beat])).length === 1;
}

/** Steps back, so that another takes over at once. */
export async function leavePublishing(db: Queryable, publisher: string): Promise<void> {
  await db.query({ name: 'leave_publishing', text: 'update publish_clock set publisher = null where publisher = $1::text' }, [
    publisher,
  ]);
}

/** The number of the last publication that changed anything, and the publish time. */
export async function getPublication(db: Queryable): Promise<{ publishedThrough: string; publication: number }> {
  const text = `select ${toDatestampSql('published_through')} as "publishedThrough", publication::float8 as publication from publish_clock`;
  return (await db.query<{ publishedThrough: string; publication: number }>({ name: 'get_publication', text }))[0]!;
}

/** The publish time and the earliest datestamp there is or will be: an empty repository's is the time it was set up (conformance I-08). */
export async function getPublishState(
  db: Queryable,
): Promise<{ publishedThrough: string; publication: number; earliestDatestamp: string }> {
  const text = `
    select ${toDatestampSql('c.published_through')} as "publishedThrough", c.publication::float8 as publication,
      ${toDatestampSql('coalesce(c.earliest_datestamp, i.set_up_at)')} as "earliestDatestamp"
    from publish_clock c cross join installation i`;
  type State = { publishedThrough: string; publication: number; earliestDatestamp: string };
  return (await db.query<State>({ name: 'get_publish_state', text }))[0]!;
}

import { toTextArray } from './binary-array.ts';
import type { Queryable } from './database.ts';
import { noteEachRecord, noteMembers } from './outbox.ts';

/** A record in full form, as rules see it. */
export interface RecordInFull {
  readonly id: string;
  /** JSON. */
  readonly record: string;
}

/**
 * Whether a rule holds for a document, as SQL: true, false, or null where it says neither.
 *
 * Not `@@`: that raises an error, which no mode of jsonpath suppresses, when a date is compared with a time that has a zone.
 */
export const toMatchSql = (document: string, rule: string) => `jsonb_path_match_tz(${document}, ${rule}, '{}', true)`;

/** Whether any set has a rule. */
export async function hasRules(db: Queryable): Promise<boolean> {
  const text = 'select exists (select 1 from sets where rule is not null) as found';
  return (await db.query<{ found: boolean }>({ name: 'has_rules', text }))[0]!.found;
}

/** The sets whose rules hold for these records, in the order of setSpecs. A record that is in none of them is not in the map. */
export async function listRuleSets(db: Queryable, records: readonly RecordInFull[]): Promise<Map<string, string[]>> {
  if (records.length === 0) return new Map();
  // Materialized, so that each record is taken apart once and not once for each rule.
  const text = `
    with documents as materialized (
      select r.id, r.record::jsonb as document from unnest($1::text[], $2::text[]) as r(id, record)
    )
    select d.id, array_agg(s.set_spec order by s.set_spec) as "setSpecs"
    from documents d join sets s on ${toMatchSql('d.document', 's.rule')}
    where s.rule is not null
    group by d.id`;
  const columns = [toTextArray(records.map(({ id }) => id)), toTextArray(records.map(({ record }) => record))];
  const rows = await db.query<{ id: string; setSpecs: string[] }>({ name: 'list_rule_sets', text }, columns);
  return new Map(rows.map(({ id, setSpecs }) => [id, setSpecs]));
}

/**
 * Notes the records that may have come into these sets, or left them, because their rules are others now: every record, for a set that has a rule, since only the publisher knows the full form that
 * rules look at; those listed in it, for one that has none any more. Publishing again those that stay in the sets they are in changes nothing (G5).
 *
 * @param setSpecs of sets with a new rule, without one, or no longer there
 */
export async function noteRuleChanges(db: Queryable, setSpecs: readonly string[]): Promise<void> {
  if (setSpecs.length === 0) return;
  const text = 'select exists (select 1 from sets where set_spec = any($1::text[]) and rule is not null) as ruled';
  const [row] = await db.query<{ ruled: boolean }>({ name: 'are_ruled', text }, [setSpecs]);
  if (row!.ruled) await noteEachRecord(db);
  else await noteMembers(db, setSpecs);
}

/** What PostgreSQL says to a text that should be a rule. */
export type ParsedRule =
  | {
      readonly ok: true;
      /** As PostgreSQL writes it: every name in quotes. */
      readonly rule: string;
    }
  | { readonly ok: false; readonly message: string };

/** Parses a rule; what it says about records is not looked at. */
export function parseRule(db: Queryable, rule: string): Promise<ParsedRule> {
  return orComplaint(async () => {
    const text = 'select $1::text::jsonpath::text as rule';
    return { ok: true, rule: (await db.query<{ rule: string }>({ name: 'parse_rule', text }, [rule]))[0]!.rule };
  });
}

/**
 * Whether a rule is a predicate: of an empty document, too, one says yes, no or neither, where a path finds nothing or something else.
 *
 * @param rule one that can be parsed and has no variables
 */
export async function isPredicate(db: Queryable, rule: string): Promise<boolean> {
  const text = `select jsonb_path_match_tz('{}', $1::text::jsonpath, '{}', false)`;
  return (await orComplaint(async () => ({ ok: true, rows: await db.query({ name: 'is_predicate', text }, [rule]) }))).ok;
}

// Data, syntax and limits: PostgreSQL has been asked for nothing else. Those of a connection are another matter.
const complaintCodes = /^(?:22...|42601|54...|0A000)$/;

async function orComplaint<T>(ask: () => Promise<T>): Promise<T | { readonly ok: false; readonly message: string }> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && complaintCodes.test(String(error.code)))) throw error;
    const detail = 'detail' in error && typeof error.detail === 'string' ? `: ${error.detail}` : '';
    return { ok: false, message: error.message + detail };
  }
}

/** The ids of the records that a rule holds for. */
export async function listMatches(db: Queryable, rule: string, records: readonly RecordInFull[]): Promise<string[]> {
  const text = `
    select r.id from unnest($2::text[], $3::text[]) as r(id, record)
    where ${toMatchSql('r.record::jsonb', '$1::text::jsonpath')}`;
  const columns = [toTextArray(records.map(({ id }) => id)), toTextArray(records.map(({ record }) => record))];
  return (await db.query<{ id: string }>({ name: 'list_matches', text }, [rule, ...columns])).map(({ id }) => id);
}

/** How many published records there are at most to look at: deleted ones, which nothing is kept of to look at, are among them. */
export async function countPublished(db: Queryable): Promise<number> {
  const text = 'select record_count::float8 as total from publish_clock';
  return (await db.query<{ total: number }>({ name: 'count_published', text }))[0]!.total;
}

import { toTextArray } from './binary-array.ts';
import type { Queryable } from './database.ts';

/** A record in full form, as `published_sources.record` has it. */
export interface RecordSource {
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
export async function listRuleSets(db: Queryable, records: readonly RecordSource[]): Promise<Map<string, string[]>> {
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
 * Notes the published records that may have come into these sets, or left them, because their rules are others now: those a rule holds for that are not listed
 * in its set, and those listed in it that it does not hold for. Among the latter are those that name the set themselves; publishing them again changes nothing.
 * Reads every published record once, however many sets are given.
 *
 * @param setSpecs of sets with a new rule, without one, or no longer there
 * @returns how many records were noted
 */
export async function noteRuleChanges(db: Queryable, setSpecs: readonly string[]): Promise<number> {
  if (setSpecs.length === 0) return 0;
  const text = `
    with changed as materialized (
      select c.set_spec, s.rule from unnest($1::text[]) as c(set_spec) left join sets s on s.set_spec = c.set_spec
    ),
    members as (
      select m.id, array_agg(m.set_spec) as set_specs from published_sets m where m.set_spec = any($1::text[]) group by m.id
    ),
    -- Taken apart once for all rules, and not at all where sets only lost theirs.
    documents as (
      select p.id, case when (select bool_or(rule is not null) from changed) then p.record::jsonb end as document
      from published_sources p offset 0
    ),
    noted as (
      insert into outbox (record_id)
      select d.id from documents d left join members m on m.id = d.id
      where exists (
        select 1 from changed c
        where coalesce(${toMatchSql('d.document', 'c.rule')}, false) <> coalesce(c.set_spec = any(m.set_specs), false)
      )
      returning 1
    )
    select count(*)::float8 as total from noted`;
  return (await db.query<{ total: number }>({ name: 'note_rule_changes', text }, [setSpecs]))[0]!.total;
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

/** What a stretch of published records has of those that a rule holds for. */
export interface RuleMatches {
  readonly scanned: number;
  /** Where the next stretch begins; null at the end. */
  readonly last: string | null;
  readonly matched: number;
  readonly examples: readonly { readonly id: string; readonly title: string | null }[];
}

/**
 * Looks which of the published records a rule holds for, in the order of ids.
 *
 * @param after the `last` of the stretch before, or the empty text
 * @param limit records to look at
 * @param mostExamples that are named
 */
export async function findRuleMatches(
  db: Queryable,
  rule: string,
  { after, limit, mostExamples }: { readonly after: string; readonly limit: number; readonly mostExamples: number },
): Promise<RuleMatches> {
  const text = `
    with documents as materialized (
      select id, record::jsonb as document from published_sources where id > $2::text order by id limit $3::integer
    ),
    matches as materialized (
      select id, document #>> '{titles,0,title}' as title from documents where ${toMatchSql('document', '$1::text::jsonpath')}
    )
    select (select count(*)::integer from documents) as scanned, (select max(id) from documents) as last,
      (select count(*)::integer from matches) as matched,
      (select json_agg(e) from (select id, title from matches order by id limit $4::integer) e) as examples`;
  type Row = Omit<RuleMatches, 'examples'> & { readonly examples: RuleMatches['examples'] | null };
  const [row] = await db.query<Row>({ name: 'find_rule_matches', text }, [rule, after, limit, mostExamples]);
  return { ...row!, last: row!.scanned < limit ? null : row!.last, examples: row!.examples ?? [] };
}

/** How many published records there are at most to look at: deleted ones, which nothing is kept of to look at, are among them. */
export async function countPublished(db: Queryable): Promise<number> {
  const text = 'select record_count::float8 as total from publish_clock';
  return (await db.query<{ total: number }>({ name: 'count_published', text }))[0]!.total;
}

import type { Queryable } from './database.ts';

/** Why a record could not be published. */
export interface Problem {
  readonly id: string;
  readonly code: string;
  readonly message: string;
}

/** Keeps problems by record; one that is still the same keeps its time. */
export async function upsertProblems(db: Queryable, problems: readonly Problem[]): Promise<void> {
  if (problems.length === 0) return;
  const text = `
    insert into problems (record_id, code, message, since)
    select p.id, p.code, p.message, clock_timestamp() from unnest($1::text[], $2::text[], $3::text[]) as p(id, code, message)
    on conflict (record_id) do update set code = excluded.code, message = excluded.message, since = excluded.since
    where (problems.code, problems.message) is distinct from (excluded.code, excluded.message)`;
  await db.query({ name: 'upsert_problems', text }, [
    problems.map(({ id }) => id),
    problems.map(({ code }) => code),
    problems.map(({ message }) => message),
  ]);
}

/** Forgets the problems of records that have none any more. */
export async function deleteProblems(db: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.query({ name: 'delete_problems', text: 'delete from problems where record_id = any($1::text[])' }, [ids]);
}

/** A page of problems in the order of ids. */
export function listProblems(
  db: Queryable,
  options: { readonly after?: string; readonly limit: number },
): Promise<(Problem & { readonly since: Date })[]> {
  const text = `
    select record_id as id, code, message, since from problems where record_id > $1::text order by record_id limit $2::integer`;
  return db.query({ name: 'list_problems', text }, [options.after ?? '', options.limit]);
}

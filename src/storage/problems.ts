import type { Database, Queryable } from './database.ts';
import { isFailedSql, isOfPublishedSql } from './renditions.ts';

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

/** A problem as it is listed. */
export interface ListedProblem extends Problem {
  /** The format that failed on the record when somebody asked for it; '' where the record could not be published. */
  readonly prefix: string;
  readonly since: Date;
}

/** A page of problems, those of formats that failed when somebody asked among them, in the order of ids and prefixes. */
export function listProblems(
  db: Database,
  { after, limit }: { readonly after?: Pick<ListedProblem, 'id' | 'prefix'>; readonly limit: number },
): Promise<ListedProblem[]> {
  const text = `
    select * from (
      select record_id as id, '' as prefix, code, message, since from problems where record_id > $1::text
      union all
      select r.id, f.prefix, 'format_failed', 'Shown as deleted in ' || f.prefix || ': ' || r.fault, r.failed_at
      from published_formats f
      cross join lateral (
        select r.id, r.fault, r.failed_at from renditions r
        where r.format = f.key and ${isFailedSql} and r.id >= $1::text and (r.id, f.prefix) > ($1::text, $2::text) and ${isOfPublishedSql}
        order by r.format, r.id limit $3::integer
      ) r
    ) listed
    order by id, prefix limit $3::integer`;
  return db.transaction(async (transaction) => {
    // To compile a page takes two hundred times as long as to read it.
    await transaction.query({ name: 'do_not_compile', text: "select set_config('jit', 'off', true)" });
    return transaction.query({ name: 'list_problems', text }, [after?.id ?? '', after?.prefix ?? '', limit]);
  });
}

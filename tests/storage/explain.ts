import type { Database, Queryable, Statement } from '../../src/storage/database.ts';

/** What a step of a plan really did. */
export interface PlanStep {
  readonly kind: string;
  /** The index or table it reads; empty for other steps. */
  readonly reads: string;
  /** Rows it gave, over all its runs. */
  readonly rows: number;
  /** Rows it read and threw away. */
  readonly discarded: number;
  /** What the planner took it to cost, in its own unit. */
  readonly cost: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Total Cost': number;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/**
 * Runs the one statement that `ask` sends, and tells what its plan really did.
 *
 * @param generic plans it without knowing the values, as PostgreSQL may after the fifth time
 */
export async function explain(db: Database, ask: (db: Queryable) => Promise<unknown>, generic = false): Promise<PlanStep[]> {
  const sent: { statement: Statement; values: readonly unknown[] }[] = [];
  await ask({
    query: (statement, values = []) => {
      sent.push({ statement, values });
      return db.query(statement, values);
    },
    readRaw: (statement, values, onRow) => {
      sent.push({ statement, values });
      return db.readRaw(statement, values, onRow);
    },
  });
  const { statement, values } = sent[0]!;
  return db.transaction(async (transaction) => {
    const run = <Row extends object>(text: string, given: readonly unknown[] = []) =>
      transaction.query<Row>({ name: '', text }, given);
    await run(`set local plan_cache_mode = ${generic ? 'force_generic_plan' : 'force_custom_plan'}`);
    await run(`prepare explained as ${statement.text}`);
    const list = values.map(toLiteral).join(', ');
    const [row] = await run<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `explain (analyze, format json) execute explained${list === '' ? '' : `(${list})`}`,
    );
    await run('deallocate explained');
    return flatten(row!['QUERY PLAN'][0].Plan);
  });
}

function toLiteral(value: unknown): string {
  if (value === null) return 'null';
  const text = Array.isArray(value) ? `{${value.map((each) => JSON.stringify(each)).join()}}` : String(value);
  return `'${text.replaceAll("'", "''")}'`;
}

function flatten(node: PlanNode): PlanStep[] {
  const loops = node['Actual Loops'];
  const step = {
    kind: node['Node Type'],
    reads: node['Index Name'] ?? node['Relation Name'] ?? '',
    rows: node['Actual Rows'] * loops,
    discarded: ((node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) * loops,
    cost: node['Total Cost'],
  };
  return [step, ...(node.Plans ?? []).flatMap(flatten)];
}

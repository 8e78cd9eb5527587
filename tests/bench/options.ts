import { parseArgs } from 'node:util';

/** What a run was asked for. */
export interface Options {
  readonly records: number;
  /** Another endpoint to measure with the same client. */
  readonly against: string | null;
  /** Null for everything. */
  readonly only: readonly string[] | null;
  readonly out: string;
  /** Where the records and saved pages stay; null for a folder that goes with the run. */
  readonly keep: string | null;
  /** A PostgreSQL server to work in; null for one of its own. */
  readonly database: string | null;
}

export const usage = `Usage: npm run bench -- [options]

  --records N       how many records are made and served (100000)
  --only NAME,NAME  measure only these; demand is measured when it is named here
  --against URL     measure another OAI-PMH endpoint too, with the same client
  --out DIR         where bench.json, bench.md and plans.md go (bench-results)
  --keep DIR        keep the generated records and saved pages there
  --database URL    work in a new database of this PostgreSQL rather than in one started for the run
  --help            this
`;

/** The command line was wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the command line; null when help was asked for.
 *
 * @param known the names that --only may have
 * @throws UsageError
 */
export function parseOptions(args: readonly string[], known: readonly string[]): Options | null {
  const values = readValues(args);
  if (values.help === true) return null;
  const only = values.only?.split(',').map((name) => name.trim()) ?? null;
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(`--only knows no "${unknown}"; there are ${known.join(', ')}.`);
  if (only?.includes('against') === true && values.against === undefined)
    throw new UsageError('--only against needs --against URL.');
  return {
    records: toCount(values.records ?? '100000'),
    against: values.against === undefined ? null : toEndpoint(values.against),
    only,
    out: values.out ?? 'bench-results',
    keep: values.keep ?? null,
    database: values.database ?? null,
  };
}

function readValues(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    records: text,
    only: text,
    against: text,
    out: text,
    keep: text,
    database: text,
    help: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function toCount(text: string): number {
  const value = Number(text);
  // Fewer do not fill the pages that are compared.
  if (!Number.isInteger(value) || value < 1000)
    throw new UsageError(`--records must be a whole number from 1000, not "${text}".`);
  return value;
}

function toEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '') {
    throw new UsageError(`--against must be the http or https address of an endpoint, without a query, not "${text}".`);
  }
  return text;
}

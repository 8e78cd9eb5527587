/** What a figure is to be compared with: the most that is possible, or another figure of ours. */
export interface Limit {
  readonly name: string;
  readonly figure: number;
}

/** What has to be reached, by the figure itself or by its ratio to the limit. */
export interface Target {
  readonly of: 'figure' | 'ratio';
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Row {
  readonly measure: string;
  /** Null when it could not be measured here. */
  readonly figure: number | null;
  readonly unit: string;
  readonly limit?: Limit;
  readonly target?: Target;
  readonly note?: string;
}

/** What a piece of work cost every process that took part, in seconds of processor time; null when that is not known. */
export interface Cost {
  readonly work: string;
  readonly records: number;
  readonly seconds: number;
  readonly server: number | null;
  readonly database: number | null;
  readonly client: number | null;
}

/** Everything that came out of one run. */
export interface Report {
  /** What it was measured on and with: name and value. */
  readonly circumstances: readonly (readonly [string, string])[];
  readonly rows: readonly Row[];
  readonly costs: readonly Cost[];
}

/** The figure divided by its limit; null when there is none. */
export function toRatio({ figure, limit }: Row): number | null {
  return figure === null || limit === undefined || limit.figure === 0 ? null : figure / limit.figure;
}

/** Whether a row's target is met; null when there is none, or nothing was measured. */
export function isMet(row: Row): boolean | null {
  const { target } = row;
  const value = target?.of === 'ratio' ? toRatio(row) : row.figure;
  if (target === undefined || value === null) return null;
  return value >= (target.atLeast ?? Number.NEGATIVE_INFINITY) && value <= (target.atMost ?? Number.POSITIVE_INFINITY);
}

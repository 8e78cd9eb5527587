/** The middle value; of an even number, the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How much a value that is sampled at equal distances grows from one sample to the next (least squares). */
export function slope(values: readonly number[]): number {
  const meanX = (values.length - 1) / 2;
  const meanY = values.reduce((sum, value) => sum + value, 0) / values.length;
  let above = 0;
  let below = 0;
  for (const [x, value] of values.entries()) {
    above += (x - meanX) * (value - meanY);
    below += (x - meanX) ** 2;
  }
  return below === 0 ? 0 : above / below;
}

/** How often and how long something is repeated. */
export interface Repetition {
  readonly rounds?: number;
  /** No round is begun that would end later than this. */
  readonly budgetMs?: number;
}

/**
 * Does several works in turn, so that whatever disturbs the machine disturbs all of them, and gives what each came to in every round.
 */
export async function takeTurns<Name extends string, T>(
  works: Readonly<Record<Name, () => Promise<T>>>,
  { rounds = 3, budgetMs = 120_000 }: Repetition = {},
): Promise<Record<Name, T[]>> {
  const names = Object.keys(works) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>;
  const startedAt = performance.now();
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of names) results[name].push(await works[name]());
    const spent = performance.now() - startedAt;
    if (spent + spent / round > budgetMs) break;
  }
  return results;
}

/** The result with the median of a figure: of an even number of results the one below the middle. */
export function pickMedian<T>(results: readonly T[], toFigure: (result: T) => number): T {
  const sorted = [...results].sort((a, b) => toFigure(a) - toFigure(b));
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}

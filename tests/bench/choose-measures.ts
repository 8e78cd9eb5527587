import type { Measure } from './bench.ts';

/** The measures that a run takes: those that `only` names, or, when it is null, all but those that have to be named. */
export function chooseMeasures<M extends Pick<Measure, 'name' | 'onlyNamed'>>(
  measures: readonly M[],
  only: readonly string[] | null,
): M[] {
  return measures.filter(({ name, onlyNamed }) => (only === null ? onlyNamed !== true : only.includes(name)));
}

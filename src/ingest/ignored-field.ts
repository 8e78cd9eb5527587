import { findNearestName } from '../nearest-name.ts';
import { fieldNames } from '../record/shorthands.ts';

/** So many names are compared once; a file with more of its own has them without a suggestion. */
const mostRemembered = 1_000;

/** Two other letters make a shorter word into too many. */
const shortestCompared = 6;

const known = [...fieldNames.keys()];
const near = new Map<string, string | null>();

/** The warning for a field that nothing reads; one at the top of the metadata with the name that is most likely meant, if it is mistyped. */
export function describeIgnoredField(path: string): string {
  const name = path.length < shortestCompared || /[.[]/.test(path) ? null : recallNearest(path);
  return `ignored field ${path}${name === null ? '' : `; did you mean ${JSON.stringify(name)}?`}`;
}

/** Comparing takes a millisecond or so, and a file repeats its names in every record. */
function recallNearest(path: string): string | null {
  const remembered = near.get(path);
  if (remembered !== undefined || near.size >= mostRemembered) return remembered ?? null;
  const name = findNearestName(path, known);
  near.set(path, name);
  return name;
}

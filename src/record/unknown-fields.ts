import { isJsonObject } from './json-value.ts';
import { toPath } from './problems.ts';

/**
 * The paths of the fields that the schema left out: those that `given` has and `kept` has not, at most `limit` of them.
 * `kept` is what the schema made of `given`, so it bounds the depth.
 */
export function listUnknownFields(given: unknown, kept: unknown, limit: number): string[] {
  const found: string[] = [];
  collect(given, kept, [], found, limit);
  return found;
}

function collect(given: unknown, kept: unknown, path: readonly PropertyKey[], found: string[], limit: number): void {
  if (Array.isArray(given) && Array.isArray(kept)) {
    for (let index = 0; index < kept.length && found.length < limit; index++) {
      const item = given[index];
      if (typeof item === 'object') collect(item, kept[index], [...path, index], found, limit);
    }
  } else if (isJsonObject(given) && isJsonObject(kept)) {
    for (const key of Object.keys(given)) {
      if (found.length >= limit) return;
      const value = given[key];
      if (!Object.hasOwn(kept, key)) found.push(toPath([...path, key]));
      else if (typeof value === 'object') collect(value, kept[key], [...path, key], found, limit);
    }
  }
}

/** JSON text that PostgreSQL can keep as jsonb. */
export interface StorableJson {
  readonly text: string;
  /** How many characters were replaced by U+FFFD because jsonb cannot hold them: U+0000 and lone surrogates. */
  readonly replaced: number;
}

const unstorable = /[\0\p{Surrogate}]/gu;

// JSON.stringify writes what jsonb cannot hold as escapes, and hardly anything else: so most texts need no second look.
const suspicious = /\\u(?:0000|d[89a-f])/;

/**
 * Writes a value that came from JSON as text for jsonb.
 * @param value at most as deep as `isDeeperThan` was asked for: it is walked recursively
 */
export function toStorableJson(value: unknown): StorableJson {
  const text = JSON.stringify(value);
  if (!suspicious.test(text)) return { text, replaced: 0 };
  let replaced = 0;
  const clean = (part: string): string =>
    part.replace(unstorable, () => {
      replaced += 1;
      return '\uFFFD';
    });
  const cleaned = JSON.stringify(mapStrings(value, clean));
  return { text: cleaned, replaced };
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [map(key), mapStrings(item, map)]));
}

/** Whether objects and arrays are nested in a value deeper than so many levels. Safe for any depth: it goes no deeper than that. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels < 0) return true;
  for (const item of Array.isArray(value) ? value : Object.values(value)) if (isDeeperThan(item, levels - 1)) return true;
  return false;
}

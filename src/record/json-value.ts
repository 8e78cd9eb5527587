/** A JSON object whose fields nobody has looked at yet. */
export type JsonObject = Record<string, unknown>;

/** Tells a JSON object from the other JSON values, lists and null included. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One value or a list of them, as a list. */
export function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** A name as people vary it: `Publication Year`, `publication_year` and `publicationYear` are one. */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}

/** A vocabulary as a look-up by folded name; the further spellings come after the terms and lose against them. */
export function toTermTable<T extends string>(
  terms: readonly T[],
  spellings: Readonly<Record<string, T>> = {},
): ReadonlyMap<string, T> {
  const table = new Map<string, T>();
  for (const [spelling, term] of Object.entries(spellings)) table.set(foldName(spelling), term);
  for (const term of terms) table.set(foldName(term), term);
  return table;
}

/** The term that a text spells, or the value itself, for the schema to judge. */
export function toTerm(value: unknown, table: ReadonlyMap<string, string>): unknown {
  return typeof value === 'string' && value.length < 100 ? (table.get(foldName(value)) ?? value) : value;
}

/** The deepest place of a record that has a field is `creators[0].affiliation[0].name`; blanks are dropped down to a little below it. */
const deepestField = 8;

/** Anything but white space, controls, invisible format characters, lone surrogates and what those are replaced with. */
const useful = /[^\s\p{Cc}\p{Cf}\p{Cs}\uFFFD-\uFFFF]/u;

/** Whether a text says nothing: white space and characters that cannot be seen or cannot be written. */
function isBlank(text: string): boolean {
  return !useful.test(text);
}

/** The parts of a text between separators, trimmed, without blank ones. */
export function splitText(text: string, separator: string): string[] {
  const parts = text.split(separator).map((part) => part.trim());
  return parts.filter((part) => !isBlank(part));
}

/**
 * Gives a JSON value without what says nothing: null, blank text, empty lists, empty objects and lists of such; text is
 * trimmed; what would stay as it is is not copied. Gives undefined where nothing is left. Stops at the depth of the deepest field, so nesting cannot exhaust the stack.
 */
export function dropBlanks(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return isBlank(value) ? undefined : value.trim();
  if (typeof value !== 'object') return value;
  if (value === null) return undefined;
  if (depth > deepestField) return value;
  return Array.isArray(value) ? dropBlankItems(value, depth) : dropBlankFields(value as JsonObject, depth);
}

function dropBlankItems(list: readonly unknown[], depth: number): unknown {
  const kept = list.map((item) => dropBlanks(item, depth + 1)).filter((value) => value !== undefined);
  if (kept.length === 0) return undefined;
  return kept.length === list.length && kept.every((value, index) => value === list[index]) ? list : kept;
}

function dropBlankFields(object: JsonObject, depth: number): unknown {
  const keys = Object.keys(object);
  if (keys.length === 0) return undefined;
  const values = keys.map((key) => dropBlanks(object[key], depth + 1));
  if (keys.every((key, index) => values[index] !== undefined && values[index] === object[key])) return object;
  const kept: JsonObject = {};
  let empty = true;
  for (const [index, key] of keys.entries()) {
    const value = values[index];
    if (value === undefined) continue;
    empty = false;
    // Assigning `__proto__` would set the prototype instead of a field.
    if (key === '__proto__') Object.defineProperty(kept, key, { value, enumerable: true });
    else kept[key] = value;
  }
  return empty ? undefined : kept;
}

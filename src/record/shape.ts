import { foldName, isJsonObject, type JsonObject, toList } from './json-value.ts';

/** How people write one kind of part of a record: which field a bare value stands for, and the other names of its fields. */
export interface Shape {
  /** The field that a value stands for which is not an object. */
  readonly primary: string;
  /** The field for each accepted spelling, folded. */
  readonly names: ReadonlyMap<string, string>;
  /** The fields in which a person may write a number for a text. */
  readonly numeric: ReadonlySet<string>;
}

/** Makes a shape; the first field is the primary one. `aliases` names a field for each further spelling. */
export function makeShape(
  fields: readonly [string, ...string[]],
  aliases: Readonly<Record<string, string>> = {},
  numeric: readonly string[] = [],
): Shape {
  const names = new Map<string, string>();
  for (const [alias, field] of Object.entries(aliases)) names.set(foldName(alias), field);
  // Twice: as spelt, which is the common case and needs no folding, and folded.
  for (const field of fields) names.set(foldName(field), field).set(field, field);
  return { primary: fields[0], names, numeric: new Set(numeric) };
}

/** One part in its full form. Fields it does not know keep their names, so that they can be reported. */
export function toPart(value: unknown, shape: Shape): JsonObject {
  const part: JsonObject = {};
  if (!isJsonObject(value)) {
    setField(part, shape.primary, value, shape);
    return part;
  }
  for (const key of Object.keys(value)) {
    const field = shape.names.get(key) ?? (key.length < 40 ? shape.names.get(foldName(key)) : undefined) ?? key;
    // The field under its own name wins against another spelling of it, whichever stands first.
    if (key === field || !(field in part || field in value)) setField(part, field, value[key], shape);
  }
  return part;
}

/** One value or a list of them, each in its full form. */
export function toParts(value: unknown, shape: Shape): JsonObject[] {
  return toList(value).map((item) => toPart(item, shape));
}

function setField(part: JsonObject, field: string, value: unknown, shape: Shape): void {
  const kept = typeof value === 'number' && shape.numeric.has(field) ? String(value) : value;
  // Assigning `__proto__` would set the prototype instead of a field.
  if (field === '__proto__') Object.defineProperty(part, field, { value: kept, enumerable: true });
  else part[field] = kept;
}

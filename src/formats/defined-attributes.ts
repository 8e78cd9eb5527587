/** Attributes without those that have no value; undefined where none is left. */
export function toDefinedAttributes(
  attributes: Readonly<Record<string, string | null | undefined>>,
): Record<string, string> | undefined {
  let defined: Record<string, string> | undefined;
  for (const name in attributes) {
    const value = attributes[name];
    if (value === null || value === undefined) continue;
    defined ??= {};
    defined[name] = value;
  }
  return defined;
}

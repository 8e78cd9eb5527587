/** NameStartChar of XML 1.0 (5th edition) §2.3 without the colon, as the inside of a character class. */
const start =
  'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';

/** NCName of Namespaces in XML 1.0 §3. */
const part = `[${start}][${start}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040]*`;

// The names of our own formats, known in a fifth of the time.
const plainName = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/;
const qualifiedName = new RegExp(`^${part}(?::${part})?$`, 'u');

/** Whether a text is a name as elements and attributes have it, in any script, with one prefix or none (Namespaces in XML 1.0 §4). */
export function isQualifiedName(text: string): boolean {
  return plainName.test(text) || qualifiedName.test(text);
}

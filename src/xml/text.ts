/**
 * Everything XML 1.0 cannot carry (§2.2), with CR, which a parser would turn into LF on the far side (§2.11).
 * Under the `u` flag `\p{Cs}` matches lone surrogates only. Not global, so that `test` keeps no position between calls.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const unclean = /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF\p{Cs}]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Cs}]/gu;
const lineEnd = /\r\n?/g;

// In one look, for most texts need nothing.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const uncleanOrMarkup = /[\u0000-\u0008\u000B-\u001F&<>\uFFFE\uFFFF\p{Cs}]/u;
const everyMarkup = /[&<>]/g;
const attributeMarkup = /[&<>"\t\n]/;
const everyAttributeMarkup = /[&<>"\t\n]/g;

/**
 * Makes any string fit for XML: characters that XML 1.0 forbids and lone surrogates become U+FFFD, CR LF and CR become LF
 * . Text that needs nothing comes back as the same string after one test.
 */
export function cleanText(value: string): string {
  return unclean.test(value) ? value.replace(lineEnd, '\n').replace(forbidden, '\uFFFD') : value;
}

/** Cleans text and escapes it once for use between tags, `]]>` included. */
export function escapeText(value: string): string {
  return uncleanOrMarkup.test(value) ? cleanText(value).replace(everyMarkup, toReference) : value;
}

/** Cleans text and escapes it once for use in a double-quoted attribute; tabs and newlines survive as numeric references. */
export function escapeAttribute(value: string): string {
  const clean = cleanText(value);
  return attributeMarkup.test(clean) ? clean.replace(everyAttributeMarkup, toReference) : clean;
}

function toReference(character: string): string {
  switch (character) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    case '"':
      return '&quot;';
    // An attribute's raw tab or newline reads back as a space (XML 1.0 §3.3.3); a reference does not.
    case '\t':
      return '&#9;';
    default:
      return '&#10;';
  }
}

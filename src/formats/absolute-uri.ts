import { cleanText } from '../xml/text.ts';

const unsafe = /[^\x21-\x7E]|["<>\\^`{|}[\]]|%(?![\dA-Fa-f]{2})/;
const everyUnsafe = /[^\x21-\x7E]+|["<>\\^`{|}[\]]+|%(?![\dA-Fa-f]{2})/g;
const absoluteUri =
  /^[A-Za-z][A-Za-z\d+.-]*:(?:[\w.~:/?@!$&'()*+,;=-]|%[\dA-Fa-f]{2})+(?:#(?:[\w.~:/?@!$&'()*+,;=-]|%[\dA-Fa-f]{2})*)?$/;
const noHost = /^[^:]+:\/\/(?![\w.-]+(?::\d{1,5})?(?:[/?#]|$))/;
const webScheme = /^https?:\/\//i;

/**
 * A text as an absolute URI that every schema processor takes for an `xs:anyURI`, or null where it is none. What an address must
 * not hold and people paste into it all the same (blanks, brackets, letters beyond ASCII) is percent-encoded.
 */
export function findAbsoluteUri(text: string): string | null {
  const uri = unsafe.test(text) ? cleanText(text).replace(everyUnsafe, encodeURIComponent) : text;
  return absoluteUri.test(uri) && !noHost.test(uri) ? uri : null;
}

/** The same for an address that begins with http:// or https://. */
export function findWebUri(text: string): string | null {
  return webScheme.test(text) ? findAbsoluteUri(text) : null;
}

import { cleanText } from '../xml/text.ts';

/*
 * Texts of a record that are to stand where an XML schema wants an anyURI or RDF an IRI. Records hold addresses as people copied
 * them: with brackets, umlauts and stray percent signs, any of which makes a whole answer invalid.
 */

/** What RFC 3986 allows in a path or query as it stands. Brackets are for IPv6 hosts only. */
const forbidden = /[^A-Za-z0-9\-._~:/?@!$&'()*+,;=%#]/gu;
const strayPercent = /%(?![0-9A-Fa-f]{2})/g;

const authority = /^(https?|ftp):\/\/(?:[\w.~!$&'()*+,;=:%-]*@)?([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?\.?)(?::\d{1,5})?(?=[/?#]|$)/i;
const named = /^(?:urn:[a-z0-9][a-z0-9-]{1,31}:|info:[a-z0-9][a-z0-9.+-]*\/)[^?#\s]/i;
const blank = /\s/;
const web = /^(?:https?|ftp):\/\//i;

/**
 * A text as an absolute URI, percent-encoded where it has to be, or null where it is none: only web addresses, `urn:` and
 * `info:` are taken for one, since "Note: see below" has the shape of a URI too.
 */
export function findUri(text: string): string | null {
  // "http://example.org (read in May)" is a text that begins with an address.
  if (blank.test(text)) return null;
  if (named.test(text)) return encode(text);
  if (authority.test(text)) return encode(text);
  // A host in another script, or one that is no host at all: rare, and the URL parser knows.
  if (!web.test(text) || !URL.canParse(text)) return null;
  const { href } = new URL(text);
  return authority.test(href) ? encode(href) : null;
}

function encode(text: string): string {
  const encoded = cleanText(text).replace(forbidden, encodeURIComponent).replace(strayPercent, '%25');
  const hash = encoded.indexOf('#');
  return hash === -1 ? encoded : encoded.slice(0, hash + 1) + encoded.slice(hash + 1).replaceAll('#', '%23');
}

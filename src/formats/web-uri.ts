import { cleanText } from '../xml/text.ts';

const parts = /^(https?:\/\/)((?:[^\s/?#@[\]]*@)?(?:\[[\da-fA-F:.]+\]|[^\s/?#@:[\]]+)(?::\d{0,5})?)((?:[/?][^#]*)?)((?:#.*)?)$/is;

/** All that RFC 3986 does not let stand in a path, query or fragment, and each percent sign that begins no escape. */
const illegal = /[^\w.~!$&'()*+,;=:@/?%-]|%(?![\da-fA-F]{2})/gu;

/**
 * A web address as a URI that every parser takes (RFC 3986): what may not stand there is percent-encoded, what is encoded stays.
 * Null for what is no web address or has no host that could be one.
 */
export function findWebUri(address: string): string | null {
  const match = parts.exec(cleanText(address));
  if (match === null) return null;
  const [, scheme = '', authority = '', path = '', fragment = ''] = match;
  const host = authority.startsWith('[') ? authority : encodeIllegal(authority);
  return `${scheme}${host}${encodeIllegal(path)}${fragment === '' ? '' : `#${encodeIllegal(fragment.slice(1))}`}`;
}

function encodeIllegal(text: string): string {
  return text.replace(illegal, encodeURIComponent);
}

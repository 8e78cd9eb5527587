// Reserved and unreserved characters of a URI stand as they are, everything else is escaped (oai-identifier guidelines §2.1).
const toBeEscaped = /[^A-Za-z0-9\-_.!~*'();/?:@&=+$,]/u;
const allToBeEscaped = new RegExp(toBeEscaped, 'gu');

/**
 * The OAI identifier of a record: `oai:domain:id`, the id's bytes escaped where a URI wants them escaped, in upper-case hex.
 * A lone surrogate cannot be encoded and cannot come out of PostgreSQL; it is written as U+FFFD.
 */
export function toIdentifier(domain: string, id: string): string {
  return `oai:${domain}:${toBeEscaped.test(id) ? id.replace(allToBeEscaped, escapeCharacter) : id}`;
}

function escapeCharacter(character: string): string {
  let escaped = '';
  for (const byte of new TextEncoder().encode(character)) escaped += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return escaped;
}

/**
 * The record id an identifier stands for, or null when it cannot be one of ours. Identifiers are compared as strings and never
 * normalised (§2.3): one that is not spelled exactly as we spell it names nothing.
 */
export function fromIdentifier(domain: string, identifier: string): string | null {
  const prefix = `oai:${domain}:`;
  if (!identifier.startsWith(prefix)) return null;
  let id: string;
  try {
    id = decodeURIComponent(identifier.slice(prefix.length));
  } catch {
    return null;
  }
  return id !== '' && toIdentifier(domain, id) === identifier && !id.includes('\0') ? id : null;
}

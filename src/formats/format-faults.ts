import type { Format } from './format.ts';

/** What ListMetadataFormats says of a format (OAI-PMH 2.0 §4.4). */
export type FormatNames = Pick<Format, 'prefix' | 'namespace' | 'schema'>;

// The metadataPrefixType of OAI-PMH.xsd.
const metadataPrefix = /^[A-Za-z0-9\-_.!~*'()]+$/;

const oaiNamespace = 'http://www.openarchives.org/OAI/2.0/';

/** What keeps somebody's own format from being offered, one sentence without a full stop each [F-07, F-08, X-22]. */
export function listFormatFaults({ prefix, namespace, schema }: FormatNames): string[] {
  const faults: string[] = [];
  if (!metadataPrefix.test(prefix)) {
    faults.push(`the prefix ${quote(prefix)} is not made of letters, digits and - _ . ! ~ * ' ( ) alone`);
  }
  if (prefix === 'all') faults.push('the prefix "all" is reserved');
  if (!isUri(namespace)) faults.push(`the namespace ${quote(namespace)} is no URI such as https://example.org/ns/citation/`);
  // The schema of answers wants metadata from another namespace than its own.
  if (namespace === oaiNamespace) faults.push(`the namespace ${quote(namespace)} is that of OAI-PMH itself`);
  if (!isUri(schema) || !/^https?:\/\//i.test(schema)) {
    faults.push(`the schema ${quote(schema)} is no URL such as https://example.org/schemas/citation.xsd`);
  }
  return faults;
}

function isUri(text: string): boolean {
  return /^[^\s\p{Cc}\p{Cs}<>"{}|\\^`]+$/u.test(text) && URL.canParse(text);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

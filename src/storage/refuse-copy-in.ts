import { Buffer } from 'node:buffer';

// PostgreSQL, Message Formats: a type, the length of what follows and itself, and texts that end with a zero.
const headBytes = 5;
const query = 'Q'.charCodeAt(0);
const parse = 'P'.charCodeAt(0);

// No statement that matters is longer before these words.
const mostCompared = 10_000;
const copyIn = /^\s*copy\s[^;]*\sfrom\s+stdin\b/i;

const refusal = `do $$ begin raise feature_not_supported using
  message = 'the embedded database cannot take COPY FROM STDIN',
  hint = 'Use INSERT, or import the records with: oai-pmh-server import'; end $$`;

/** A message of a client as it is, or, in place of COPY FROM STDIN, one that fails with a reason: the embedded database cannot wait for the data that follow, and would end. */
export function refuseCopyIn(message: Uint8Array): Uint8Array {
  const type = message[0];
  if (type !== query && type !== parse) return message;
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  // A statement that is prepared has its name in front of it.
  const at = type === query ? headBytes : bytes.indexOf(0, headBytes) + 1;
  if (!copyIn.test(bytes.toString('latin1', at, at + mostCompared))) return message;
  const end = type === query ? '\0' : '\0\0\0';
  const refused = Buffer.concat([bytes.subarray(0, at), Buffer.from(refusal + end)]);
  refused.writeInt32BE(refused.length - 1, 1);
  return refused;
}

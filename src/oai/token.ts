import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ListPosition } from './repository.ts';

/** What a resumptionToken of ListIdentifiers or ListRecords says: the list it belongs to, and where it goes on. */
export interface ListToken {
  readonly verb: 'ListIdentifiers' | 'ListRecords';
  readonly metadataPrefix: string;
  /** Where the list ends, fixed by its first answer. */
  readonly until: string;
  readonly set: string | null;
  readonly after: ListPosition;
  /** How many records came before. */
  readonly cursor: number;
  /** How many the list has, as counted for its first answer. */
  readonly completeListSize: number;
  /** The number of the publication that its first answer was read at. */
  readonly publication: number;
}

/** What a resumptionToken of ListSets says. */
export interface SetsToken {
  readonly verb: 'ListSets';
  readonly after: string;
  readonly cursor: number;
  readonly completeListSize: number;
}

export type Token = ListToken | SetsToken;

/** Makes and reads resumptionTokens (OAI-PMH 2.0 §3.5). */
export interface TokenCodec {
  render(token: Token): string;
  /** The token, or null when the text was not made by us, unchanged, for this verb. */
  parse(text: string, verb: Token['verb']): Token | null;
}

const macBytes = 16;
// Far above any token of ours: an id of 512 characters makes about 2,900.
const maxLength = 8_192;

/**
 * Tokens are a position and its list, signed and written in URL-safe characters: nothing is kept on the server, so they work on every node, after
 * a restart, and for ever. The secret must be the same on all nodes.
 */
export function makeTokenCodec(secret: string): TokenCodec {
  const key = createHmac('sha256', secret).update('oai-pmh-server resumptionToken 1').digest();
  const sign = (payload: Buffer) => createHmac('sha256', key).update(payload).digest().subarray(0, macBytes);
  return {
    render: (token) => {
      const payload = Buffer.from(JSON.stringify(toFields(token)));
      return Buffer.concat([sign(payload), payload]).toString('base64url');
    },
    parse: (text, verb) => {
      if (text.length > maxLength || !/^[A-Za-z0-9_-]+$/.test(text)) return null;
      const bytes = Buffer.from(text, 'base64url');
      // base64 has several spellings of the same bytes; only ours is the token.
      if (bytes.length <= macBytes || bytes.toString('base64url') !== text) return null;
      const payload = bytes.subarray(macBytes);
      if (!timingSafeEqual(bytes.subarray(0, macBytes), sign(payload))) return null;
      const token = fromFields(JSON.parse(payload.toString()));
      return token?.verb === verb ? token : null;
    },
  };
}

type Fields =
  | readonly ['S', string, number, number]
  | readonly ['I' | 'R', string, string, string | null, string, string, number, number, number];

function toFields(token: Token): Fields {
  if (token.verb === 'ListSets') return ['S', token.after, token.cursor, token.completeListSize];
  const { metadataPrefix, until, set, after, cursor, completeListSize, publication } = token;
  return [
    token.verb === 'ListRecords' ? 'R' : 'I',
    metadataPrefix,
    until,
    set,
    after.datestamp,
    after.id,
    cursor,
    completeListSize,
    publication,
  ];
}

// Only texts that carry our signature come here, so their shape is ours.
function fromFields(fields: Fields): Token | null {
  if (fields[0] === 'S') return { verb: 'ListSets', after: fields[1], cursor: fields[2], completeListSize: fields[3] };
  if (fields[0] !== 'I' && fields[0] !== 'R') return null;
  // A token of an older version has no publication.
  const [kind, metadataPrefix, until, set, datestamp, id, cursor, completeListSize, publication = 0] = fields;
  const verb = kind === 'R' ? 'ListRecords' : 'ListIdentifiers';
  return { verb, metadataPrefix, until, set, after: { datestamp, id }, cursor, completeListSize, publication };
}

/** A token that is none any more. */
export interface DamagedToken {
  readonly how: string;
  readonly text: string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Every way to damage a token that we know, each at many places; all differ from the good one. */
export function damageToken(good: string, count: number): DamagedToken[] {
  const ways = [...spellings(good), ...cuts(good), ...flips(good)].filter(({ text }) => text !== good);
  if (ways.length < count) throw new Error(`Only ${ways.length} ways to damage a token of ${good.length} characters.`);
  // Evenly from the whole list, the spellings (which are few) always.
  const few = spellings(good).filter(({ text }) => text !== good);
  const step = ways.length / count;
  return [...few, ...Array.from({ length: count - few.length }, (_, index) => ways[Math.floor(index * step)]!)];
}

/** The same bytes in other spellings, and things stuck to it. */
function spellings(good: string): DamagedToken[] {
  const bytes = Buffer.from(good, 'base64url');
  const payload = bytes.subarray(16);
  const list: readonly (readonly [how: string, text: string])[] = [
    ['as plain base64', good.replaceAll('-', '+').replaceAll('_', '/')],
    ['with padding', `${good}=`],
    ['with padding', `${good}==`],
    ['with more behind it', `${good}A`],
    ['with more behind it', `${good}AAAA`],
    ['twice', `${good}${good}`],
    ['with a line end', `${good}\n`],
    ['with a blank before', ` ${good}`],
    ['with U+0000', `${good}\0`],
    ['in small letters', good.toLowerCase()],
    ['in capitals', good.toUpperCase()],
    ['backwards', [...good].reverse().join('')],
    ['in hex', bytes.toString('hex')],
    ['as the bare payload', payload.toString()],
    ['as the encoded payload', payload.toString('base64url')],
    ['with an empty signature', Buffer.concat([Buffer.alloc(16), payload]).toString('base64url')],
    ['with the signature alone', bytes.subarray(0, 16).toString('base64url')],
    ['with unused bits set', `${good.slice(0, -1)}${nextLetter(good.at(-1)!)}`],
    ['as null', 'null'],
    ['as an empty list', Buffer.from('[]').toString('base64url')],
    ['very long', 'A'.repeat(20_000)],
    [
      'with the payload of another place',
      Buffer.concat([bytes.subarray(0, 16), Buffer.from('["R","oai_dc","9999","s","","",0,1]')]).toString('base64url'),
    ],
  ];
  return list.map(([how, text]) => ({ how, text }));
}

function cuts(good: string): DamagedToken[] {
  const ends = Array.from({ length: good.length - 1 }, (_, at) => ({ how: 'cut at its end', text: good.slice(0, at + 1) }));
  const starts = Array.from({ length: good.length - 1 }, (_, at) => ({ how: 'cut at its start', text: good.slice(at + 1) }));
  const holes = Array.from({ length: good.length }, (_, at) => ({
    how: 'with a hole',
    text: good.slice(0, at) + good.slice(at + 1),
  }));
  return [...ends, ...starts, ...holes];
}

function flips(good: string): DamagedToken[] {
  const strange = ['.', '%', '+', 'é', '<', '"', '&', ' '];
  return [...good].flatMap((letter, at) =>
    [nextLetter(letter), alphabet[(alphabet.indexOf(letter) + 32) % 64]!, ...strange].map((other) => ({
      how: `with ${JSON.stringify(other)} at ${at}`,
      text: `${good.slice(0, at)}${other}${good.slice(at + 1)}`,
    })),
  );
}

function nextLetter(letter: string): string {
  return alphabet[(alphabet.indexOf(letter) + 1) % 64]!;
}

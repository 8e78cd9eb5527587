import { makeTail } from './tail.ts';

/** One HTTP answer, as far as a harvester needs it. */
export interface Answer {
  readonly status: number;
  /** The head, letter for letter. */
  readonly head: string;
  readonly gzip: boolean;
  /** Whether the connection can be used again. */
  readonly keepAlive: boolean;
  /** Bytes of the body as they came over the wire, chunk sizes not counted. */
  readonly bytes: number;
  /** The body as it came, whole or its end. */
  readonly body: Buffer;
}

/** Takes an answer apart piece by piece. */
export interface ResponseParser {
  /** Gives the answer once it is whole. The piece may be overwritten afterwards. */
  feed(piece: Buffer): Answer | null;
  /** What to do when the server closed the connection: the answer that ends with it, or null where it was cut. */
  end(): Answer | null;
}

type Phase = 'head' | 'length' | 'close' | 'size' | 'data' | 'data end' | 'trailer' | 'done';

const headEnd = '\r\n\r\n';

/**
 * Parses one HTTP/1.x answer and looks at no more of it than where it ends: what the client itself does bounds what can be measured with it.
 *
 * @param whole keep the whole body rather than its end; a compressed one is always kept whole
 */
export function makeResponseParser(whole: boolean): ResponseParser {
  let phase: Phase = 'head';
  let head = Buffer.alloc(0);
  let left = 0;
  let line = '';
  let bytes = 0;
  let start = { status: 0, head: '', gzip: false, keepAlive: true };
  const parts: Buffer[] = [];
  const tail = makeTail();

  const keep = (part: Buffer) => {
    bytes += part.length;
    if (whole || start.gzip) parts.push(Buffer.from(part));
    else tail.add(part);
  };
  const finish = (): Answer => {
    phase = 'done';
    return { ...start, bytes, body: parts.length > 0 ? Buffer.concat(parts) : tail.get() };
  };
  const readHead = (piece: Buffer, at: number): number => {
    const before = head.length;
    head = Buffer.concat([head, piece.subarray(at)]);
    const end = head.indexOf(headEnd);
    if (end < 0) return piece.length;
    const text = head.toString('latin1', 0, end);
    const framing = readFraming(text);
    start = framing.start;
    phase = framing.phase;
    left = framing.length;
    return at + end + headEnd.length - before;
  };
  const readLine = (piece: Buffer, at: number): number => {
    const end = piece.indexOf(10, at);
    line += piece.toString('latin1', at, end < 0 ? piece.length : end);
    if (end < 0) return piece.length;
    const text = line.trim();
    line = '';
    if (phase === 'data end') phase = 'size';
    else if (phase === 'trailer') phase = text === '' ? 'done' : 'trailer';
    else {
      left = Number.parseInt(text, 16);
      phase = left === 0 ? 'trailer' : 'data';
    }
    return end + 1;
  };
  const readBody = (piece: Buffer, at: number): number => {
    const end = phase === 'close' ? piece.length : Math.min(piece.length, at + left);
    keep(piece.subarray(at, end));
    left -= end - at;
    if (left === 0 && phase !== 'close') phase = phase === 'data' ? 'data end' : 'done';
    return end;
  };
  const feed = (piece: Buffer): Answer | null => {
    for (let at = 0; at < piece.length && phase !== 'done'; ) {
      if (phase === 'head') at = readHead(piece, at);
      else if (phase === 'length' || phase === 'data' || phase === 'close') at = readBody(piece, at);
      else at = readLine(piece, at);
    }
    return phase === 'done' ? finish() : null;
  };
  return { feed, end: () => (phase === 'close' ? finish() : null) };
}

function readFraming(text: string): { start: Omit<Answer, 'bytes' | 'body'>; phase: Phase; length: number } {
  const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(text)?.[1] ?? 0);
  const length = /^content-length:\s*(\d+)/im.exec(text)?.[1];
  const chunked = /^transfer-encoding:.*chunked/im.test(text);
  const keepAlive = !/^connection:\s*close/im.test(text) && !/^HTTP\/1\.0/.test(text);
  const start = { status, head: text, gzip: /^content-encoding:\s*gzip/im.test(text), keepAlive };
  if (chunked) return { start, phase: 'size', length: 0 };
  if (length === undefined) return { start, phase: 'close', length: 0 };
  return { start, phase: length === '0' ? 'done' : 'length', length: Number(length) };
}

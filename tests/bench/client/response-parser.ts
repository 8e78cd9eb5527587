import { makeTail, type Tail } from './tail.ts';

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

type AnswerStart = Omit<Answer, 'bytes' | 'body'>;

interface State {
  phase: Phase;
  /** What there is of the head. */
  head: Buffer;
  start: AnswerStart;
  /** Bytes left of the body, or of the chunk. */
  left: number;
  /** What there is of a line between chunks. */
  line: string;
  bytes: number;
  readonly whole: boolean;
  readonly parts: Buffer[];
  readonly tail: Tail;
}

/**
 * Parses one HTTP/1.x answer and looks at no more of it than where it ends: what the client itself does bounds what can be measured with it.
 *
 * @param whole keep the whole body rather than its end; a compressed one is always kept whole
 * @param tail where the end is kept, used again with each answer of a connection: the body of the one before is gone then
 */
export function makeResponseParser(whole: boolean, tail: Tail = makeTail()): ResponseParser {
  tail.clear();
  const start = { status: 0, head: '', gzip: false, keepAlive: true };
  const state: State = {
    phase: 'head',
    head: Buffer.alloc(0),
    start,
    left: 0,
    line: '',
    bytes: 0,
    whole,
    parts: [],
    tail,
  };
  const feed = (piece: Buffer): Answer | null => {
    for (let at = 0; at < piece.length && state.phase !== 'done'; ) {
      if (state.phase === 'head') at = readHead(state, piece, at);
      else if (state.phase === 'length' || state.phase === 'data' || state.phase === 'close') at = readBody(state, piece, at);
      else at = readLine(state, piece, at);
    }
    return state.phase === 'done' ? toAnswer(state) : null;
  };
  return { feed, end: () => (state.phase === 'close' ? toAnswer(state) : null) };
}

function toAnswer({ start, bytes, parts, tail }: State): Answer {
  return { ...start, bytes, body: parts.length > 0 ? Buffer.concat(parts) : tail.get() };
}

const headEnd = '\r\n\r\n';

/** Each of these takes what is its own from a piece, and says where the rest begins. */
function readHead(state: State, piece: Buffer, at: number): number {
  const before = state.head.length;
  // As a rule the first piece has the whole head, and need not be copied.
  state.head = before === 0 ? piece.subarray(at) : Buffer.concat([state.head, piece.subarray(at)]);
  const end = state.head.indexOf(headEnd);
  if (end < 0) {
    state.head = Buffer.from(state.head);
    return piece.length;
  }
  const { start, phase, length } = readFraming(state.head.toString('latin1', 0, end));
  state.start = start;
  state.phase = phase;
  state.left = length;
  return at + end + headEnd.length - before;
}

function readBody(state: State, piece: Buffer, at: number): number {
  const end = state.phase === 'close' ? piece.length : Math.min(piece.length, at + state.left);
  const part = piece.subarray(at, end);
  state.bytes += part.length;
  if (state.whole || state.start.gzip) state.parts.push(Buffer.from(part));
  else state.tail.add(part);
  state.left -= end - at;
  if (state.left === 0 && state.phase !== 'close') state.phase = state.phase === 'data' ? 'data end' : 'done';
  return end;
}

function readLine(state: State, piece: Buffer, at: number): number {
  const end = piece.indexOf(10, at);
  state.line += piece.toString('latin1', at, end < 0 ? piece.length : end);
  if (end < 0) return piece.length;
  const text = state.line.trim();
  state.line = '';
  if (state.phase === 'data end') state.phase = 'size';
  else if (state.phase === 'trailer') state.phase = text === '' ? 'done' : 'trailer';
  else {
    state.left = Number.parseInt(text, 16);
    state.phase = state.left === 0 ? 'trailer' : 'data';
  }
  return end + 1;
}

function readFraming(text: string): { start: AnswerStart; phase: Phase; length: number } {
  const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(text)?.[1] ?? 0);
  const length = /^content-length:\s*(\d+)/im.exec(text)?.[1];
  const chunked = /^transfer-encoding:.*chunked/im.test(text);
  const keepAlive = !/^connection:\s*close/im.test(text) && !/^HTTP\/1\.0/.test(text);
  const start = { status, head: text, gzip: /^content-encoding:\s*gzip/im.test(text), keepAlive };
  if (chunked) return { start, phase: 'size', length: 0 };
  if (length === undefined) return { start, phase: 'close', length: 0 };
  return { start, phase: length === '0' ? 'done' : 'length', length: Number(length) };
}

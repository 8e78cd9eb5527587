import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Answer, makeResponseParser } from './response-parser.ts';
import { makeTail, type Tail } from './tail.ts';

export type Encoding = 'identity' | 'gzip';

/** A kept-alive connection to one server; one request at a time. */
export interface Connection {
  /** Sends a GET and resolves with the answer, which is good until the next one; connects first where that is needed. @throws Error when the answer was cut */
  get(path: string, whole?: boolean): Promise<Answer>;
  close(): void;
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly parser: ReturnType<typeof makeResponseParser>;
}

// What is read at once; the buffer is made once for each connection.
const readBytes = 262_144;

interface State {
  socket: Socket | null;
  waiting: Waiting | null;
  readonly tail: Tail;
}

/** Makes a connection; nothing is sent before the first request. */
export function makeConnection(base: URL, encoding: Encoding): Connection {
  const fixed = ` HTTP/1.1\r\nHost: ${base.host}\r\nUser-Agent: oai-pmh-server-bench\r\nAccept-Encoding: ${encoding}\r\n\r\n`;
  const state: State = { socket: null, waiting: null, tail: makeTail() };
  return {
    get: (path, whole = false) =>
      new Promise((resolve, reject) => {
        state.waiting = { resolve, reject, parser: makeResponseParser(whole, state.tail) };
        state.socket ??= open(state, base);
        state.socket.write(`GET ${path}${fixed}`);
      }),
    close: () => drop(state),
  };
}

function open(state: State, base: URL): Socket {
  const socket = openSocket(base, (piece) => take(state, piece));
  socket.setNoDelay(true);
  socket.on('error', (error) => {
    if (state.socket !== socket) return;
    drop(state);
    settle(state, null, error);
  });
  socket.on('close', () => {
    if (state.socket !== socket) return;
    state.socket = null;
    settle(state, state.waiting?.parser.end() ?? null);
  });
  return socket;
}

function take(state: State, piece: Buffer): void {
  const answer = state.waiting?.parser.feed(piece) ?? null;
  if (answer === null) return;
  if (!answer.keepAlive) drop(state);
  settle(state, answer);
}

function settle(state: State, answer: Answer | null, error?: Error): void {
  const { waiting } = state;
  state.waiting = null;
  if (answer === null) waiting?.reject(error ?? new Error('the connection was closed before the answer was whole'));
  else waiting?.resolve(answer);
}

function drop(state: State): void {
  const { socket } = state;
  state.socket = null;
  socket?.destroy();
}

function openSocket(base: URL, take: (piece: Buffer) => void): Socket {
  const port = Number(base.port || (base.protocol === 'https:' ? 443 : 80));
  const host = base.hostname.replace(/^\[|\]$/g, '');
  if (base.protocol === 'https:') return connectTls({ host, port, servername: host }).on('data', take);
  const buffer = Buffer.allocUnsafe(readBytes);
  const callback = (bytes: number) => {
    take(buffer.subarray(0, bytes));
    return true;
  };
  return connect({ host, port, onread: { buffer, callback } });
}

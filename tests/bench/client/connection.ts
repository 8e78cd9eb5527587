import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Answer, makeResponseParser } from './response-parser.ts';

export type Encoding = 'identity' | 'gzip';

/** A kept-alive connection to one server; one request at a time. */
export interface Connection {
  /** Sends a GET and resolves with the answer; connects first where that is needed. @throws Error when the answer was cut */
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

/** Makes a connection; nothing is sent before the first request. */
export function makeConnection(base: URL, encoding: Encoding): Connection {
  const port = Number(base.port || (base.protocol === 'https:' ? 443 : 80));
  const fixed = ` HTTP/1.1\r\nHost: ${base.host}\r\nUser-Agent: oai-pmh-server-bench\r\nAccept-Encoding: ${encoding}\r\n\r\n`;
  let socket: Socket | null = null;
  let waiting: Waiting | null = null;

  const settle = (answer: Answer | null, error?: Error) => {
    const done = waiting;
    waiting = null;
    if (answer === null) done?.reject(error ?? new Error('the connection was closed before the answer was whole'));
    else done?.resolve(answer);
  };
  const take = (piece: Buffer) => {
    const answer = waiting?.parser.feed(piece) ?? null;
    if (answer === null) return;
    if (!answer.keepAlive) drop();
    settle(answer);
  };
  const drop = () => {
    const old = socket;
    socket = null;
    old?.destroy();
  };
  const open = (): Socket => {
    const made = openSocket(base, port, take);
    made.setNoDelay(true);
    made.on('error', (error) => {
      if (socket !== made) return;
      drop();
      settle(null, error);
    });
    made.on('close', () => {
      if (socket !== made) return;
      socket = null;
      settle(waiting?.parser.end() ?? null);
    });
    return made;
  };
  return {
    get: (path, whole = false) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject, parser: makeResponseParser(whole) };
        socket ??= open();
        socket.write(`GET ${path}${fixed}`);
      }),
    close: drop,
  };
}

function openSocket(base: URL, port: number, take: (piece: Buffer) => void): Socket {
  const host = base.hostname.replace(/^\[|\]$/g, '');
  if (base.protocol === 'https:') return connectTls({ host, port, servername: host }).on('data', take);
  const buffer = Buffer.allocUnsafe(readBytes);
  const callback = (bytes: number) => {
    take(buffer.subarray(0, bytes));
    return true;
  };
  return connect({ host, port, onread: { buffer, callback } });
}

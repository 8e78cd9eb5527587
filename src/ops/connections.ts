import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The open connections of a server. */
export interface Connections {
  add(socket: Socket): void;
  /** To be told of every request. */
  noteRequest(request: IncomingMessage, response: ServerResponse): void;
  /** Those whose last answer the client's side has taken whole, and on which nothing has come since. */
  listIdle(): Socket[];
  /**
   * Ends a connection at once. Over HTTP/1.0 its end is the end of the answer, so that it does not end in good order as long as there is one.
   */
  cut(socket: Socket): void;
  cutAll(): void;
}

interface Use {
  /** Answers that are not at their end. */
  answers: number;
  /** Bytes that had come when the last answer was; null before that. */
  bytesRead: number | null;
  /** Whether a request came over HTTP/1.0, or what is answered as that. */
  old: boolean;
}

/** Keeps an account of which connections are in use. Node's own counts an answer as over when its end was handed to it, however much of it is still to be sent. */
export function makeConnections(): Connections {
  const uses = new Map<Socket, Use>();
  const cut = (socket: Socket) => {
    const use = uses.get(socket);
    if (use?.old === true && use.answers > 0) socket.resetAndDestroy();
    else socket.destroy();
  };
  return {
    add: (socket) => {
      uses.set(socket, { answers: 0, bytesRead: null, old: false });
      socket.once('close', () => uses.delete(socket));
    },
    noteRequest: ({ socket, httpVersion }, response) => {
      const use = uses.get(socket);
      if (use === undefined) return;
      use.answers += 1;
      use.old ||= httpVersion !== '1.1';
      response.once('close', () => {
        use.answers -= 1;
        use.bytesRead = socket.bytesRead;
      });
    },
    listIdle: () =>
      [...uses]
        .filter(([socket, { answers, bytesRead }]) => answers === 0 && bytesRead === socket.bytesRead)
        .map(([socket]) => socket),
    cut,
    cutAll: () => {
      for (const socket of uses.keys()) cut(socket);
    },
  };
}

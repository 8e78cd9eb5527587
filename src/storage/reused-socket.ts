import { type ConnectOpts, Socket, type SocketConstructorOpts } from 'node:net';
import type { Duplex } from 'node:stream';

/** A socket that reads into the same memory again and again. */
export interface ReusedSocket extends Socket {
  /** Has what comes in given to this function, as long as it is valid: until the function returns. With null it goes to the listeners of `data` again, in a copy of its own. */
  divert(onChunk: ((chunk: Buffer) => void) | null): void;
  /** Memory for whoever it is diverted to. */
  readonly spare: Buffer;
}

const readBytes = 131_072;
// Most records are smaller.
const spareBytes = 65_536;

/**
 * Makes a socket for a connection to PostgreSQL. Node gives every read of an ordinary one 64 kB of new memory outside of the heap, and enough of that makes the garbage collector
 * run: passing pages on, it took about half of the processor time.
 */
export function makeReusedSocket(): Socket {
  let diverted: ((chunk: Buffer) => void) | null = null;
  const memory = Buffer.allocUnsafeSlow(readBytes);
  const onread: ConnectOpts['onread'] = {
    buffer: memory,
    callback: (length) => {
      const chunk = memory.subarray(0, length);
      if (diverted === null) socket.emit('data', Buffer.from(chunk));
      else diverted(chunk);
      return true;
    },
  };
  // What `net.connect` is told of it goes to this constructor.
  const socket: Socket = new Socket({ onread } as SocketConstructorOpts);
  const divert: ReusedSocket['divert'] = (onChunk) => {
    diverted = onChunk;
  };
  return Object.assign(socket, { divert, spare: Buffer.allocUnsafeSlow(spareBytes) });
}

/** The stream, where it is such a socket; a connection with TLS has another. */
export function toReusedSocket(stream: Duplex): ReusedSocket | null {
  return 'divert' in stream ? (stream as unknown as ReusedSocket) : null;
}

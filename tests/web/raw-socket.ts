import { connect, type Socket } from 'node:net';

/** Opens a connection and sends bytes as they stand. */
export function openSocket(url: string, text: string | Buffer): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
      resolve(socket);
    });
  });
}

/** Sends bytes as they stand and gives everything that comes back until the server closes. */
export async function sendRaw(url: string, text: string | Buffer): Promise<string> {
  const socket = await openSocket(url, text);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The head of a GET of that path and query, as written, for one answer. */
export function toGet(url: string, query: string, headers = ''): string {
  const { host, pathname } = new URL(url);
  return `GET ${pathname}?${query} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${headers}\r\n`;
}

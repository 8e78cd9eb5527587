import { type IncomingHttpHeaders, request as sendHttp } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** A request as it goes over the wire: nothing is added to it, normalised in it or encoded in it but what HTTP itself needs. */
export interface WireRequest {
  /** GET when left out. */
  readonly method?: string;
  /** What stands after the `?`; no `?` at all when left out. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What came back. */
export interface WireReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body as it came, still encoded. */
  readonly raw: Buffer;
  /** The body decoded by its Content-Encoding, as UTF-8. */
  readonly text: string;
}

/** Sends one request on a connection of its own. @throws Error when the connection breaks before the whole answer is there */
export function sendRequest(url: string, { method = 'GET', query, headers = {}, body }: WireRequest = {}): Promise<WireReply> {
  const { hostname, port, pathname } = new URL(url);
  const path = query === undefined ? pathname : `${pathname}?${query}`;
  return new Promise((resolve, reject) => {
    const outgoing = sendHttp({ hostname, port, path, method, headers: { ...headers }, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const raw = Buffer.concat(chunks);
        const { statusCode = 0, headers: received } = incoming;
        resolve({ status: statusCode, headers: received, raw, text: decodeBody(raw, received['content-encoding']) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A POST of form arguments, as a harvester sends it. */
export function postForm(url: string, body: string): Promise<WireReply> {
  return sendRequest(url, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body });
}

function decodeBody(raw: Buffer, encoding = 'identity'): string {
  if (raw.length === 0) return '';
  const decoders: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
    identity: (bytes) => bytes,
    gzip: gunzipSync,
    deflate: inflateSync,
    br: brotliDecompressSync,
  };
  const decode = decoders[encoding];
  if (decode === undefined) throw new Error(`Content-Encoding ${encoding}`);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(decode(raw));
}

import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** A client that has begun to receive an answer and takes no more of it until told. */
export interface PausedClient {
  /** Takes the rest at full speed, or with pauses; resolves to the whole text, unpacked. @throws Error when the answer breaks off */
  finish(options?: { readonly pauseMs?: number }): Promise<string>;
  abort(): void;
}

/** Asks, waits for the first bytes and stops reading. */
export async function startPausedClient(url: string, headers: Record<string, string> = {}): Promise<PausedClient> {
  const request = get(url, { headers, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`HTTP ${response.statusCode}`);
  // Not read, so that the operating systems' buffers fill up and the server has to wait.
  response.pause();
  response.on('error', () => undefined);
  request.on('error', () => undefined);
  return {
    finish: async ({ pauseMs = 0 } = {}) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) {
        chunks.push(chunk as Buffer);
        if (pauseMs > 0 && chunks.length % 40 === 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
      if (!response.complete) throw new Error('The answer broke off.');
      const body = Buffer.concat(chunks);
      return (response.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
    },
    abort: () => request.destroy(),
  };
}

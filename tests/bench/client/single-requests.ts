import { makeConnection } from './connection.ts';
import { countHeaders, toBody } from './page.ts';

/** Requests on several connections for some time, each connection sending the next as soon as it has its answer. */
export interface LoadOrder {
  readonly url: string;
  /** Without the `?`; sent in turn. */
  readonly queries: readonly string[];
  readonly connections: number;
  readonly ms: number;
}

export interface Loaded {
  readonly requests: number;
  readonly ms: number;
}

/** Requests one after the other, each timed. */
export interface LatencyOrder {
  readonly url: string;
  readonly queries: readonly string[];
  /** How often each query is sent, in turn with the others. */
  readonly times: number;
  /** A new connection for every request. */
  readonly cold?: boolean;
}

/** What one query of a LatencyOrder came to. */
export interface Latency {
  /** Milliseconds of every request. */
  readonly ms: readonly number[];
  /** Records or headers in the last answer. */
  readonly headers: number;
  readonly completeListSize: number | null;
}

/** Sends requests for some time. @throws Error at the first answer that is not 200 or is an OAI error */
export async function load({ url, queries, connections, ms }: LoadOrder): Promise<Loaded> {
  const base = new URL(url);
  const startedAt = performance.now();
  let requests = 0;
  const run = async () => {
    const connection = makeConnection(base, 'identity');
    try {
      while (performance.now() - startedAt < ms) {
        const query = queries[requests % queries.length]!;
        requests += 1;
        const answer = await connection.get(`${base.pathname}?${query}`);
        if (answer.status !== 200 || answer.body.includes('<error ')) throw unexpected(query, answer.body);
      }
    } finally {
      connection.close();
    }
  };
  await Promise.all(Array.from({ length: connections }, run));
  return { requests, ms: performance.now() - startedAt };
}

/** Times requests. @throws Error at the first answer that is not 200 or is an OAI error */
export async function latency({ url, queries, times, cold = false }: LatencyOrder): Promise<Latency[]> {
  const base = new URL(url);
  let connection = makeConnection(base, 'identity');
  const results = queries.map(() => ({ ms: [] as number[], headers: 0, completeListSize: null as number | null }));
  for (let time = 0; time < times; time += 1) {
    for (const [index, query] of queries.entries()) {
      if (cold) {
        connection.close();
        connection = makeConnection(base, 'identity');
      }
      const startedAt = performance.now();
      const answer = await connection.get(`${base.pathname}?${query}`, true);
      results[index]!.ms.push(performance.now() - startedAt);
      const body = toBody(answer);
      if (answer.status !== 200 || body.includes('<error ')) throw unexpected(query, body);
      results[index]!.headers = countHeaders(body);
      const size = /completeListSize="(\d+)"/.exec(body.toString('latin1', Math.max(0, body.length - 9000)))?.[1];
      results[index]!.completeListSize = size === undefined ? null : Number(size);
    }
  }
  connection.close();
  return results;
}

function unexpected(query: string, body: Buffer): Error {
  return new Error(`unexpected answer to ${query}: ${body.toString('utf8', 0, 1000)}`);
}

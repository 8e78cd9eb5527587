import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeConnection } from './connection.ts';
import { readPageEnd } from './page.ts';

/** Fast harvesters and very slow ones at once, for some time; whoever comes to the end of the list begins again. */
export interface CrowdOrder {
  readonly url: string;
  readonly query: string;
  readonly fast: number;
  readonly slow: number;
  /** What a slow one takes each second. */
  readonly slowBytesPerSecond: number;
  readonly ms: number;
}

export interface CrowdHarvested {
  readonly fastPages: number;
  readonly slowBytes: number;
  /** Slow harvesters that were cut off. */
  readonly slowCut: number;
}

/** Runs a crowd. @throws Error at the first page of a fast one that is none */
export async function runCrowd(order: CrowdOrder): Promise<CrowdHarvested> {
  const tally = { fastPages: 0, slowBytes: 0, slowCut: 0 };
  const deadline = performance.now() + order.ms;
  const fast = Array.from({ length: order.fast }, () => harvestFast(order, deadline, tally));
  const slow = Array.from({ length: order.slow }, () => readSlowly(order, deadline, tally));
  await Promise.all([...fast, ...slow]);
  return tally;
}

async function harvestFast({ url, query }: CrowdOrder, deadline: number, tally: { fastPages: number }): Promise<void> {
  const base = new URL(url);
  const verb = new URLSearchParams(query).get('verb');
  const connection = makeConnection(base, 'identity');
  let asked = query;
  try {
    while (performance.now() < deadline) {
      const answer = await connection.get(`${base.pathname}?${asked}`);
      const { token } = readPageEnd(answer, answer.body);
      tally.fastPages += 1;
      asked = token === null ? query : `verb=${verb}&resumptionToken=${encodeURIComponent(token)}`;
    }
  } finally {
    connection.close();
  }
}

const slowTickMs = 250;

async function readSlowly(order: CrowdOrder, deadline: number, tally: { slowBytes: number; slowCut: number }): Promise<void> {
  const base = new URL(order.url);
  const bytes = Math.ceil((order.slowBytesPerSecond * slowTickMs) / 1000);
  const buffer = Buffer.allocUnsafe(bytes);
  // Nothing more is taken from the kernel until the socket is told to go on.
  const callback = (taken: number) => {
    tally.slowBytes += taken;
    return false;
  };
  const socket = connect({ host: base.hostname, port: Number(base.port || 80), onread: { buffer, callback } });
  let cut = false;
  socket.on('error', () => {});
  socket.on('close', () => {
    cut = true;
  });
  socket.write(`GET ${base.pathname}?${order.query} HTTP/1.1\r\nHost: ${base.host}\r\nAccept-Encoding: identity\r\n\r\n`);
  while (performance.now() < deadline && !cut) {
    await sleep(slowTickMs);
    socket.resume();
  }
  if (cut) tally.slowCut += 1;
  socket.destroy();
}

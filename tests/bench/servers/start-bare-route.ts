import { fileURLToPath } from 'node:url';
import { findFreePort } from '../../support/postgres-cluster.ts';
import type { Bench } from '../bench.ts';
import { startChild, waitForAnswer } from './child.ts';

/** A bare Express server, as fast as Express is. */
export interface BareRoute {
  /** Looks one record up and sends its XML. */
  readonly recordUrl: string;
  /** Sends the same text again and again. */
  readonly constantUrl: string;
  stop(): Promise<void>;
}

/** Starts one with as many connections as our own server has. */
export async function startBareRoute({ database, storedXml, poolSize }: Bench, constantBytes: number): Promise<BareRoute> {
  const port = await findFreePort();
  const script = fileURLToPath(new URL('./bare-route.js', import.meta.url));
  const args = [script, port, database.url, poolSize, storedXml.columns, constantBytes].map(String);
  const child = startChild(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production' } });
  const constantUrl = `http://127.0.0.1:${port}/constant`;
  await waitForAnswer(constantUrl, child);
  return { recordUrl: `http://127.0.0.1:${port}/oai`, constantUrl, stop: child.stop };
}

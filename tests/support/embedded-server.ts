import { writeSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { shareSession } from '../../src/storage/shared-session.ts';

/** An embedded database that listens on a loopback port. */
export interface EmbeddedServer {
  readonly url: string;
  close(): Promise<void>;
}

// Where the database calls this, it swallows what is thrown, and stands still.
const raise = (error: unknown): never => {
  writeSync(2, `${error}\n`);
  throw error;
};

/** Opens the embedded database of a data directory, made when it is not there, on a free port of 127.0.0.1. */
export async function openEmbedded(dataDirectory: string): Promise<EmbeddedServer> {
  const pglite = await PGlite.create(dataDirectory);
  // Every connection shares one session; the number only has to be larger than what one test opens.
  const server = new PGLiteSocketServer({ db: shareSession(pglite, raise).db, host: '127.0.0.1', port: 0, maxConnections: 100 });
  await server.start();
  return {
    url: `postgresql://postgres@${server.getServerConn()}/postgres`,
    close: async () => {
      await server.stop();
      await pglite.close();
    },
  };
}

import type { PGlite } from '@electric-sql/pglite';
import { refuseCopyIn } from './refuse-copy-in.ts';

/** What the socket server calls of the database. */
type Session = Pick<PGlite, 'waitReady' | 'isInTransaction' | 'runExclusive' | 'execProtocolRawStream' | 'exec'>;

// PostgreSQL, Message Formats: Parse, Bind, Describe, Execute, Close and Flush go on until a Sync.
const opening = new Set(Array.from('PBDECH', (type) => type.charCodeAt(0)));
const sync = Uint8Array.of('S'.charCodeAt(0), 0, 0, 0, 4);
// The first message of a client has no type: it begins with its length, of less than 16 MB. The last is Terminate.
const comes = 0;
const leaves = 'X'.charCodeAt(0);
const resetAll = Uint8Array.from(Buffer.from('Q\0\0\0\x0ereset all\0'));

/**
 * The embedded database as the socket server may have it. All connections share one session, and the server takes their messages in turns, except during a transaction. A query with values is
 * several messages, so that those of two clients mixed: one bound its values to the statement of the other. As long as a query is not over, this says that a transaction is open. What a client
 * has set, as pg_dump empties search_path, is set back when it leaves.
 */
export function shareSession(db: PGlite): PGlite {
  let open = false;
  // What it answers would otherwise go to whoever asked last.
  const say = (message: Uint8Array) => db.execProtocolRawStream(message, { onRawData: () => undefined });
  const session: Session = {
    waitReady: db.waitReady,
    isInTransaction: () => open || db.isInTransaction(),
    runExclusive: (work) => db.runExclusive(work),
    execProtocolRawStream: async (message, options) => {
      const type = message[0]!;
      if (opening.has(type)) open = true;
      else if (type === sync[0]) open = false;
      if (type === comes || type === leaves) await say(resetAll);
      await db.execProtocolRawStream(refuseCopyIn(message), options);
    },
    // How the server ends what a client left open; after an error, PostgreSQL hears nothing before a Sync.
    exec: async (sql, options) => {
      if (open) await say(sync);
      open = false;
      const results = await db.exec(sql, options);
      await say(resetAll);
      return results;
    },
  };
  return session as PGlite;
}

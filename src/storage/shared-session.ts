import type { PGlite } from '@electric-sql/pglite';

/** What the socket server calls of the database. */
type Session = Pick<PGlite, 'waitReady' | 'isInTransaction' | 'runExclusive' | 'execProtocolRawStream' | 'exec'>;

const toMessage = (type: string, text: string): Buffer => {
  const message = Buffer.from(`${type}\0\0\0\0${text}`);
  message.writeInt32BE(message.length - 1, 1);
  return message;
};

// PostgreSQL, Message Formats. Of Parse, Bind, Describe, Execute and Close nothing is answered before Sync, Flush or Query comes.
const parts = new Set(Buffer.from('PBDEC'));
const [execute, query, flush] = Buffer.from('EQH');
// What comes at other times, as the data of a COPY that was refused, is passed over; PostgreSQL would end of some of it.
const known = new Set(Buffer.from('PBDECHSQF'));
// The first message of a client has no type: it begins with its length, of less than 16 MB. The last is Terminate.
const startup = 0;
const terminate = 'X'.charCodeAt(0);
const readyForQuery = Buffer.from('Z\0\0\0\x05');
const readyBytes = 6;
const encodingName = Buffer.from('client_encoding\0');

const [syncType] = Buffer.from('S');
const sync = toMessage('S', '');
const rollback = toMessage('Q', 'rollback\0');
const reset = toMessage('Q', 'set session authorization postgres; reset role; reset all\0');
const setUtf8 = toMessage('Q', "set client_encoding = 'UTF8'\0");
const tellUtf8 = toMessage('S', 'client_encoding\0UTF8\0');
const discard = toMessage('Q', 'close all; deallocate all; discard temp\0');
// PostgreSQL passes over this, except where it waits for the data of COPY FROM STDIN, which the embedded one cannot do and would end of.
const refuseCopy = toMessage('f', 'the embedded database takes no data by COPY; use INSERT, or oai-pmh-server import\0');

// How the message of an error begins after which PostgreSQL ends the session: its severity twice, its code, and the text.
const fatal = /S(FATAL|PANIC)\0V\1\0C\w{5}\0M([^\0]*)\0/;
/** The text of such an error, if it is among what PostgreSQL said. */
function findFatal({ buffer, byteOffset, byteLength }: Uint8Array): string | null {
  const data = Buffer.from(buffer, byteOffset, byteLength);
  const isThere = data.includes('SFATAL\0VFATAL\0') || data.includes('SPANIC\0VPANIC\0');
  return (isThere && fatal.exec(data.toString())?.[2]) || null;
}

function assertReady(ready: boolean): void {
  if (!ready) throw new Error('The embedded database broke off without an answer.');
}

/** A database that several clients share, and how it hears of those that leave. */
export interface SharedSession {
  /** As the socket server may have it. */
  readonly db: PGlite;
  /** To be called when a client has left. What it has set is set back before anything else is asked. With `others` false nobody is there but the server itself, and prepared statements and temporary tables go, too. */
  noteLeft(others: boolean): void;
}

/**
 * Prepares the embedded database for a socket server whose connections all share one session. It takes their messages in turns, except during a transaction; but a query with values is several
 * messages, so that those of two clients mixed, and one bound its values to the statement of the other. So they are kept until the query is whole, and as long this says that a transaction is open.
 *
 * @param end ends the thread, at once, because of an error of the database itself: to ask it anything more may never come to an end
 */
export function shareSession(db: PGlite, end: (error: unknown) => never): SharedSession {
  let kept: Uint8Array[] = [];
  // Whether PostgreSQL was told of a query that is not over, as Flush does.
  let open = false;
  // What is to be said before the next message, since somebody left.
  const due = new Set<Uint8Array>();
  const isInTransaction = () => open || kept.length > 0 || db.isInTransaction();
  /** Hands messages over; whether PostgreSQL was ready for the next query at the end. */
  const say = async (message: Uint8Array, onRawData: (data: Uint8Array) => void = () => undefined): Promise<boolean> => {
    // Its message, with the state of the transaction as its last byte, may come in two pieces.
    let last = Buffer.alloc(0);
    const hear = (data: Uint8Array) => {
      const reason = findFatal(data);
      // Before this returns: what called it goes on for ever, and says so for ever.
      if (reason !== null) end(new Error(reason));
      last = Buffer.concat([last, data.subarray(-readyBytes)]).subarray(-readyBytes);
      onRawData(data);
    };
    await db.execProtocolRawStream(message, { onRawData: hear });
    return last.indexOf(readyForQuery) === 0;
  };
  /** Hands a query over; once it is over, text is UTF-8 again. In another encoding, the embedded database loses the rows of all clients that it cannot write in it, and then goes on for ever. */
  const ask = async (
    message: Uint8Array,
    isEnd: boolean,
    onRawData: (data: Uint8Array) => void = () => undefined,
  ): Promise<void> => {
    let encoding = false;
    // The name, too, may come in two pieces.
    let heard = Buffer.alloc(0);
    const hear = (data: Uint8Array) => {
      heard = Buffer.concat([heard.subarray(1 - encodingName.length), data]);
      encoding ||= heard.includes(encodingName);
      onRawData(data);
    };
    open = !(await say(message, hear));
    if (isEnd) assertReady(!open);
    if (!encoding || open) return;
    assertReady(await say(setUtf8));
    onRawData(tellUtf8);
  };
  /** Ends what a client left open. After an error, PostgreSQL hears nothing before Sync; before that, Sync would commit what is not whole. */
  const abandon = async () => {
    kept = [];
    if (open || db.isInTransaction()) {
      for (const message of [rollback, sync]) await say(message);
      assertReady(await say(rollback));
    }
    open = false;
    due.add(reset);
  };
  const take = async (message: Uint8Array, onRawData?: (data: Uint8Array) => void) => {
    const type = message[0]!;
    if (type === terminate) return abandon();
    if (!isInTransaction()) for (const word of due) if (due.delete(word)) assertReady(await say(word));
    if (type === startup) return void (await say(message, onRawData));
    if (!known.has(type) || (type === flush && !open && kept.length === 0)) return;
    // After an error in a query of several messages, PostgreSQL answers nothing else before Sync.
    const isEnd = type === syncType || (type !== flush && !open && kept.length === 0);
    kept.push(message);
    if (type === execute || type === query) kept.push(refuseCopy);
    if (parts.has(type)) return;
    const whole = Buffer.concat(kept);
    kept = [];
    await ask(whole, isEnd, onRawData);
  };
  const session: Session = {
    waitReady: db.waitReady,
    isInTransaction,
    runExclusive: (work) => db.runExclusive(work),
    execProtocolRawStream: (message, options) => take(message, options?.onRawData).catch(end),
    // Called for a client that left a transaction open, to roll it back.
    exec: async (sql, options) => {
      await abandon().catch(end);
      return db.exec(sql, options);
    },
  };
  const noteLeft = (others: boolean) => {
    due.add(reset);
    if (!others) due.add(discard);
  };
  return { db: session as PGlite, noteLeft };
}

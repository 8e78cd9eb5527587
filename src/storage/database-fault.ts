// Connection lost, refused or not to be had; shutting down or starting; out of connections, memory or disk; cancelled by a time limit; read-only after a failover.
const faultClasses = ['08', '53', '57', '58'];
const faultCodes = new Set(['25006', '40001', '40P01', '55P03']);
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);
const driverMessages =
  /timeout exceeded when trying to connect|Connection terminated|timeout expired|Client was closed|not queryable|Query read timeout/;

/** No database that can be asked has got as far as the answer must reach: the replicas lag, and the primary is away or not known. */
export class BehindFault extends Error {
  override readonly name = 'BehindFault';

  constructor() {
    super('No database at hand has got as far as this answer must reach.');
  }
}

/** A database says nothing, to nobody. */
export class SilenceFault extends Error {
  override readonly name = 'SilenceFault';
}

/** A row that every database has, and that must not be taken for absent where an answer got lost. @throws SilenceFault for null */
export function expectRow<T>(row: T | null): T {
  if (row === null) throw new SilenceFault('The database answered without the row that is always there.');
  return row;
}

/**
 * Whether the database refused a statement for the sake of what is in it: data, integrity and program limit errors, and those that a trigger of the user's raises.
 * Anything else would befall every row.
 */
export function isRowFault(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^(?:21|22|23|54|P0)...$/.test(code);
}

/** Whether an error means that the database is away or overloaded for now, so that trying again later may do; anything else is a bug. */
export function isDatabaseFault(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseFault);
  if (!(error instanceof Error)) return false;
  if (error instanceof BehindFault || error instanceof SilenceFault) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (networkCodes.has(code) || driverMessages.test(error.message)) return true;
  return code.length === 5 && (faultCodes.has(code) || faultClasses.includes(code.slice(0, 2)));
}

/** SQL that writes a timestamp as the protocol does: whole seconds UTC, `YYYY-MM-DDThh:mm:ssZ`. */
export function toDatestampSql(expression: string): string {
  return `to_char((${expression}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
}

/** A time of whole seconds, in milliseconds since 1970, as the protocol writes it. */
export function fromMilliseconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

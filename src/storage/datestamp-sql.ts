/** SQL that writes a timestamp as the protocol does: whole seconds UTC, `YYYY-MM-DDThh:mm:ssZ`. */
export function toDatestampSql(expression: string): string {
  return `to_char((${expression}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
}

/**
 * Rows of text as lines: columns aligned for a terminal, separated by tabs for a pipe.
 * Control characters, which could move the cursor or break a line, become spaces.
 */
export function renderTable(rows: readonly (readonly string[])[], terminal: boolean): string {
  const clean = rows.map((row) => row.map((cell) => cell.replaceAll(/\p{Cc}+/gu, ' ')));
  if (!terminal) return clean.map((row) => `${row.join('\t')}\n`).join('');
  const widths: number[] = [];
  for (const row of clean) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return clean
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** How many insertions, deletions, changes and swaps of neighbours lie between two words. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      const above = rows[row - 1]!;
      let best = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + cost);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, rows[row - 2]![column - 2]! + 1);
      current.push(best);
    }
    rows.push(current);
  }
  return rows[a.length]![b.length]!;
}

const plain = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');

/** The known name that a mistyped one most likely means, or null when none is near. Case, hyphens and a missing prefix are forgiven. */
export function findNearestName(name: string, known: readonly string[]): string | null {
  if (name.length > 100) return null;
  const wanted = plain(name);
  const scored = known.map((candidate) => {
    const target = plain(candidate);
    const steps = Math.min(
      distance(wanted, target),
      distance(wanted, target.replace(/^OAI_/, '')),
      distance(wanted, `OAI_${target}`),
    );
    return { candidate, steps };
  });
  const best = scored.sort((a, b) => a.steps - b.steps)[0];
  return best !== undefined && best.steps <= Math.max(2, Math.floor(wanted.length / 4)) ? best.candidate : null;
}

const segment = "[A-Za-z0-9\\-_.!~*'()]+";
const legalSetSpec = new RegExp(`^${segment}(?::${segment})*$`);

/** The longest setSpec in characters: it shares an index entry with a record's id. */
export const setSpecMaxLength = 256;

/** Whether a text is a setSpec by the protocol's grammar: URI-unreserved characters, parts joined by `:` (OAI-PMH 2.0 §2.6). */
export function isSetSpec(value: string): boolean {
  return value.length <= setSpecMaxLength && legalSetSpec.test(value);
}

// Letters that Unicode does not take apart.
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
};

/** The legal spelling nearest to a text that is not a setSpec: accents dropped, other characters to `_`; null when nothing is left. */
export function toSetSpec(value: string): string | null {
  const parts = value
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæÆœŒøØłŁđĐı]/g, (letter) => plainLetters[letter] ?? letter)
    .split(':')
    .map((part) => part.trim().replace(/[^A-Za-z0-9\-_.!~*'()]+/g, '_'))
    .filter((part) => part !== '' && part !== '_');
  return parts.length === 0 ? null : parts.join(':').slice(0, setSpecMaxLength).replace(/:$/, '');
}

/** A set and all its ancestors, nearest first: `a:b:c` → `a:b:c`, `a:b`, `a`. */
export function toLineage(setSpec: string): string[] {
  const lineage = [setSpec];
  for (let at = setSpec.lastIndexOf(':'); at > 0; at = setSpec.lastIndexOf(':', at - 1)) lineage.push(setSpec.slice(0, at));
  return lineage;
}

/** The minimal list a header carries, in code point order: no set that another one of the list implies (§2.5, §2.6). */
export function toMinimalSets(setSpecs: readonly string[]): string[] {
  const minimal = new Set(setSpecs);
  for (const setSpec of setSpecs) for (const ancestor of toLineage(setSpec)) if (ancestor !== setSpec) minimal.delete(ancestor);
  return [...minimal].sort();
}

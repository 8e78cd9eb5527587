/** Notices ids that come again. */
export interface SeenIds {
  /** Whether the id was here before; from now on it was. */
  add(id: string): boolean;
}

/** Beyond this many different ids no more are remembered: 64 MB, whatever the length of the file. */
const most = 2 ** 22;

/**
 * Makes a memory for ids that is small and has a limit: it keeps a 53-bit hash of each, so a false "seen" among four million is a
 * matter of one in a thousand imports. Good for a warning, not for more.
 */
export function makeSeenIds(limit: number = most): SeenIds {
  let slots = new Float64Array(1024);
  let count = 0;
  const grow = (): void => {
    const old = slots;
    slots = new Float64Array(old.length * 2);
    for (const hash of old) if (hash !== 0) slots[findSlot(slots, hash)] = hash;
  };
  return {
    add: (id) => {
      const hash = hashOf(id);
      const slot = findSlot(slots, hash);
      if (slots[slot] === hash) return true;
      if (count >= limit) return false;
      slots[slot] = hash;
      count += 1;
      if (count * 2 > slots.length) grow();
      return false;
    },
  };
}

function findSlot(slots: Float64Array, hash: number): number {
  let slot = hash % slots.length;
  while (slots[slot] !== 0 && slots[slot] !== hash) slot = (slot + 1) % slots.length;
  return slot;
}

/** Two multiplicative hashes mixed into 53 bits, never 0 (which marks a free slot). */
function hashOf(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return 2 ** 32 * (high & 0x1fffff) + (low >>> 0) || 1;
}

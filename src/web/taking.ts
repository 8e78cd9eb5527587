/** How a harvester takes what it is sent: page after page, as long as the next is begun with for it. */
export interface Taking {
  /** It is sent a piece. */
  handed(): void;
  /** It has all of it. */
  taken(): void;
  /** Whether it took the last piece at once. False before the first. */
  isQuick(): boolean;
  /** Whether it took its time over the last piece. False before the first. */
  isSlow(): boolean;
}

// What is made ahead is kept for a second: whoever takes half of that for a piece may well come when it is too old.
const quickMs = 500;

export function makeTaking(now: () => number = () => performance.now()): Taking {
  let handedAt: number | null = null;
  let lastMs: number | null = null;
  return {
    handed: () => {
      handedAt = now();
    },
    taken: () => {
      if (handedAt !== null) lastMs = now() - handedAt;
      handedAt = null;
    },
    isQuick: () => lastMs !== null && lastMs < quickMs,
    isSlow: () => lastMs !== null && lastMs >= quickMs,
  };
}

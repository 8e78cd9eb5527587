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

// A harvester on the same continent has the largest piece, some hundreds of kilobytes compressed, within a quarter of this. One that is slower asks for the next page only after what is made for it would be too old.
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

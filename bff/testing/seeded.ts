/** Numbers from 0 to below 1, random, and the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What is picked by such numbers. */
export function picks(random: () => number) {
  const upTo = (n: number) => Math.floor(random() * n);
  return {
    upTo,
    chance: (share: number) => random() < share,
    oneOf: <T>(list: readonly T[]) => list[upTo(list.length)]!,
  };
}

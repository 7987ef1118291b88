/** 0 to 1, drawn anew at each call; the same numbers for the same seed. */
export type Random = () => number;

export function createRandom(seed: number): Random {
  let state = seed || 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

/** Gives a number from 0 (inclusive) to 1 (exclusive); the same seed gives the same numbers. */
export type Random = () => number;

const GOLDEN = 0x9e3779b9;

/** A bijection on 32-bit numbers in which every bit depends on every bit. */
const scramble = (value: number): number => {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
};

/** 32 bits; different for different `n` under one seed. */
export const hash32 = (seed: number, n: number): number => scramble(scramble(seed + GOLDEN) ^ n);

export const createRandom = (seed: number): Random => {
  let state = hash32(seed, 0);
  return () => {
    state = (state + GOLDEN) | 0;
    return scramble(state) / 2 ** 32;
  };
};

/** A whole number from `least` to `most`, both inclusive. */
export const integer = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));

/** One of the items; throws where there is none. */
export const pick = <T>(random: Random, items: readonly T[]): T => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
};

/** One of the values, each as likely as its weight says. */
export const pickWeighted = <T>(
  random: Random,
  choices: readonly (readonly [value: T, weight: number])[],
): T => {
  let rest = random() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of choices) {
    rest -= weight;
    if (rest < 0) return value;
  }
  return pick(random, choices)[0];
};

/** 32 hexadecimal digits; different for different `n` under one name. */
export const hexId = (seed: number, name: string, n: number): string => {
  let key = seed;
  for (const letter of name) key = hash32(key, letter.codePointAt(0) ?? 0);
  return [1, 2, 3, 4]
    .map((word) =>
      hash32(key + word, n)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
};

/** A random (version 4) UUID by its form; different for different `n` under one name. */
export const uuid = (seed: number, name: string, n: number): string => {
  const hex = hexId(seed, name, n);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};

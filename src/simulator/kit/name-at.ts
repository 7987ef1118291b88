/** The name at a place of a list, as people give names; beyond its end one with a number. */
export const nameAt = (names: readonly string[], place: number, beyond: string): string =>
  names[place] ?? `${beyond}-${place + 1}`;

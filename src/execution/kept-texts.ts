const KEPT = Symbol('what was written of an object');

interface Kept {
  /** A copy of an object has this as well, and may differ. */
  readonly of: unknown;
  readonly selection: object;
  readonly texts: (string | undefined)[];
}

interface Keeper {
  [KEPT]?: Kept;
}

/**
 * Where an object keeps what was written of its steady fields for one selection; `null`: it cannot keep anything. It keeps the
 * texts of one selection, the last one: clients that ask for ever other fields cost no more memory.
 */
export function keptTexts(object: unknown, selection: object): (string | undefined)[] | null {
  if (!isKeeper(object)) return null;
  const kept = object[KEPT];
  if (kept !== undefined && kept.selection === selection && kept.of === object) return kept.texts;
  if (!Object.isExtensible(object)) return null;
  const texts: (string | undefined)[] = [];
  object[KEPT] = { of: object, selection, texts };
  return texts;
}

const isKeeper = (value: unknown): value is Keeper => typeof value === 'object' && value !== null;

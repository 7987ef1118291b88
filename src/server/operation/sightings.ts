/** A power of two. */
const PLACES = 4_096;
/** Characters. */
const END = 4_096;

/**
 * Remembers of texts that they have come, the latest of some thousands, in 16 kB: what comes once need not be kept. Now and then
 * it takes one text for another, or forgets one.
 */
export class Sightings {
  readonly #hashes = new Int32Array(PLACES);

  /** Whether this has come before; from now on it has. */
  note(text: string): boolean {
    const hash = hashOf(text);
    const place = hash & (PLACES - 1);
    const isKnown = this.#hashes[place] === hash;
    this.#hashes[place] = hash;
    return isKnown;
  }
}

/** FNV-1a of UTF-16, of a long text that of its length, its beginning and its end; never 0. */
function hashOf(text: string): number {
  if (text.length <= 2 * END) return hashed(text, 0x811c9dc5) || 1;
  return hashed(text.slice(-END), hashed(text.slice(0, END), text.length)) || 1;
}

function hashed(text: string, start: number): number {
  let hash = start | 0;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

const LENGTH = 8;
/** So many characters tell how far off the next needle is at least. */
const BLOCK = 3;
/** As far as one can always go on without passing a needle. */
const STRIDE = LENGTH - BLOCK + 1;

/**
 * Whether a text holds one of many needles of 8 characters, in one pass that looks at few of its characters (Wu and Manber,
 * 1994).
 */
export function needleSearch(needles: readonly string[]): (text: string) => boolean {
  const known = new Set(needles);
  const strides = new Uint8Array(2 ** 16).fill(STRIDE);
  for (const needle of known) {
    for (let end = BLOCK - 1; end < LENGTH; end += 1) {
      const block = blockAt(needle, end);
      strides[block] = Math.min(strides[block] ?? STRIDE, LENGTH - 1 - end);
    }
  }
  return (text) => {
    for (let end = LENGTH - 1; end < text.length; ) {
      // As `blockAt`, written out: this runs for every few characters of every answer.
      const block = (text.charCodeAt(end - 2) << 10) ^ (text.charCodeAt(end - 1) << 5) ^ text.charCodeAt(end);
      const stride = strides[block & 0xffff] ?? STRIDE;
      if (stride === 0 && known.has(text.slice(end - LENGTH + 1, end + 1))) return true;
      end += stride === 0 ? 1 : stride;
    }
    return false;
  };
}

/** Of 16 bits; where different blocks share a number, the text is only looked at more closely. */
const blockAt = (text: string, end: number): number =>
  ((text.charCodeAt(end - 2) << 10) ^ (text.charCodeAt(end - 1) << 5) ^ text.charCodeAt(end)) & 0xffff;

import { randomInt } from 'node:crypto';

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
/** Multiplies a hash for each byte (FNV-1a): names of one hash are taken for one name. Nobody knows where it begins. */
const PRIME = 0x01000193;
const SEED = randomInt(2 ** 31);
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Measures JSON while its bytes come, before anything is made of them: a mebibyte of text costs nearly nothing to parse, and a
 * mebibyte of `[` a hundred times as much. What is no JSON is measured somehow, and left to the parser.
 */
export class JsonMeter {
  /** Members of objects and items of lists; a list or an object without any counts as one more. */
  values = 0;
  /** How many lists and objects are open within each other at most. */
  deepest = 0;
  readonly #names = new Set<number>();
  #depth = 0;
  #isText = false;
  /** Whether a text that begins now would be a value: what comes after a colon. */
  #isValue = false;
  /** Of the text that is read, or was read last, if it may be a name. */
  #hash = SEED;
  /** Whether the next byte belongs to a text, whatever it is. */
  #isEscaped = false;

  /** Different names of members: the engine keeps each new one in a table, and a form of objects of its own for it. */
  get names(): number {
    return this.#names.size;
  }

  add(bytes: Uint8Array): void {
    const last = bytes.length - 1;
    if (last < 0) return;
    // Fields are copied, for this is done for every byte that comes in.
    let { values, deepest } = this;
    let depth = this.#depth;
    let isText = this.#isText;
    let isValue = this.#isValue;
    let hash = this.#isEscaped ? Math.imul(this.#hash ^ (bytes[0] ?? 0), PRIME) : this.#hash;
    let isEscaped = false;
    for (let at = this.#isEscaped ? 1 : 0; at <= last; at += 1) {
      let byte = bytes[at] ?? 0;
      if (isText) {
        while (byte !== QUOTE && byte !== BACKSLASH && at < last) {
          if (!isValue) hash = Math.imul(hash ^ byte, PRIME);
          at += 1;
          byte = bytes[at] ?? 0;
        }
        if (byte === QUOTE) isText = false;
        else if (byte === BACKSLASH) {
          isEscaped = at === last;
          at += 1;
          hash = Math.imul(hash ^ BACKSLASH, PRIME);
          if (!isEscaped) hash = Math.imul(hash ^ (bytes[at] ?? 0), PRIME);
        } else hash = Math.imul(hash ^ byte, PRIME);
      } else if (byte === QUOTE) {
        isText = true;
        hash = SEED;
      } else if (byte === COLON) {
        this.#names.add(hash);
        isValue = true;
      } else if (byte === COMMA) {
        values += 1;
        isValue = false;
      } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        isValue = false;
        values += 1;
        depth += 1;
        if (depth > deepest) deepest = depth;
      } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    }
    this.values = values;
    this.deepest = deepest;
    this.#depth = depth;
    this.#isText = isText;
    this.#isValue = isValue;
    this.#hash = hash;
    this.#isEscaped = isEscaped;
  }
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
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
  #depth = 0;
  #isText = false;
  /** Whether the next byte belongs to a text, whatever it is. */
  #isEscaped = false;

  add(bytes: Uint8Array): void {
    const last = bytes.length - 1;
    if (last < 0) return;
    // Fields are copied, for this is done for every byte that comes in.
    let { values, deepest } = this;
    let depth = this.#depth;
    let isText = this.#isText;
    let isEscaped = false;
    for (let at = this.#isEscaped ? 1 : 0; at <= last; at += 1) {
      let byte = bytes[at];
      if (isText) {
        while (byte !== QUOTE && byte !== BACKSLASH && at < last) {
          at += 1;
          byte = bytes[at];
        }
        if (byte === QUOTE) isText = false;
        else if (byte === BACKSLASH) {
          isEscaped = at === last;
          at += 1;
        }
      } else if (byte === QUOTE) isText = true;
      else if (byte === COMMA) values += 1;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        values += 1;
        depth += 1;
        if (depth > deepest) deepest = depth;
      } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    }
    this.values = values;
    this.deepest = deepest;
    this.#depth = depth;
    this.#isText = isText;
    this.#isEscaped = isEscaped;
  }
}

interface Box<Value> {
  value: Value | undefined;
}

/**
 * A map that lives long, of what comes and goes. V8 makes a new table of a `Map` again and again as entries come and go, and the
 * old tables, with what stood in them at that moment, keep each other until the whole heap is collected: requests that have long
 * been answered would be copied from one generation to the next. So each value stands in a box, which is emptied when it goes.
 */
export class PassingMap<Key, Value> {
  readonly #boxes = new Map<Key, Box<Value>>();

  get size(): number {
    return this.#boxes.size;
  }

  get(key: Key): Value | undefined {
    return this.#boxes.get(key)?.value;
  }

  set(key: Key, value: Value): void {
    this.delete(key);
    this.#boxes.set(key, { value });
  }

  delete(key: Key): void {
    const box = this.#boxes.get(key);
    if (box === undefined) return;
    box.value = undefined;
    this.#boxes.delete(key);
  }

  *values(): Generator<Value> {
    for (const { value } of this.#boxes.values()) if (value !== undefined) yield value;
  }
}

import type { Circuit } from './circuit.ts';

/** More of them need not be remembered: it is the first that counts. */
const MOST_KEYS = 1_000;

/** What gave no answer when it was asked last, by the keys of circuits, in the order in which that began. */
export class SilentKeys {
  readonly #keys = new Set<string>();

  /** The circuit of that key is now like this. */
  learn(key: string, { silences }: Circuit): void {
    if (silences === 0) this.#keys.delete(key);
    else if (this.#keys.size < MOST_KEYS) this.#keys.add(key);
  }

  /** Since when the first of them that still gives no answer has given none; `null`: there is none. `of`: the circuits as they are. */
  since(of: (key: string) => Circuit): number | null {
    for (const key of this.#keys) {
      const { silences, failingSince } = of(key);
      if (silences > 0) return failingSince;
      this.#keys.delete(key);
    }
    return null;
  }
}

const MOST_TOLD = 5;

/** What of a vendor's answers could not be read and costs no row, each kind once. */
export class Oddities {
  readonly #places = new Map<string, Set<string>>();

  /**
   * `what` names the place in a row or an answer and the kind of what is wrong, never a value. `where` tells rows apart:
   * one that is read again is not counted again.
   */
  tell(what: string, where: string): void {
    const places = this.#places.get(what);
    if (places === undefined) this.#places.set(what, new Set([where]));
    else places.add(where);
  }

  /** For people; `null`: there was none. */
  get summary(): string | null {
    if (this.#places.size === 0) return null;
    const told = [...this.#places].slice(0, MOST_TOLD).map(([what, { size }]) => counted(what, size));
    const rest = this.#places.size - told.length;
    return [...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
  }
}

const counted = (what: string, times: number): string => (times > 1 ? `${what} (${times} times)` : what);

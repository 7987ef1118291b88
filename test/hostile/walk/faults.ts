/** What a walk can do wrong: one word each, for tables and for shrinking. */
export type FaultKind =
  | 'lost'
  | 'lost silently'
  | 'twice'
  | 'foreign row'
  | 'wrong time'
  | 'wrong detail'
  | 'wrong look-up'
  | 'out of order'
  | 'late without cause'
  | 'owed after a short outage'
  | 'too many rows'
  | 'short page'
  | 'empty page with a next one'
  | 'cursor stays'
  | 'endless'
  | 'wrong count'
  | 'shrinking count'
  | 'dishonest report'
  | 'false alarm'
  | 'cursor bytes differ'
  | 'page differs'
  | 'too many requests'
  | 'asked in vain'
  | 'error'
  | 'no answer'
  | 'unexpected error logged';

export interface Fault {
  readonly kind: FaultKind;
  readonly text: string;
}

/** Keeps the first fault of each kind. */
export class Faults {
  readonly #found = new Map<FaultKind, Fault>();

  add(kind: FaultKind, text: string): void {
    if (!this.#found.has(kind)) this.#found.set(kind, { kind, text });
  }

  get all(): readonly Fault[] {
    return [...this.#found.values()];
  }
}

import type { ModelRow } from './model-row.ts';
import type { Random } from './random.ts';

/** The rows of one origin, which may change at any time. */
export class ModelList {
  #rows: ModelRow[];
  #sorted: readonly ModelRow[] | null = null;

  constructor(rows: readonly ModelRow[]) {
    this.#rows = [...rows];
  }

  /** In the order in which they came. */
  get rows(): readonly ModelRow[] {
    return this.#rows;
  }

  insert(row: ModelRow): void {
    this.#change([...this.#rows, row]);
  }

  delete(id: string): void {
    this.#change(this.#rows.filter((row) => row.id !== id));
  }

  replace(row: ModelRow): void {
    this.#change(this.#rows.map((one) => (one.id === row.id ? row : one)));
  }

  /** As the vendor sorts them. With `random`, those that share a place stand in another order each time. */
  sorted(random: Random | null): readonly ModelRow[] {
    this.#sorted ??= this.#rows.toSorted((a, b) => (a.place === b.place ? 0 : b.place - a.place));
    return random === null ? this.#sorted : withShuffledTies(this.#sorted, random);
  }

  #change(rows: ModelRow[]): void {
    this.#rows = rows;
    this.#sorted = null;
  }
}

function withShuffledTies(sorted: readonly ModelRow[], random: Random): readonly ModelRow[] {
  const rows = [...sorted];
  for (let from = 0, to = 1; from < rows.length; from = to++) {
    while (to < rows.length && rows[to]?.place === rows[from]?.place) to += 1;
    shuffle(rows, from, to, random);
  }
  return rows;
}

function shuffle(rows: ModelRow[], from: number, to: number, random: Random): void {
  for (let at = to - 1; at > from; at--) {
    const other = from + Math.floor(random() * (at - from + 1));
    const [one, two] = [rows[at], rows[other]];
    if (one !== undefined && two !== undefined) [rows[at], rows[other]] = [two, one];
  }
}

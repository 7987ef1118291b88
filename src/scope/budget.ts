import { SourceError } from '../model/source-error.ts';

/** What one operation may have at most. */
export interface BudgetLimits {
  /** Requests to vendors, retries included, and `PER_LIST.requests` more for each list that the answer is merged from. */
  readonly vendorRequests: number;
  /** Rows of jobs, and `PER_LIST.rows` more for each such list. */
  readonly rows: number;
}

/** So that a page over thousands of lists can read each: its beginning, and what proves its end or its count. */
export const PER_LIST = { requests: 4, rows: 100 } as const;

const UNLIMITED: BudgetLimits = {
  vendorRequests: Number.POSITIVE_INFINITY,
  rows: Number.POSITIVE_INFINITY,
};

/** What one operation may still ask of vendors, all sources together. What is exhausted stays so. */
export class Budget {
  readonly #limits: BudgetLimits;
  readonly #rows: () => number;
  readonly #lists = new Map<string, number>();
  #requests = 0;

  /** `rows`: how many the operation has been given by now. */
  constructor(limits: BudgetLimits = UNLIMITED, rows: () => number = () => 0) {
    this.#limits = limits;
    this.#rows = rows;
  }

  /** The operation reads so many lists of the source: the most that any part of it reads there. */
  reads(sourceId: string, lists: number): void {
    this.#lists.set(sourceId, Math.max(lists, this.#lists.get(sourceId) ?? 0));
  }

  /** Before a question goes to a vendor; throws `OPERATION_TOO_COSTLY` where the operation may put no more. */
  spend(): void {
    const error = this.#exhausted();
    if (error !== null) throw error;
    this.#requests += 1;
  }

  /** The same before it is put once more; false: it may not be. */
  spendAgain(): boolean {
    if (this.#exhausted() !== null) return false;
    this.#requests += 1;
    return true;
  }

  #exhausted(): SourceError | null {
    const lists = this.#lists.values().reduce((sum, count) => sum + count, 0);
    const mostRequests = this.#limits.vendorRequests + PER_LIST.requests * lists;
    if (this.#requests >= mostRequests) return requestsError(this.#requests, mostRequests);
    const mostRows = this.#limits.rows + PER_LIST.rows * lists;
    const rows = this.#rows();
    return rows >= mostRows ? rowsError(rows, mostRows) : null;
  }
}

const requestsError = (spent: number, allowed: number): SourceError =>
  new SourceError({
    code: 'OPERATION_TOO_COSTLY',
    message: `This operation has sent ${spent} requests to vendors, and ${allowed} are allowed (\`server.vendorRequests\`, and ${PER_LIST.requests} for each list). Ask for fewer rows, names or tasks at once.`,
    spending: { limit: 'server.vendorRequests', spent, allowed },
  });

const rowsError = (spent: number, allowed: number): SourceError =>
  new SourceError({
    code: 'OPERATION_TOO_COSTLY',
    message: `This operation has read ${spent} rows, and ${allowed} are allowed (\`server.limits.rows\`, and ${PER_LIST.rows} for each list). Ask for a narrower time, or for less at once.`,
    spending: { limit: 'server.limits.rows', spent, allowed },
  });

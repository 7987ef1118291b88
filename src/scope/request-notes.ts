import type { VendorCall, VendorOutcome, Watch } from './watch.ts';

/** One answer that an operation used, and what it took to get it. */
export interface NotedRequest {
  readonly call: Pick<
    VendorCall,
    'purpose' | 'method' | 'url' | 'attempt' | 'waitedMs' | 'asked' | 'secrets'
  >;
  /** `sent`: to the vendor. `shared`: another operation had sent it. `cache`: it was kept. */
  readonly origin: 'sent' | 'shared' | 'cache';
  /** Of a kept answer: how long past its freshness. */
  readonly staleMs: number;
  /** `null`: it is still under way, or was not sent for this operation. */
  outcome: VendorOutcome | null;
  /** That were read in the answer; `null`: it is no list. */
  rows: number | null;
}

/** An operation may use thousands of answers; the first tell enough. */
const MOST = 1_000;

/** What one operation asked of one source, answer by answer: for callers who want to know. */
export class RequestNotes {
  readonly requests: NotedRequest[] = [];
  /** Beyond those that are noted. */
  unnoted = 0;

  readonly watch: Watch = (call) => {
    const noted = this.#note({ call, origin: 'sent', staleMs: 0, outcome: null, rows: null });
    return {
      end: (outcome) => {
        noted.outcome = outcome;
      },
    };
  };

  /** An answer that cost no request here. */
  reused(url: URL, asked: number, origin: 'shared' | 'cache', staleMs = 0): void {
    const call = {
      purpose: 'read',
      method: 'GET',
      url,
      attempt: 0,
      waitedMs: 0,
      asked,
      secrets: () => [],
    } as const;
    this.#note({ call, origin, staleMs, outcome: null, rows: null });
  }

  /** So many rows stood in the answer to this question. */
  read(asked: number, rows: number): void {
    const noted = this.requests.findLast(({ call }) => call.asked === asked);
    if (noted !== undefined) noted.rows = (noted.rows ?? 0) + rows;
  }

  #note(noted: NotedRequest): NotedRequest {
    if (this.requests.length < MOST) this.requests.push(noted);
    else this.unnoted += 1;
    return noted;
  }
}

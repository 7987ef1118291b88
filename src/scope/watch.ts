import type { SourceError } from '../model/source-error.ts';

/** One HTTP request to a vendor, as it goes out. */
export interface VendorCall {
  readonly sourceId: string;
  /** `sign-in`: it gets the credentials for the others. */
  readonly purpose: 'read' | 'sign-in';
  readonly method: string;
  readonly url: URL;
  /** From 1; retries count on. */
  readonly attempt: number;
  /** How long it stood in our own queues, in milliseconds. */
  readonly waitedMs: number;
  /** Which question of the source it puts (`GoodReply.asked`); 0: none, it signs in. */
  readonly asked: number;
  /** Credentials, by value, that may stand in the address. */
  readonly secrets: () => readonly string[];
}

/** How it went. */
export interface VendorOutcome {
  /** HTTP; `null`: there was no answer. */
  readonly status: number | null;
  /** `null`: the answer is what was asked for. */
  readonly error: SourceError | null;
  readonly durationMs: number;
  /** Of the body, decompressed. */
  readonly bytes: number;
}

/** Told of every request to a vendor when it goes out. */
export type Watch = (call: VendorCall) => WatchedCall;

export interface WatchedCall {
  /** Sent along with the request. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly end: (outcome: VendorOutcome) => void;
}

/** All of them as one; `null`: nobody watches. */
export function watchTogether(watches: readonly Watch[]): Watch | null {
  const [first, ...others] = watches;
  if (first === undefined || others.length === 0) return first ?? null;
  return (call) => {
    const calls = watches.map((watch) => watch(call));
    return {
      headers: Object.assign({}, ...calls.map(({ headers }) => headers)),
      end: (outcome) => {
        for (const { end } of calls) end(outcome);
      },
    };
  };
}

import type { SourceErrorCode } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';

/** A name may occur twice: `q=a=1&q=b=2`. */
export type Query = readonly (readonly [name: string, value: string])[];

/** One idempotent read at a vendor. */
export interface VendorRequest {
  /** Below the source's endpoint, percent-encoded, starting with `/`. */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent: `final`. */
  readonly keepAs?: (reply: KeptReply) => KeepAs;
  /** Whether an answer's body has the shape that was asked for; one that has not counts against the vendor. Absent: any has. */
  readonly isReadable?: (body: unknown) => boolean;
  /** No answer is wanted that was asked for before this one (`GoodReply.asked`). `Infinity`: only a new one. Absent: any. */
  readonly since?: number;
  /** Of the vendor's service, beside the lists of jobs: if it fails, that says nothing of those. Absent: it is about those. */
  readonly part?: string;
  /** Belongs to a reading of several requests that has begun, and goes before those that have not. Absent: it does not. */
  readonly goesOn?: boolean;
}

/**
 * What a good answer is to those who ask later. `final`: nothing that it tells changes by itself. `changing`: something
 * does, e.g. a job that runs, and it is never given past its time. `nothing`: it cannot be read, and is not kept.
 */
export type KeepAs = 'final' | 'changing' | 'nothing';

/** A vendor's whole answer, of whatever status. */
export interface Reply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where the body is JSON; else the text, `''` for none. */
  readonly body: unknown;
  readonly isJson: boolean;
  /** Why the body may have been read wrongly, e.g. a charset that nobody knows. Absent: nothing is doubtful. */
  readonly doubt?: string;
}

/** An answer in which no fault was found. */
export interface GoodReply extends Reply, KeptReply {
  /** Grows with each question that one transport puts to its vendor: tells which of two answers is the newer one. */
  readonly asked: number;
}

/** An answer as it is shared, and what the last who read it made of it. */
export interface KeptReply {
  readonly body: unknown;
  reading?: { readonly way: object; readonly outcome: unknown };
}

/** What a vendor's answer means where it is not the rows that were asked for. */
export interface Fault {
  /**
   * `CREDENTIALS_EXPIRED`: sign in again and ask once more, then it counts as `UPSTREAM_AUTH_FAILED`. `CREDENTIALS_LOCKED`:
   * the vendor takes them from nobody for a while, whether they are right or wrong; counts as `UPSTREAM_RATE_LIMITED`.
   */
  readonly code: SourceErrorCode | 'CREDENTIALS_EXPIRED' | 'CREDENTIALS_LOCKED';
  /** The vendor's own words, for people; `null`: none. */
  readonly message: string | null;
  /** The vendor's own code for it. */
  readonly nativeCode?: string | null;
  readonly retryAfterMs?: number | null;
  /** The pace that the vendor says it allows, where it tells. */
  readonly allowance?: { readonly requests: number; readonly perMs: number } | null;
}

/** Reads a vendor's answer for a fault; `null`: the answer is what was asked for. */
export type FaultReader = (reply: Reply) => Fault | null;

/** The one seam to the network. */
export interface Transport {
  /** Gives an answer in which `FaultReader` found no fault; throws `SourceError`, and nothing else but by a defect. */
  send(request: VendorRequest, scope: SourceScope): Promise<GoodReply>;
  /** Names whose credentials this scope reads with; two reads share an answer only within one partition. No secret. */
  partition(scope: SourceScope): string;
  /**
   * The credentials of this moment, by value, as far as this gateway knows them: configured, held, sent; with a scope, its
   * caller's own too. A vendor may repeat them anywhere in an answer, and whatever leaves is cleaned of them.
   */
  secrets(scope?: SourceScope): readonly string[];
  close(): Promise<void>;
}

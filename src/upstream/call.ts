import type { Fault, GoodReply, VendorRequest } from '../datasource/contract/transport.ts';
import type { SourceScope } from '../scope/request-scope.ts';

export type Headers = Readonly<Record<string, string>>;

/**
 * One read on its way to the vendor: made once, and passed from policy to policy. One flat record, so that no policy needs to
 * look anything up; a policy that changes what the next ones read passes a copy.
 */
export interface Call extends Attempt {
  readonly request: VendorRequest;
  readonly url: URL;
  /** The same for the same question with the same credentials, and for no other. */
  readonly key: string;
  /** Whose credentials: what is learnt from answers is kept apart by it. */
  readonly partition: string;
  /** Who waits; below the single flight, the flight itself. */
  readonly scope: SourceScope;
  /** Without those of the credentials. */
  readonly headers: Headers;
  /** Whether they ask for the answer only if it has changed, so that 304 is an answer. */
  readonly isConditional: boolean;
  /** The number of the question, which grows with each that goes to the vendor; 0 above the single flight. */
  readonly asked: number;
}

/** What one attempt leaves for the policies around it; the policies inside write it, and each attempt begins with a new one. */
export interface Attempt {
  /** From 1; 0: none has begun. */
  attempt: number;
  /** Before the queue; in milliseconds since 1970. */
  begunAt: number;
  /** When it had passed all our own queues; `null`: not yet. */
  sentAt: number | null;
  /** The same moment by the clock of `LoopWatch`. */
  sentMoment: number;
  /** Where it was sent; as `url`, unless signing in tells more of it. */
  address: URL;
  /** What it was sent with. */
  credentials: Headers;
  /** What those who watch send along. */
  tracing: Headers;
  /** What was wrong with the vendor's answer. */
  fault: Fault | null;
}

export interface Answer {
  readonly reply: GoodReply;
  /** Of the body, decompressed. */
  readonly bytes: number;
  /** Several GraphQL requests waited for it; two fields of one do not count. */
  readonly isShared: boolean;
}

const NONE: Headers = {};

/** The question itself, of which nothing has been attempted yet. */
export const newCall = (
  question: Pick<Call, 'request' | 'url' | 'key' | 'partition' | 'scope' | 'headers'>,
): Call => ({
  request: question.request,
  url: question.url,
  key: question.key,
  partition: question.partition,
  scope: question.scope,
  headers: question.headers,
  isConditional: false,
  asked: 0,
  attempt: 0,
  begunAt: 0,
  sentAt: null,
  sentMoment: 0,
  address: question.url,
  credentials: NONE,
  tracing: NONE,
  fault: null,
});

/** Forgets the attempt before: `at` is when the new one begins, which is the `attempt`th. */
export function beginAttempt(call: Call, at: number, attempt: number): void {
  call.attempt = attempt;
  call.begunAt = at;
  call.sentAt = null;
  call.fault = null;
}

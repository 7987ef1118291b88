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
  /** The same, and what is asked: one path, or one way of looking things up, which may fail though the rest is well. */
  readonly place: string;
  /** Who waits; below the single flight, the flight itself. */
  readonly scope: SourceScope;
  /** Without those of the credentials. */
  readonly headers: Headers;
  /** Whether they ask for the answer only if it has changed, so that 304 is an answer. */
  readonly isConditional: boolean;
  /** The number of the question, which grows with each that goes to the vendor; 0 above the single flight. */
  readonly asked: number;
  /** Of who waits for a moment only, since it may fail; `null`: for as long as there is time. */
  readonly patience: Patience | null;
}

/** How long an answer is waited for, by those who know that it may not come. */
export interface Patience {
  /** All our own queues are passed. */
  begin(): void;
  /** Told when it has come to its end before the answer. */
  whenLeft(tell: () => void): void;
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

export const NO_HEADERS: Headers = {};

/** The question itself, of which nothing has been attempted yet. */
export const newCall = (
  question: Pick<Call, 'request' | 'url' | 'key' | 'partition' | 'place' | 'scope' | 'headers'>,
): Call => ({
  request: question.request,
  url: question.url,
  key: question.key,
  partition: question.partition,
  place: question.place,
  scope: question.scope,
  headers: question.headers,
  isConditional: false,
  asked: 0,
  patience: null,
  attempt: 0,
  begunAt: 0,
  sentAt: null,
  sentMoment: 0,
  address: question.url,
  credentials: NO_HEADERS,
  tracing: NO_HEADERS,
  fault: null,
});

/** Forgets the attempt before: `at` is when the new one begins, which is the `attempt`th. */
export function beginAttempt(call: Call, at: number, attempt: number): void {
  call.attempt = attempt;
  call.begunAt = at;
  call.sentAt = null;
  call.fault = null;
}

/** Brings the answer to one read, from wherever it is; rejects with the reason why it cannot. */
export type Send = (call: Call) => Promise<Answer>;

/**
 * One rule of a read's way to the vendor, made once for each source: it does its part before `next`, after it, or in its
 * place. One that has nothing to do gives `next` itself, and costs nothing.
 */
export type Policy = (next: Send) => Send;

/**
 * Lets a read in: at once, or when its turn has come. It throws, or rejects, where the read must not go on. One that lets in
 * whoever comes is what it does afterwards.
 */
export type Gate = Passage | ((call: Call) => Passage | Promise<Passage>);

/** What a gate does when a read that it let in comes back: one of the two, or both where `passed` throws. */
export interface Passage {
  /** With an answer; what it throws is from there on what went wrong, for the gate itself too. */
  passed(call: Call, answer: Answer): void;
  /** With an error; gives the error to go on with, which is the same unless the gate has more to tell. */
  failed(call: Call, error: unknown): unknown;
}

/** Of a gate that is done with a read when it has let it in. */
export const DONE: Passage = { passed: () => undefined, failed: (_, error) => error };

const gates = new WeakMap<Policy, Gate>();

/** A policy that neither repeats a read nor answers in its place. Those that stand side by side are passed in one go. */
export function gatePolicy(gate: Gate): Policy {
  const policy: Policy = (next) => through([gate], next);
  gates.set(policy, gate);
  return policy;
}

/** Of a rule that is not wanted. */
export const OPEN: Policy = (next) => next;

/** The policies around `last`, from the outside in: the first one meets each read first, and its outcome last. */
export function compose(policies: readonly Policy[], last: Send): Send {
  let send = last;
  let row: Gate[] = [];
  for (const policy of policies.filter((one) => one !== OPEN).toReversed()) {
    const gate = gates.get(policy);
    if (gate === undefined) {
      send = policy(through(row, send));
      row = [];
    } else row = [gate, ...row];
  }
  return through(row, send);
}

/** One function for a whole row of gates: a read passes more than ten, and a promise of each would cost more than what it does. */
function through(row: readonly Gate[], next: Send): Send {
  if (row.length === 0) return next;
  return async (call) => {
    const passages: Passage[] = [];
    try {
      for (const gate of row) {
        const passage = typeof gate === 'function' ? gate(call) : gate;
        const entered = passage instanceof Promise ? await passage : passage;
        if (entered !== DONE) passages.push(entered);
      }
      const answer = await next(call);
      for (; passages.length > 0; passages.pop()) passages.at(-1)?.passed(call, answer);
      return answer;
    } catch (error) {
      throw passages.reduceRight((told, passage) => failed(passage, call, told), error);
    }
  };
}

/** A gate that fails itself holds up none of those around it. */
function failed(passage: Passage, call: Call, error: unknown): unknown {
  try {
    return passage.failed(call, error);
  } catch (defect) {
    return defect;
  }
}

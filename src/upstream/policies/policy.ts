import type { Answer, Call } from '../call.ts';

/** Brings the answer to one read, from wherever it is; rejects with the reason why it cannot. */
export type Send = (call: Call) => Promise<Answer>;

/**
 * One rule of a read's way to the vendor, made once for each source: it does its part before `next`, after it, or in its
 * place. One that has nothing to do gives `next` itself, and costs nothing.
 */
export type Policy = (next: Send) => Send;

/** The policies around `last`, from the outside in: the first one meets each read first, and its outcome last. */
export const compose = (policies: readonly Policy[], last: Send): Send =>
  policies.reduceRight((next, policy) => policy(next), last);

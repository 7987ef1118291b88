import type { Answer, Call } from '../call.ts';

/** Brings the answer to one read, from wherever it is; rejects with the reason why it cannot. */
export type Send = (call: Call) => Promise<Answer>;

/**
 * One rule of a read's way to the vendor, made once for each source: it does its part before `next`, after it, or in its
 * place. One that has nothing to do gives `next` itself, and costs nothing.
 */
export type Policy = (next: Send) => Send;

/** Lets a read in: at once, or when its turn has come. It throws, or rejects, where the read must not go on. */
export type Gate = (call: Call) => Passage | Promise<Passage>;

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
        const passage = gate(call);
        passages.push(passage instanceof Promise ? await passage : passage);
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

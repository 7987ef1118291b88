import { setImmediate as turn } from 'node:timers/promises';
import { abortable, lateError } from '../../scope/abort.ts';
import { type Answer, type Call, DONE, gatePolicy, type Patience, type Policy } from '../policy.ts';
import type { Circuits } from './circuits.ts';

export interface LeaveProbesOptions {
  /** What is about the least, last. */
  readonly circuits: readonly Circuits[];
  /** How long something is waited for where nobody knows how long it may take. */
  readonly leastMs: number;
  /** So many go on at once though nobody waits for them: where many lists hang, the others need the places. */
  readonly most: number;
}

/**
 * Nobody waits long for what may give no answer: a vendor that still hangs would hold up a page for a whole time-out each time that
 * it is tried. The request itself goes on, and its circuit learns what comes of it; one too many ends there and then.
 */
export function leaveProbes({ circuits, leastMs, most }: LeaveProbesOptions): Policy {
  let left = 0;
  return (next) => (call) => {
    const known = keysOf(circuits, call);
    const unsure = known.find(([one, key]) => one.isUnsure(key));
    if (unsure === undefined) return next(call);
    const [owner, key] = unsure;
    const end = new AbortController();
    const hope = isSlowAtMost(known) ? owner.hope(key) : 0;
    const waiting = new Waiting(Math.max(hope, patienceWith(known, leastMs)));
    let isGoingOn = false;
    const ask = async (): Promise<Answer> => {
      const signal = AbortSignal.any([call.scope.signal, end.signal]);
      try {
        return await next({ ...call, patience: waiting, scope: { ...call.scope, signal } });
      } finally {
        waiting.end();
        if (isGoingOn) left -= 1;
      }
    };
    const leave = async (): Promise<never> => {
      await waiting.left;
      isGoingOn = left < most;
      if (isGoingOn) left += 1;
      else end.abort(lateError(waiting.ms));
      throw owner.refusal(key, call);
    };
    return abortable(Promise.race([ask(), leave()]), call.scope.signal);
  };
}

/** Below the queue: who waits for a turn has asked nothing yet. */
export const beginPatience: Policy = gatePolicy(({ patience }) => {
  patience?.begin();
  return DONE;
});

type Known = readonly (readonly [Circuits, string])[];

function keysOf(circuits: readonly Circuits[], call: Call): Known {
  return circuits.flatMap((one) => {
    const key = one.keyOf(call);
    return key === null ? [] : [[one, key] as const];
  });
}

/** What has answered, and never failed since, may have become slow: only something else of the source gave no answer lately. */
function isSlowAtMost(known: Known): boolean {
  const hasAnswered = known.slice(1).some(([one, key]) => one.hasAnswered(key));
  return hasAnswered && known.every(([one, key]) => one.isClosed(key));
}

/**
 * As late as usual it may come, be that usual of the whole or of this alone, but for where this alone was waited for in vain. Of what
 * nothing is known, little is expected where something hangs.
 */
function patienceWith(known: Known, leastMs: number): number {
  const parts = known.map(([one, key]) => one.partOfPatience(key));
  const unusually = Math.max(...known.map(([one, key]) => one.unusually(key)));
  return Math.max(leastMs * Math.min(...parts), unusually * (parts.at(-1) ?? 1));
}

class Waiting implements Patience {
  readonly ms: number;
  readonly #left = Promise.withResolvers<void>();
  readonly #told: (() => void)[] = [];
  #timer: NodeJS.Timeout | null = null;
  #hasEnded = false;

  constructor(ms: number) {
    this.ms = ms;
  }

  /** Resolves when nobody waits any more. */
  get left(): Promise<void> {
    return this.#left.promise;
  }

  begin(): void {
    this.#timer ??= setTimeout(() => void this.#leave(), this.ms);
  }

  whenLeft(tell: () => void): void {
    this.#told.push(tell);
  }

  end(): void {
    this.#hasEnded = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** What has come while this process was busy is read first. */
  async #leave(): Promise<void> {
    await turn();
    await turn();
    if (this.#hasEnded) return;
    for (const tell of this.#told) tell();
    this.#left.resolve();
  }
}

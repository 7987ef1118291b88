import { lateError, withTimeout } from '../../scope/abort.ts';
import type { Answer, Call, Policy } from '../policy.ts';
import type { Circuits } from './circuit-breaker.ts';

export interface LeaveProbesOptions {
  readonly circuits: readonly Circuits[];
  /** So many go on at once though nobody waits for them: where many lists hang, the others need the places. */
  readonly most: number;
}

/**
 * Nobody waits long for a probe: a vendor that still hangs would hold up a page for a whole time-out each time that it is tried.
 * The probe itself goes on, and its circuit learns what comes of it; one too many has failed there and then.
 */
export function leaveProbes({ circuits, most }: LeaveProbesOptions): Policy {
  let left = 0;
  const probedBy = (call: Call): readonly [Circuits, string] | null => {
    for (const one of circuits) {
      const key = one.keyOf(call);
      if (key !== null && !one.isClosed(key)) return [one, key];
    }
    return null;
  };
  return (next) => (call) => {
    const probed = probedBy(call);
    if (probed === null) return next(call);
    const [owner, key] = probed;
    const patienceMs = owner.patience(key);
    const end = new AbortController();
    let isLeft = false;
    const ask = async (): Promise<Answer> => {
      const signal = AbortSignal.any([call.scope.signal, end.signal]);
      try {
        return await next({ ...call, scope: { ...call.scope, signal } });
      } finally {
        if (isLeft) left -= 1;
      }
    };
    const leave = () => {
      isLeft = left < most;
      if (isLeft) left += 1;
      else end.abort(lateError(patienceMs));
      return owner.refusal(key);
    };
    return withTimeout(patienceMs, call.scope.signal, leave, ask);
  };
}

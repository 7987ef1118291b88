import { setTimeout as delay } from 'node:timers/promises';
import type { Refusal, Verdict } from '../access/caller.ts';
import type { Access } from '../access/create-access.ts';
import type { Limits } from '../limits/limits.ts';
import { type Admission, OVERLOADED } from './admission/admission.ts';
import { paceRefusals } from './admission/pace-refusals.ts';
import { type Answer, JSON_TYPE, refusalAnswer } from './answer.ts';
import type { Asked } from './asked.ts';
import { tooLarge } from './body-limit.ts';
import { createGate } from './create-gate.ts';
import { isWhole, NOT_ACCEPTABLE, negotiateMediaTypes, wantsHtml } from './media-types.ts';
import { answerElsewhere, isGraphqlPath, METHODS, type Operations } from './routes.ts';

export interface TakeInOptions {
  readonly access: Access;
  readonly onRefused: (refusal: Refusal) => void;
  readonly operations: Operations;
  /** `null`: browsers get none. */
  readonly graphiql: ((asked: Asked) => Promise<Answer>) | null;
  readonly limits: Pick<Limits, 'bodyBytes'>;
  readonly admission: Admission | null;
}

/** `null`: an operation is asked for, and may be read. */
export type TakeIn = (asked: Asked) => Answer | null | Promise<Answer | null>;

/** All that is decided of a request before any of its body is read, in this order. */
export function createTakeIn(options: TakeInOptions): TakeIn {
  const { access, onRefused, operations, graphiql, limits, admission } = options;
  const gate = createGate(access);
  const pace = paceRefusals();

  return (asked) => {
    const verdict = gate(asked);
    return verdict instanceof Promise
      ? verdict.then((known) => behindGate(asked, known))
      : behindGate(asked, verdict);
  };

  function behindGate(asked: Asked, verdict: Verdict | null): Answer | null | Promise<Answer> {
    if (verdict?.ok === false) {
      onRefused(verdict.refusal);
      return refuse(verdict.refusal, asked);
    }
    asked.caller = verdict?.caller ?? null;
    if (!isGraphqlPath(asked.path)) return answerElsewhere(asked, operations);
    if (graphiql !== null && wantsHtml(asked)) return graphiql(asked);
    if (METHODS.includes(asked.method)) {
      asked.types = negotiateMediaTypes(asked.header('accept') ?? '');
      if (asked.types.length === 0) return refusalAnswer(NOT_ACCEPTABLE, 'application/json');
    }
    if (Number(asked.header('content-length') ?? 0) > limits.bodyBytes)
      return refusalAnswer(tooLarge(limits.bodyBytes));
    return admission?.turnsAway(asked.caller?.principal.name) ? turnAway(asked) : null;
  }

  /** In a flood, this is most of what there is to do. */
  function turnAway(asked: Asked): Answer | Promise<Answer> {
    const ms = pace();
    return ms === 0 ? refuse(OVERLOADED, asked) : delay(ms).then(() => refuse(OVERLOADED, asked));
  }
}

/** In a type that the client takes, and not to be kept by anybody. */
function refuse(refusal: Refusal, { header }: Asked): Answer {
  const type = negotiateMediaTypes(header('accept') ?? '').find(isWhole);
  const headers = { 'cache-control': 'no-store', ...refusal.headers };
  return refusalAnswer({ ...refusal, headers }, type === undefined ? JSON_TYPE : `${type}; charset=utf-8`);
}

import type { Fault, FaultReader, Reply } from '../../datasource/contract/transport.ts';
import { SourceError } from '../../model/source-error.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import { wordsOf } from '../auth/words-of.ts';
import type { Call } from '../call.ts';
import type { Clock } from '../clock.ts';
import { badResponse } from '../fault/bad-response.ts';
import { faultError } from '../fault/fault-error.ts';
import { judgeReply } from '../fault/judge-reply.ts';
import type { Policy } from './policy.ts';

export interface ClassifyOptions {
  readonly sourceId: string;
  readonly endpoint: string;
  readonly authenticator: Authenticator;
  readonly readFault: FaultReader;
  readonly clock: Pick<Clock, 'now'>;
}

/** Tells answers from faults: what is not the rows that were asked for is given up with `SourceError`, and noted in the call. */
export function classify(options: ClassifyOptions): Policy {
  const { sourceId, authenticator, clock } = options;
  const { hostname } = new URL(options.endpoint);
  const secretsOf = ({ credentials, scope }: Call): string[] => [
    hostname,
    ...Object.values(credentials).flatMap(wordsOf),
    ...authenticator.secrets(scope),
  ];
  return (next) => async (call) => {
    const answer = await next(call);
    call.fault = faultOf(answer.reply, call, options);
    if (call.fault === null) return answer;
    throw faultError(call.fault, answer.reply, { sourceId, secrets: secretsOf(call), now: clock.now() });
  };
}

/** A fault reader that stumbles has met an answer that its vendor never gives. */
function faultOf(reply: Reply, call: Call, { sourceId, readFault }: ClassifyOptions): Fault | null {
  try {
    return judgeReply(reply, { readFault, conditional: call.isConditional });
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw badResponse(sourceId, reply.status, 'with something that this vendor is not known to say', error);
  }
}

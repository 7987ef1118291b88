import type { Fault, FaultReader, Reply } from '../../datasource/contract/transport.ts';
import { SourceError } from '../../model/source-error.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import { wordsOf } from '../auth/words-of.ts';
import type { Clock } from '../clock.ts';
import { badResponse } from '../fault/bad-response.ts';
import { codeOfStatus, WORDLESS } from '../fault/code-of-status.ts';
import { faultError } from '../fault/fault-error.ts';
import { jsonFault } from '../fault/json-fault.ts';
import { type Call, gatePolicy, type Policy } from '../policy.ts';

export interface ClassifyOptions {
  readonly sourceId: string;
  readonly endpoint: string;
  readonly authenticator: Authenticator;
  readonly readFault: FaultReader;
  readonly clock: Pick<Clock, 'now'>;
}

/** Tells answers from faults: what is not an answer to the question becomes a `SourceError`, and is noted in the call. */
export function classify(options: ClassifyOptions): Policy {
  const { sourceId, authenticator, clock } = options;
  const { hostname } = new URL(options.endpoint);
  const secretsOf = ({ credentials, scope }: Call): string[] => [
    hostname,
    ...Object.values(credentials).flatMap(wordsOf),
    ...authenticator.secrets(scope),
  ];
  return gatePolicy({
    passed: (call, { reply }) => {
      call.fault = faultOf(reply, call, options);
      if (call.fault === null) return;
      throw faultError(call.fault, reply, { sourceId, secrets: secretsOf(call), now: clock.now() });
    },
    failed: (_, error) => error,
  });
}

/** A fault reader that throws has met an answer that its vendor never gives; what it threw goes to the log. */
function faultOf(reply: Reply, call: Call, { sourceId, readFault }: ClassifyOptions): Fault | null {
  try {
    return judgeReply(reply, { readFault, conditional: call.isConditional });
  } catch (error) {
    if (error instanceof SourceError) throw error;
    call.scope.defects.tell(error);
    throw badResponse(sourceId, reply.status, 'with something that this vendor is not known to say', error);
  }
}

/** No Content, Reset Content. */
export const NO_CONTENT: readonly number[] = [204, 205];

export interface Expectation {
  readonly readFault: FaultReader;
  /** Whether the request was conditional, so that 304 is an answer to it. */
  readonly conditional: boolean;
}

/**
 * What is wrong with an answer; `null`: nothing. The vendor's envelope goes first, whatever the status: a 503 may mean an
 * ended session. A 2xx that is not JSON is a proxy's page, or a body that was cut off or left out; with 204 it is right that there is none.
 */
export function judgeReply(reply: Reply, expected: Expectation): Fault | null {
  if (expected.conditional && reply.status === 304) return null;
  const fault = expected.readFault(reply);
  if (fault !== null) return fault;
  if (reply.status < 300 && (reply.isJson || NO_CONTENT.includes(reply.status))) return null;
  return { code: codeOfStatus(reply.status, WORDLESS), message: wordsFor(reply) };
}

function wordsFor(reply: Reply): string | null {
  if (reply.status === 404) return 'no such path; check the endpoint of this source';
  if (reply.status >= 400) return null;
  if (reply.status >= 300) return 'a redirect, which is not followed; check the endpoint of this source';
  const text = String(reply.body);
  return text === '' ? 'an empty body instead of JSON' : jsonFault(text);
}

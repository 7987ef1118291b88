import type { Fault, FaultReader, Reply } from '../../datasource/contract/transport.ts';

type Code = Fault['code'];

const BY_STATUS: ReadonlyMap<number, Code> = new Map<number, Code>([
  [401, 'CREDENTIALS_EXPIRED'],
  [403, 'UPSTREAM_FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [408, 'UPSTREAM_TIMEOUT'],
  [429, 'UPSTREAM_RATE_LIMITED'],
  [504, 'UPSTREAM_TIMEOUT'],
]);

export interface Expectation {
  readonly readFault: FaultReader;
  /** Whether the request was conditional, so that 304 is an answer to it. */
  readonly conditional: boolean;
}

/**
 * What is wrong with an answer; `null`: nothing. The vendor's envelope goes first, whatever the status: a 503 may mean an
 * ended session. A 2xx that is not JSON is a proxy's page, a cut-off body, or none.
 */
export function judgeReply(reply: Reply, expected: Expectation): Fault | null {
  if (expected.conditional && reply.status === 304) return null;
  const fault = expected.readFault(reply);
  if (fault !== null) return fault;
  const code = codeOf(reply);
  return code === null ? null : { code, message: wordsFor(reply) };
}

function codeOf(reply: Reply): Code | null {
  if (reply.status < 300) return reply.isJson ? null : 'UPSTREAM_BAD_RESPONSE';
  if (reply.status < 400) return 'UPSTREAM_BAD_RESPONSE';
  return BY_STATUS.get(reply.status) ?? (reply.status < 500 ? 'UPSTREAM_REJECTED' : 'UPSTREAM_UNAVAILABLE');
}

function wordsFor(reply: Reply): string | null {
  if (reply.status >= 400) return null;
  if (reply.status >= 300) return 'a redirect, which is not followed; check the endpoint of this source';
  return reply.body === '' ? 'an empty body where JSON was due' : 'a body that is not complete JSON';
}

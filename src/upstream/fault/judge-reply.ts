import type { Fault, FaultReader, Reply } from '../../datasource/contract/transport.ts';
import { codeOfStatus, WORDLESS } from './code-of-status.ts';
import { jsonFault } from './json-fault.ts';

export interface Expectation {
  readonly readFault: FaultReader;
  /** Whether the request was conditional, so that 304 is an answer to it. */
  readonly conditional: boolean;
}

/**
 * What is wrong with an answer; `null`: nothing. The vendor's envelope goes first, whatever the status: a 503 may mean an
 * ended session. A 2xx that is not JSON is a proxy's page, a cut-off body, or none; 204 says that none is due.
 */
export function judgeReply(reply: Reply, expected: Expectation): Fault | null {
  if (expected.conditional && reply.status === 304) return null;
  const fault = expected.readFault(reply);
  if (fault !== null) return fault;
  if (reply.status < 300 && (reply.isJson || reply.status === 204)) return null;
  return { code: codeOfStatus(reply.status, WORDLESS), message: wordsFor(reply) };
}

function wordsFor(reply: Reply): string | null {
  if (reply.status === 404) return 'no such path; check the endpoint of this source';
  if (reply.status >= 400) return null;
  if (reply.status >= 300) return 'a redirect, which is not followed; check the endpoint of this source';
  const text = String(reply.body);
  return text === '' ? 'an empty body where JSON was due' : jsonFault(text);
}

import { z } from 'zod';
import type { Fault, FaultReader } from '../../datasource/contract/transport.ts';
import { optionalText } from '../../datasource/wire/fields.ts';
import { codeOfStatus, WORDED, WORDLESS } from '../../upstream/fault/code-of-status.ts';

const errorBody = z.object({ code: optionalText, description: optionalText, details: optionalText });

const envelope = z.object({
  error: z.union([
    errorBody,
    z.string().transform((text) => ({ code: null, description: text, details: null })),
  ]),
  /** An answer with rows is none, whatever stands beside them. */
  inventories: z.undefined().optional(),
});

/** docs/vendors/zstack.md#errors: the codes of `IdentityErrors` and `SysErrors`. */
const CODES: Readonly<Record<string, Fault['code']>> = {
  'ID.1000': 'UPSTREAM_AUTH_FAILED',
  'ID.1001': 'CREDENTIALS_EXPIRED',
  'ID.1002': 'UPSTREAM_FORBIDDEN',
  'ID.1005': 'UPSTREAM_AUTH_FAILED',
  'ID.1006': 'UPSTREAM_UNAVAILABLE',
  'ID.1007': 'UPSTREAM_AUTH_FAILED',
  'ID.2000': 'UPSTREAM_AUTH_FAILED',
  'ID.2001': 'UPSTREAM_AUTH_FAILED',
  'ID.2002': 'UPSTREAM_AUTH_FAILED',
  'ID.2003': 'UPSTREAM_AUTH_FAILED',
  ORG_ZSTACK_IDENTITY_10020: 'CREDENTIALS_EXPIRED',
  'SYS.1000': 'UPSTREAM_UNAVAILABLE',
  'SYS.1001': 'UPSTREAM_TIMEOUT',
  'SYS.1003': 'NOT_FOUND',
  'SYS.1006': 'UPSTREAM_REJECTED',
  'SYS.1007': 'UPSTREAM_REJECTED',
  'SYS.1012': 'UPSTREAM_UNAVAILABLE',
};

/** What an error says; `null`: the body is no error. */
export function readErrorWords(body: unknown): { nativeCode: string | null; message: string | null } | null {
  // Hardly an answer has one, and of the others the schema would say at length what they lack.
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return null;
  const { code, description, details } = parsed.data.error;
  return { nativeCode: code, message: details ?? description };
}

/** What the parser of queries says, which comes as an internal error (docs/vendors/zstack.md#query-parameters). */
const QUERY_FAULT =
  /\bzql\b|order by clause|(?:doesn't|does not|not) hav(?:e|ing) (?:a )?field|no such field|mismatched input|no viable alternative|extraneous input|token recognition|syntax error|incorrect \w+ value/i;

/** Newer versions number each place that refuses; the words stay the same (docs/vendors/zstack.md#errors). */
const NEWER_IDENTITY = /^ORG_ZSTACK_IDENTITY/;
const ENDED_SESSION = /\bsession\b.*\b(?:expired|invalid|is null)\b|\b(?:expired|invalid) session\b/i;

function codeOf(nativeCode: string | null, message: string | null, status: number): Fault['code'] {
  if (NEWER_IDENTITY.test(nativeCode ?? '') && ENDED_SESSION.test(message ?? ''))
    return 'CREDENTIALS_EXPIRED';
  if (nativeCode === 'SYS.1000' && QUERY_FAULT.test(message ?? '')) return 'UPSTREAM_REJECTED';
  return CODES[nativeCode ?? ''] ?? codeOfStatus(status, WORDED);
}

/**
 * Business errors come as JSON in a 503, an ended session among them; the REST layer's own errors are plain text
 * (docs/vendors/zstack.md#errors). A 401 comes only from a proxy before the node.
 */
export const readFault: FaultReader = (reply) => {
  const words = readErrorWords(reply.body);
  if (words !== null) return { code: codeOf(words.nativeCode, words.message, reply.status), ...words };
  if (reply.status < 400) return null;
  const message =
    typeof reply.body === 'string' && !reply.body.trimStart().startsWith('<') ? reply.body : null;
  if (reply.status === 403 && message?.includes('requestTimeTooSkewed')) {
    return {
      code: 'UPSTREAM_AUTH_FAILED',
      message:
        'requestTimeTooSkewed: compare the clocks, and the timeZone of this source with that of the node',
    };
  }
  return message === null ? null : { code: codeOfStatus(reply.status, WORDLESS), message };
};

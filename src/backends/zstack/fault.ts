import { z } from 'zod';
import type { Fault, FaultReader } from '../../datasource/contract/transport.ts';
import { codeOfStatus, WORDED, WORDLESS } from '../../upstream/fault/code-of-status.ts';

interface ErrorBody {
  readonly code?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly details?: string | null | undefined;
  readonly cause?: ErrorBody | null | undefined;
}

const errorBody: z.ZodType<ErrorBody> = z.lazy(() =>
  z.object({
    code: z.string().nullish(),
    description: z.string().nullish(),
    details: z.string().nullish(),
    cause: errorBody.nullish(),
  }),
);

const envelope = z.object({ error: errorBody });

/** docs/vendors/zstack.md#errors: the codes of `IdentityErrors` and `SysErrors`. */
const CODES: Readonly<Record<string, Fault['code']>> = {
  'ID.1000': 'UPSTREAM_AUTH_FAILED',
  'ID.1001': 'CREDENTIALS_EXPIRED',
  'ID.1002': 'UPSTREAM_FORBIDDEN',
  'ID.1005': 'UPSTREAM_AUTH_FAILED',
  'ID.1006': 'UPSTREAM_UNAVAILABLE',
  'SYS.1000': 'UPSTREAM_UNAVAILABLE',
  'SYS.1001': 'UPSTREAM_TIMEOUT',
  'SYS.1003': 'NOT_FOUND',
  'SYS.1006': 'UPSTREAM_REJECTED',
  'SYS.1007': 'UPSTREAM_REJECTED',
  'SYS.1012': 'UPSTREAM_UNAVAILABLE',
};

/** What an error says; `null`: the body is no error. */
export function readErrorWords(body: unknown): { nativeCode: string | null; message: string | null } | null {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return null;
  const { code, description, details } = parsed.data.error;
  return { nativeCode: code ?? null, message: details ?? description ?? null };
}

/**
 * Business errors come as JSON in a 503, an ended session among them; the REST layer's own errors are plain text
 * (docs/vendors/zstack.md#errors). A 401 comes only from a proxy before the node.
 */
export const readFault: FaultReader = (reply) => {
  if (reply.status < 400) return null;
  const words = readErrorWords(reply.body);
  if (words !== null)
    return { code: CODES[words.nativeCode ?? ''] ?? codeOfStatus(reply.status, WORDED), ...words };
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

import { z } from 'zod';
import { SourceError } from '../../model/source-error.ts';
import type { Reply } from '../contract/transport.ts';

/** What `parse` makes of an answer's body; throws `SourceError` where the answer has another shape. */
export function parseReply<T>({ body, status }: Reply, parse: (body: unknown) => T): T {
  try {
    return parse(body);
  } catch (cause) {
    const message = `The vendor's answer has an unexpected shape: ${reasonOf(cause)}.`;
    throw new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message, upstreamStatus: status, cause });
  }
}

/** Names the place and the kind of the fault, never the value: a value can be a secret. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return cause instanceof Error ? cause.message : 'unreadable';
  return cause.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`)
    .join('; ');
}

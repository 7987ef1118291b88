import { z } from 'zod';
import { SourceError } from '../../model/source-error.ts';
import type { Defects } from '../../scope/defects.ts';
import type { Reply } from '../contract/transport.ts';
import { ShapeError } from '../wire/shape-error.ts';

/** What `parse` makes of an answer's body; throws `SourceError` where the answer has another shape. */
export function parseReply<T>({ body, status }: Reply, parse: (body: unknown) => T, defects: Defects): T {
  try {
    return parse(body);
  } catch (cause) {
    const message = `The vendor's answer has an unexpected shape: ${reasonOf(cause, defects)}.`;
    throw new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message, upstreamStatus: status, cause });
  }
}

/** Why something cannot be read. What neither a schema nor a `ShapeError` says is a defect of the backend. */
export function reasonOf(cause: unknown, defects: Defects): string {
  const fault = cause instanceof SourceError ? cause.message : shapeFault(cause);
  if (fault === null) defects.tell(cause);
  return fault ?? 'the gateway itself fails to read it, and its log has the reason';
}

/** The place and the kind of the fault, never the value: a value can be a secret. `null`: it is no fault of the shape. */
export function shapeFault(cause: unknown): string | null {
  if (cause instanceof ShapeError) return cause.message;
  if (!(cause instanceof z.ZodError)) return null;
  return cause.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`)
    .join('; ');
}

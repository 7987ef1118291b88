import { z } from 'zod';
import type { Reply } from '../../datasource/contract/transport.ts';

// It goes to clients and logs: only what looks like an id, never a vendor's free text.
const id = z.string().regex(/^[\w.:-]{1,128}$/);
const body = z.object({ request_id: id });

/** The vendor's name for this very request, for its support: `X-Request-Id`, else `request_id` of the body; `null`: none. */
export function requestIdOf(reply: Reply): string | null {
  const header = id.safeParse(reply.headers['x-request-id']);
  if (header.success) return header.data;
  const inBody = body.safeParse(reply.body);
  return inBody.success ? inBody.data.request_id : null;
}

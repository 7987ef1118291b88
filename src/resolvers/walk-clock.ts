import type { CursorSigner } from '../connection/cursor/cursor-codec.ts';
import type { Instant } from '../model/job.ts';

/** In front of a cursor that has a time; no version of a cursor begins with it. */
const MARK = 0xff;
const LENGTH = 9;

/** When the walk that a cursor belongs to began, where the cursor tells it; `null`: it does not, or is no cursor. */
export function walkBegan(signer: CursorSigner, cursor: string | null | undefined): Instant | null {
  const payload = typeof cursor === 'string' ? signer.verify(cursor) : null;
  return payload?.[0] === MARK && payload.length > LENGTH ? payload.readDoubleBE(1) : null;
}

/**
 * Signs cursors that remember when their walk began; `null`: they need not. A filter that counts from now, `createdWithin`,
 * thus means the same on every page.
 */
export function withWalkClock(signer: CursorSigner, began: Instant | null): CursorSigner {
  return {
    sign: (payload) => signer.sign(began === null ? payload : Buffer.concat([clockBytes(began), payload])),
    verify: (text) => {
      const payload = signer.verify(text);
      return payload?.[0] === MARK ? payload.subarray(LENGTH) : payload;
    },
    boundTo: (readers) => withWalkClock(signer.boundTo(readers), began),
  };
}

function clockBytes(began: Instant): Buffer {
  const bytes = Buffer.alloc(LENGTH);
  bytes[0] = MARK;
  bytes.writeDoubleBE(began, 1);
  return bytes;
}

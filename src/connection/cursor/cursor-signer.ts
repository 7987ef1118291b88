import { createHmac, timingSafeEqual } from 'node:crypto';

const MAC_BYTES = 16;

/** Signs bytes into a text, and opens only texts that it signed, to the last bit. */
export interface CursorSigner {
  readonly sign: (payload: Buffer) => string;
  /** `null`: forged, cut, or altered in any bit. */
  readonly verify: (text: string) => Buffer | null;
  /** Signs for some readers only: what it signs is a forgery to all others, this signer included. */
  readonly boundTo: (readers: string) => CursorSigner;
}

/** HMAC-SHA-256, cut to 128 bits; `key` is any secret text. */
export function createCursorSigner(key: string): CursorSigner {
  const macOf = (payload: Buffer): Buffer =>
    createHmac('sha256', key).update(payload).digest().subarray(0, MAC_BYTES);

  return {
    sign: (payload) => Buffer.concat([payload, macOf(payload)]).toString('base64url'),
    verify: (text) => {
      const bytes = Buffer.from(text, 'base64url');
      /** Several texts decode to the same bytes; only the one that was given out is good. */
      if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== text) return null;
      const payload = bytes.subarray(0, -MAC_BYTES);
      return timingSafeEqual(macOf(payload), bytes.subarray(-MAC_BYTES)) ? payload : null;
    },
    boundTo: (readers) =>
      createCursorSigner(createHmac('sha256', key).update(`readers ${readers}`).digest('base64')),
  };
}

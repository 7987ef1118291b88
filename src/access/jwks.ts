import { setTimeout as delay } from 'node:timers/promises';
import { createLocalJWKSet, createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import type { JwtConfig } from '../config/access.ts';

type KeysConfig = Pick<JwtConfig, 'jwks' | 'jwksSeconds' | 'jwksOutageSeconds'>;

/** A token with an unknown key makes the keys be read again, at most once in so long. */
const COOL_DOWN_MS = 10_000;
const TIMEOUT_MS = 5_000;
/** So long a token waits for keys to be read anew, where there are old ones that must do else. */
const PATIENCE_MS = 1_000;
/** After a failure nobody is asked for so long, however many tokens come. */
export const HOLD_MS = 5_000;
const LARGEST_BYTES = 262_144;

/** The issuer's keys cannot be read. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/**
 * The issuer's keys, read from the configured address alone, redirects not followed, whatever a token names as its own. They
 * are read again when a token has a key that is not among them, and when they are `jwksSeconds` old, before a token is judged by
 * them: a key that the issuer has withdrawn is believed no longer than that. Where they cannot be read, the old ones are good
 * until they are `jwksOutageSeconds` old.
 */
export function createKeys(
  { jwks, jwksSeconds, jwksOutageSeconds }: KeysConfig,
  now: () => number,
): JWTVerifyGetKey {
  let readAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;

  const read: typeof fetch = async (...request) => {
    if (now() - failedAt < HOLD_MS) throw new KeysUnavailable();
    try {
      const body = await boundedText(await fetch(...request));
      createLocalJWKSet(JSON.parse(body));
      readAt = now();
      return new Response(body);
    } catch (cause) {
      failedAt = now();
      throw new KeysUnavailable('The keys of the issuer cannot be read.', { cause });
    }
  };

  const keys = createRemoteJWKSet(new URL(jwks), {
    [customFetch]: read,
    cacheMaxAge: 1_000 * Math.max(jwksSeconds, jwksOutageSeconds),
    cooldownDuration: COOL_DOWN_MS,
    timeoutDuration: TIMEOUT_MS,
  });

  return async (header, token) => {
    const isOld = keys.fresh && now() - readAt >= 1_000 * jwksSeconds;
    if (isOld)
      await Promise.race([
        keys.reload().catch(() => undefined),
        delay(PATIENCE_MS, undefined, { ref: false }),
      ]);
    return keys(header, token);
  };
}

/** Throws where it is no plain answer, or too long. */
async function boundedText(response: Response): Promise<string> {
  if (response.status !== 200 || response.body === null) throw new TypeError(`HTTP ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > LARGEST_BYTES) throw new RangeError(`more than ${LARGEST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

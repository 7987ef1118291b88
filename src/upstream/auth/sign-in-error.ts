import type { Reply } from '../../datasource/contract/transport.ts';
import { SourceError, type SourceErrorCode } from '../../model/source-error.ts';
import { cleanValues } from '../../secrets/clean-values.ts';
import { publicText } from '../../secrets/public-text.ts';
import { codeOfStatus, SIGN_IN } from '../fault/code-of-status.ts';
import { LOCKED, LOCKED_MS } from '../fault/locked.ts';
import { requestIdOf } from '../fault/request-id-of.ts';
import { retryAfter } from '../fault/retry-after.ts';

/** What a vendor says of a refused sign-in. */
export interface VendorWords {
  readonly nativeCode: string | null;
  readonly message: string | null;
  readonly retryAfterMs?: number | null;
}

export interface SignInErrorOptions {
  readonly sourceId: string;
  /** Taken out of the vendor's words should they be repeated there. */
  readonly secrets: readonly string[];
  /** Where the vendor's code tells more than its status does; as of a `Fault`. */
  readonly code?: SourceErrorCode | 'CREDENTIALS_LOCKED';
  /** What to do about a refusal; default: to check the source's auth settings. */
  readonly advice?: string;
}

/**
 * What a refused sign-in means for the read that needed it. A 4xx says that the credentials or the address are wrong, and
 * never `NOT_FOUND`: that would read as if the job were missing.
 */
export function signInError(reply: Reply, words: VendorWords, options: SignInErrorOptions): SourceError {
  const isLocked = options.code === 'CREDENTIALS_LOCKED';
  const code = isLocked ? 'UPSTREAM_RATE_LIMITED' : (options.code ?? codeOfStatus(reply.status, SIGN_IN));
  const said = [`HTTP ${reply.status}`, words.nativeCode, words.message?.replace(/\.$/, '')]
    .filter(Boolean)
    .join(', ');
  const { advice = "Check the source's auth settings." } = options;
  const hint = code === 'UPSTREAM_AUTH_FAILED' ? ` ${advice}` : '';
  return new SourceError({
    code,
    message: `Source "${options.sourceId}" could not sign in: ${publicText(said, options.secrets)}.${hint}`,
    upstreamStatus: reply.status,
    retryAfterMs: words.retryAfterMs ?? retryAfter(reply.headers) ?? (isLocked ? LOCKED_MS : null),
    requestId: idWithout(options.secrets, requestIdOf(reply)),
    ...(isLocked ? { cause: LOCKED } : {}),
  });
}

/** Some vendors name a request by what it was sent with. */
const idWithout = (secrets: readonly string[], id: string | null): string | null =>
  id !== null && cleanValues(secrets).text(id) === id ? id : null;

import { z } from 'zod';
import type { Reply } from '../../../datasource/contract/transport.ts';
import type { SourceError } from '../../../model/source-error.ts';
import type { SignInIo } from '../../../upstream/auth/authenticator.ts';
import { signInError, type VendorWords } from '../../../upstream/auth/sign-in-error.ts';

export interface RefusalOptions {
  /** Taken out of the vendor's words. */
  readonly secrets: readonly string[];
  readonly advice: string;
}

/** What the identity service says where it gives nothing (docs/vendors/huawei-common.md#errors-of-the-identity-service). */
export function iamRefusal(
  reply: Reply,
  { sourceId }: SignInIo,
  { secrets, advice }: RefusalOptions,
): SourceError {
  const words = readWords(reply.body);
  const isLocked = words.nativeCode === 'IAM.0061' || LOCKED_WORDS.test(words.message ?? '');
  const code = isLocked ? ({ code: 'CREDENTIALS_LOCKED' } as const) : {};
  return signInError(reply, words, { sourceId, secrets, advice, ...code });
}

/** docs/vendors/huawei-common.md#locks. */
const LOCKED_WORDS = /\block(?:ed|out)\b|\breach(?:ed)? the limit\b|\btoo many (?:failed|login|sign-?in)/i;

// The identity service's own envelope, and that of the gateway in front of it. A number as code only repeats the status.
const errorBody = z.union([
  z
    .object({ error_code: z.string(), error_msg: z.string() })
    .transform((body) => ({ nativeCode: body.error_code, message: body.error_msg })),
  z
    .object({ error: z.object({ code: z.union([z.string(), z.number()]).optional(), message: z.string() }) })
    .transform(({ error }) => ({
      nativeCode: typeof error.code === 'string' ? error.code : null,
      message: error.message,
    })),
]);

function readWords(body: unknown): VendorWords {
  const words = errorBody.safeParse(body);
  if (!words.success) return { nativeCode: null, message: null };
  return { ...words.data, retryAfterMs: windowOf(words.data.message) };
}

/** `Threshold: 5 times per 60 seconds` -> 60000. */
function windowOf(message: string): number | null {
  const seconds = /per (\d{1,6}) second/.exec(message.slice(0, 1_000))?.[1];
  return seconds === undefined ? null : Number(seconds) * 1_000;
}

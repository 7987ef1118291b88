import { abortable } from '../../scope/abort.ts';
import { type Authenticator, type SignInIo, SOURCE_PARTITION } from './authenticator.ts';
import { createFailureHold } from './failure-hold.ts';

export interface Token {
  readonly token: string;
  /** Milliseconds since 1970; `null`: not known, the vendor will refuse it when the time comes. */
  readonly expiresAt: number | null;
}

export interface TokenScheme {
  /** Gets a new token; throws `SourceError`. An asker who leaves does not end it: all who wait share it, and the next one needs it. */
  signIn(io: SignInIo): Promise<Token>;
  headers(token: string): Readonly<Record<string, string>>;
  /** What `signIn` is done with. */
  readonly secrets?: readonly string[];
  /** How long before its end a token is replaced; a short-lived one at four fifths of its life. Default: 60 s. */
  readonly refreshBeforeMs?: number;
}

type Headers = Readonly<Record<string, string>>;

interface Held {
  readonly headers: Headers;
  readonly refreshAt: number;
  /** The vendor has taken it at least once. */
  isProven: boolean;
}

/** The token of now, and the one before: what was sent with it may still be on its way. */
const TOKENS_REMEMBERED = 2;

/**
 * A token that is fetched once for all who wait, kept until shortly before its end, and replaced once when the vendor refuses
 * it. All who wait for a failing sign-in share its failure. A refusal of a password, or of a new token, is remembered for a
 * moment: if every request signed in again, the vendor might lock the account.
 */
export function createTokenAuthenticator(scheme: TokenScheme): Authenticator {
  const hold = createFailureHold();
  let given: readonly string[] = [];
  let held: Held | null = null;
  let pending: Promise<Held> | null = null;
  /** New tokens that were refused, in a row. A single refusal may be about what was asked for, not about the token. */
  let refusals = 0;

  const signIn = async (io: SignInIo): Promise<Held> => {
    try {
      const token = await scheme.signIn(io);
      given = [...given, token.token].slice(-TOKENS_REMEMBERED);
      held = {
        headers: scheme.headers(token.token),
        refreshAt: refreshAt(token.expiresAt, io.now(), scheme.refreshBeforeMs ?? 60_000),
        isProven: false,
      };
      return held;
    } catch (error) {
      hold.remember(error, io.now());
      throw error;
    }
  };

  const isHeld = (used: Headers): boolean => held !== null && madeOf(used, held.headers);

  return {
    authorize: async (_request, scope, io) => {
      if (held !== null && io.now() < held.refreshAt) return held.headers;
      hold.throwIfHeld(io.now());
      pending ??= signIn(io).finally(() => {
        pending = null;
      });
      return (await abortable(pending, scope.signal)).headers;
    },
    reject: (used) => {
      if (isHeld(used)) held = null;
      return true;
    },
    accepted: (used) => {
      if (held === null || held.isProven || !isHeld(used)) return;
      held.isProven = true;
      hold.clear();
      refusals = 0;
    },
    refused: (used, error, now) => {
      if (held === null || held.isProven || !isHeld(used)) return;
      held = null;
      refusals += 1;
      if (refusals > 1) hold.remember(error, now);
    },
    partition: () => SOURCE_PARTITION,
    secrets: () => [...(scheme.secrets ?? []), ...given],
  };
}

// If a token seems to have ended before it began, a clock or a zone is wrong. That must not cause a sign-in for every
// request.
function refreshAt(expiresAt: number | null, now: number, beforeMs: number): number {
  if (expiresAt === null || expiresAt <= now) return Number.POSITIVE_INFINITY;
  return expiresAt - Math.min(beforeMs, (expiresAt - now) / 5);
}

const madeOf = (used: Headers, own: Headers): boolean =>
  Object.entries(own).every(([name, value]) => used[name] === value);

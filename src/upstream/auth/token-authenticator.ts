import { SourceError } from '../../model/source-error.ts';
import { abortable } from '../../scope/abort.ts';
import { type Account, type Authenticator, type SignInIo, SOURCE_PARTITION } from './authenticator.ts';
import { createFailureHold, retold } from './failure-hold.ts';
import { guarded, isRefusedSignIn } from './guarded.ts';

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
  /** What the vendor counts refused sign-ins of. */
  readonly account?: Account;
  /** As of `Authenticator`. */
  readonly sharedAs?: string;
  /** How long before its end a token is replaced; a short-lived one at four fifths of its life. Default: 60 s. */
  readonly refreshBeforeMs?: number;
}

type Headers = Readonly<Record<string, string>>;

interface Held {
  readonly headers: Headers;
  readonly refreshAt: number;
}

/** The token of now, and the one before: what was sent with it may still be on its way. */
const TOKENS_REMEMBERED = 2;

/**
 * A token that is fetched once for all who wait, kept until shortly before its end, and replaced once when the vendor refuses
 * it. All who wait for a failing sign-in share its failure, also those of other sources. What fails is left alone for a
 * moment, and a password that was refused for as long as its account's guard says.
 */
export function createTokenAuthenticator(scheme: TokenScheme): Authenticator {
  const hold = createFailureHold();
  let given: readonly string[] = [];
  let held: Held | null = null;
  let pending: { readonly sourceId: string; readonly token: Promise<Held> } | null = null;

  const signIn = async (io: SignInIo): Promise<Held> => {
    const begin = () => scheme.signIn(io);
    const token = await (scheme.account === undefined ? begin() : guarded(io, scheme.account, begin));
    given = [...given, token.token].slice(-TOKENS_REMEMBERED);
    const refresh = refreshAt(token.expiresAt, io.now(), scheme.refreshBeforeMs ?? 60_000);
    held = { headers: scheme.headers(token.token), refreshAt: refresh };
    hold.clear();
    return held;
  };

  const begin = (io: SignInIo) => {
    const token = signIn(io)
      .catch((error: unknown) => {
        // What the guard holds for all sign-ins of the account is not held here once more.
        if (scheme.account === undefined || !isRefusedSignIn(error))
          hold.remember(error, io.now(), io.sourceId);
        throw error;
      })
      .finally(() => {
        pending = null;
      });
    return { sourceId: io.sourceId, token };
  };

  const renewed = async (io: SignInIo, signal: AbortSignal): Promise<Headers> => {
    hold.throwIfHeld(io.now(), io.sourceId);
    pending ??= begin(io);
    const { sourceId, token } = pending;
    try {
      return (await abortable(token, signal)).headers;
    } catch (error) {
      throw error instanceof SourceError ? retold(error, sourceId, io.sourceId) : error;
    }
  };

  return {
    ...(scheme.sharedAs === undefined ? {} : { sharedAs: scheme.sharedAs }),
    authorize: (_request, { signal }, io) =>
      held !== null && io.now() < held.refreshAt ? held.headers : renewed(io, signal),
    reject: (used) => {
      if (held !== null && madeOf(used, held.headers)) held = null;
      return true;
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
